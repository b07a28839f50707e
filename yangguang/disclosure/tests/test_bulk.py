"""Several drafts at once: each stands for itself, and the answer says what became of each."""

from __future__ import annotations

import re

from yangguang.disclosure import rules
from yangguang.disclosure.acts import SUBMITTED
from yangguang.disclosure.models import CatalogueEntry, Item
from yangguang.disclosure.tests.conftest import As, Gate
from yangguang.journal.models import Act
from yangguang.lib import clock

PAGE = "/office/register/bulk/"


def test_several_drafts_are_submitted_and_what_cannot_be_stays_as_it_was(gate: Gate, as_: As) -> None:
    good = [gate.draft(title=f"第{number}件") for number in range(3)]
    empty = gate.draft(title="没有正文", body_html="")
    gone = gate.draft(title="已经送审")
    gate.submit(gone)
    acts = Act.objects.filter(kind=SUBMITTED).count()
    chosen = [item.uid for item in (*good, empty, gone)]
    answer = as_(gate.cast.lin).post(PAGE, {"action": "submit", "item": chosen})
    page = answer.content.decode()
    assert answer.status_code == 200 and "办成 3 件，没有办成 2 件" in page
    assert "还没有正文" in page and "不能重复提交" in page
    assert [rules.state(item) for item in good] == [rules.State.IN_REVIEW] * 3
    assert rules.state(empty) == rules.State.DRAFT and rules.open_case(empty) is None, "nothing half done"
    assert Act.objects.filter(kind=SUBMITTED).count() == acts + 3, "one act for each"
    again = as_(gate.cast.lin).post(PAGE, {"action": "submit", "item": chosen}).content.decode()
    assert "办成 0 件，没有办成 5 件" in again, "sent twice, done once"


def test_several_drafts_go_into_another_category(gate: Gate, as_: As) -> None:
    moved, public = gate.draft(title="改分类"), gate.published(title="已公开的")
    data = {"action": "categorise", "item": [moved.uid, public.uid], "category": "A20_01"}
    page = as_(gate.cast.lin).post(PAGE, data).content.decode()
    assert "办成 1 件，没有办成 1 件" in page and "请先开始修改" in page
    moved.refresh_from_db()
    public.refresh_from_db()
    assert (moved.category.code, public.category.code) == ("A20_01", "A20_11")
    assert rules.newest_edition(moved).category.code == "A20_01"


def boxes(page: str) -> list[str]:
    return re.findall(r'name="item" value="([^"]+)" form="bulk"', page)


def test_the_boxes_stand_on_the_list_and_on_the_desk_too(gate: Gate, as_: As) -> None:
    draft, back, public = (
        gate.draft(title="草稿一件"),
        gate.draft(title="退回一件"),
        gate.published(title="公开一件"),
    )
    gate.submit(back)
    gate.step(back, gate.cast.zhou, "return", "请改")
    lin = as_(gate.cast.lin)
    listed = lin.get("/office/items/").content.decode()
    assert sorted(boxes(listed)) == sorted([draft.uid, back.uid]) and public.title in listed
    desk = lin.get("/office/desk/").content.decode()
    assert "起草中 2" in desk and not boxes(desk)
    drawer = lin.get("/office/desk/?tab=drafts").content.decode()
    assert sorted(boxes(drawer)) == sorted([draft.uid, back.uid]) and public.title not in drawer
    data = {"action": "submit", "item": [draft.uid, back.uid], "back": "/office/desk/?tab=drafts"}
    answer = lin.post(PAGE, data).content.decode()
    assert "办成 2 件" in answer and 'href="/office/desk/?tab=drafts"' in answer


def test_who_drafts_nothing_sees_no_boxes(gate: Gate, as_: As) -> None:
    gate.draft()
    for person in (gate.cast.zhou, gate.cast.sun):
        page = as_(person).get("/office/items/").content.decode()
        assert "低保" in page and not boxes(page) and 'id="bulk"' not in page
        desk = as_(person).get("/office/desk/?tab=drafts").content.decode()
        assert not boxes(desk) and "起草中" not in desk.partition("</nav>")[0]


def test_a_draft_that_somebody_saved_meanwhile_is_not_overwritten(gate: Gate, monkeypatch: object) -> None:
    from yangguang.disclosure.actions import bulk, drafting

    item = gate.draft(title="原来的")
    acting = gate.drafter(gate.cast.lin, gate.cast.county.civil)
    read = drafting.Facts.of

    def meanwhile(edition: object) -> drafting.Facts:
        facts = read(edition)  # type: ignore[arg-type]
        drafting.revise(item, gate.facts(title="别人刚改的"), acting=acting)
        return facts

    monkeypatch.setattr(bulk.Facts, "of", staticmethod(meanwhile))  # type: ignore[attr-defined]
    [told] = bulk.categorise_all([item], gate.category("A20_01"), user=gate.cast.lin)
    assert not told.done and "刚刚由别人保存过" in told.message
    item.refresh_from_db()
    assert (item.title, item.category.code) == ("别人刚改的", "A20_11")


def test_nobody_does_it_for_another_office_or_without_a_choice(gate: Gate, as_: As) -> None:
    civil = gate.draft()
    sent = {"action": "submit", "item": [civil.uid]}
    assert as_(gate.cast.zhou).post(PAGE, sent).status_code == 403
    # The water bureau's officer cannot even name it: it is not among hers.
    assert "请先勾选" in as_(gate.cast.he).post(PAGE, sent).content.decode()
    assert "请先勾选" in as_(gate.cast.lin).post(PAGE, {"action": "submit"}).content.decode()
    answer = as_(gate.cast.lin).post(PAGE, {"action": "categorise", "item": [civil.uid]})
    assert answer.status_code == 422 and "请选择要改到哪个分类" in answer.content.decode()
    assert rules.state(Item.objects.get()) == rules.State.DRAFT
    back = as_(gate.cast.lin).post(PAGE, {**sent, "back": "https://evil.example/"}).content.decode()
    assert "evil.example" not in back and 'href="/office/register/"' in back


def test_the_categories_offered_are_the_own_catalogues_and_say_what_they_stand_under(
    gate: Gate, as_: As
) -> None:
    gate.draft(title="草稿一件")
    kept = CatalogueEntry.objects.filter(organisation=gate.cast.county.civil)
    kept.filter(category__code="A20_01").update(ended_on=clock.today())
    page = as_(gate.cast.lin).get("/office/items/").content.decode()
    offered = dict(re.findall(r'<option value="([^"]+)">([^<]+)</option>', page))
    current = kept.filter(ended_on__isnull=True, category__takes_items=True)
    assert set(offered) == set(current.values_list("category__code", flat=True)), "no other office's"
    for code, label in offered.items():
        category = gate.category(code)
        assert label == (
            f"{category.parent.called} › {category.called}" if category.parent else category.called
        )
    assert "A20_01" not in offered and any(" › " in one for one in offered.values())
