"""What stands beside a case: notes for the office and for the applicant, related cases, and how cases are found."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cast import Cast
from yangguang.casework import access, beside, domains, finding, notes, spelling
from yangguang.casework.models import Case, Link, Note, ProcessVersion
from yangguang.journal.models import Act
from yangguang.lib.errors import Refusal

from .conftest import Trace, begin, do

pytestmark = pytest.mark.django_db


def test_a_note_is_read_by_who_works_on_the_case_and_by_nobody_else(
    cast: Cast, published: ProcessVersion, as_: Any
) -> None:
    case = begin(cast, cast.county.civil)
    lin = as_(cast.lin)
    answer = lin.post(f"/office/cases/{case.uid}/notes/", {"kind": "everybody", "text": "打过电话"})
    assert (answer.status_code, "打过电话" in answer.content.decode()) == (400, True)
    lin.post(f"/office/cases/{case.uid}/notes/", {"kind": "internal", "text": "打过电话，明天来补材料"})
    assert "打过电话，明天来补材料" in lin.get(case.get_office_url()).content.decode()
    assert as_(cast.he).post(f"/office/cases/{case.uid}/notes/", {}).status_code == 404
    with pytest.raises(Refusal, match="看不到这一件"):
        notes.write_note(case, "internal", "越权", user=cast.he)
    act = Act.objects.get(kind="casework.note_written")
    assert act.summary == "写了内部备注"
    assert "打过电话" not in str(act.public)


def test_the_applicant_reads_what_is_for_her_while_it_stands(
    cast: Cast, published: ProcessVersion, trace: Trace
) -> None:
    case = begin(cast, cast.county.civil)
    notes.write_note(case, "internal", "材料可疑", user=cast.lin)
    hers = notes.write_note(case, "applicant", "请于周五前补交户口簿", user=cast.lin)
    assert not beside.notes_of(case, cast.li).exists()
    domains.register(
        domains.Domain(
            kind="test.thing",
            facts=lambda case: {},
            is_about=lambda cases, user: cases if user == cast.li else cases.none(),
        )
    )
    assert [one.text for one in beside.notes_of(case, cast.li)] == ["请于周五前补交户口簿"]
    do(case, "draft", cast.lin)
    with pytest.raises(Refusal, match="只有本人或者单位负责人"):
        notes.strike_note(hers.uid, user=cast.zhou)
    notes.strike_note(hers.uid, user=cast.lin)
    assert not beside.notes_of(case, cast.li).exists()
    assert beside.notes_of(case, cast.lin).count() == 2
    with pytest.raises(Refusal, match="已经划去"):
        notes.strike_note(hers.uid, user=cast.lin)


def test_two_cases_are_linked_seen_from_both_and_unlinked(
    cast: Cast, published: ProcessVersion, as_: Any
) -> None:
    one, other = begin(cast, cast.county.civil), begin(cast, cast.county.civil)
    lin = as_(cast.lin)
    address = f"/office/cases/{other.uid}/links/"
    answer = lin.post(address, {"number": "没有的号", "reason": "同一申请人"})
    assert "没有找到办件" in answer.content.decode()
    assert "同一申请人" in answer.content.decode()
    assert lin.post(address, {"number": one.number, "reason": "同一申请人先前的申请"}).status_code == 302
    for page, number in ((one, other.number), (other, one.number)):
        text = lin.get(page.get_office_url()).content.decode()
        assert number in text
        assert "同一申请人先前的申请" in text
    with pytest.raises(Refusal, match="已经关联"):
        notes.link_cases(one, other.number, "再来一次", user=cast.lin)
    with pytest.raises(Refusal, match="不能和自己关联"):
        notes.link_cases(one, one.number, "自己", user=cast.lin)
    link = Link.objects.standing().get()
    lin.post(f"/office/cases/{one.uid}/links/{link.uid}/end/")
    assert beside.related(one, cast.lin) == []
    assert notes.link_cases(one, other.number, "又有关系了", user=cast.lin)
    assert Act.objects.about(other.ref).filter(kind="casework.cases_unlinked").exists()


def test_of_a_case_that_one_may_not_open_one_reads_only_that_there_is_one(
    cast: Cast, published: ProcessVersion, as_: Any
) -> None:
    case, waters = begin(cast, cast.county.civil), begin(cast, cast.county.water, cast.he)
    with pytest.raises(Refusal, match="没有找到办件"):
        notes.link_cases(case, waters.number, "猜号码", user=cast.lin)
    Link.objects.create(
        first=case, second=waters, reason="同一项目", made_by=cast.qian, made_at=case.opened_at
    )
    page = as_(cast.lin).get(case.get_office_url()).content.decode()
    assert "您的岗位看不到" in page
    assert waters.number not in page


@pytest.mark.parametrize("few", [finding.FEW, 1], ids=["found by indexes", "met on the way back"])
def test_cases_are_found_by_first_letters_by_people_and_by_several_words(
    cast: Cast, published: ProcessVersion, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr(finding, "FEW", few)
    case, other = begin(cast, cast.county.civil), begin(cast, cast.county.civil)
    Case.objects.filter(pk=case.pk).update(title="关于提高《城乡低保标准》2026版的通知", initials=None)
    do(case, "draft", cast.lin)
    do(case, "section", cast.zhou)
    assert spelling.spell_titles() == 1
    assert spelling.spell_titles() == 0

    def found(words: str) -> list[Case]:
        keys = finding.newest(access.visible_to(cast.lin), words, 100)
        return [Case.objects.get(pk=pk) for pk in keys]

    assert found("tgcx") == found("bz2026b") == [case]  # across the marks, and with figures
    assert found("dbbz") == found("低保") == found("周敏") == found("zm") == found("低保 周敏") == [case]
    assert found("低保 赵明") == found("xyz") == []
    assert found(other.number[-4:]) == [other]
    assert {one.pk for one in found("林晓")} == {case.pk}
    assert Note.objects.count() == 0


TITLES = ["低保对象公示", "公示低保", "保低示公的Notice 3", "%低保_", "高龄津贴"]


@pytest.mark.parametrize("few", [finding.FEW, 1], ids=["found by indexes", "met on the way back"])
def test_every_part_of_a_title_finds_the_titles_that_hold_it_and_no_other(
    cast: Cast, published: ProcessVersion, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr(finding, "FEW", few)
    made = [begin(cast, cast.county.civil) for _title in TITLES]
    for case, title in zip(made, TITLES, strict=True):
        Case.objects.filter(pk=case.pk).update(title=title, initials="")
    parts = {t[i : i + n] for t in TITLES for i in range(len(t)) for n in (1, 2, 3, 4)} | {"低示", "公保"}
    for part in sorted(one for one in parts if one.strip() == one and " " not in one):
        held = {t for t in TITLES if part.upper() in t.upper()}
        held |= {t for case, t in zip(made, TITLES, strict=True) if part.upper() in case.number}
        keys = finding.newest(access.visible_to(cast.lin), part, 100)
        assert {one.title for one in Case.objects.filter(pk__in=keys)} == held, part
