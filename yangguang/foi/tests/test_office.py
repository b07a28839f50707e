"""Requests in the office, through its front door: the register, the case page, everything that can be done there."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from yangguang.accounts.models import User
from yangguang.casework.models import CaseState
from yangguang.disclosure.models import Category, Item
from yangguang.documents.models import Document
from yangguang.files.models import StoredFile
from yangguang.foi import actions, rules
from yangguang.foi.models import Consultation, Redress, Request
from yangguang.journal.models import Act
from yangguang.parties.acts import UNMASKED

from .browsing import at, step, the_page
from .conftest import GRANTED, MILL, WANG, Desk, on

pytestmark = pytest.mark.django_db

As = Callable[[User], Client]
TOLD = [WANG.name, WANG.identity_number, WANG.phone, WANG.email, WANG.address]


def test_a_request_is_handled_from_the_register_to_delivery_in_the_browser(desk: Desk, as_: As) -> None:
    with on("2026-03-02"):
        made = desk.submit()
        lin, wu, chen = as_(desk.cast.lin), as_(desk.cast.wu), as_(desk.cast.chen)
        listed = lin.get(reverse("foi_register")).content.decode()
        assert made.title in listed
        assert "登记受理" in listed
        assert "填与申请人双方确认之日" in the_page(lin, made)
        assert step(lin, made, "register", "accept", received_day="2026-03-02").status_code == 302
        refused = step(lin, made, "handle", "answer")
        assert "请先拟制答复" in refused.content.decode()
        first = lin.get(at(made, "foi_answer"), {"type": "A_GRANT"}).content.decode()
        assert "向阳光县人民政府申请行政复议" in first
        assert "《政府信息公开条例》第三十六条第（二）项" in first
        lin.post(at(made, "foi_answer"), {"answer_type": "A_GRANT", "do": "save-back", **GRANTED})
        shown = the_page(lin, made)
        assert "你（单位）申请公开的信息可以公开" in shown
        assert step(lin, made, "handle", "answer").status_code == 302
        assert step(wu, made, "legal-review", "pass").status_code == 302
        assert step(chen, made, "sign", "pass").status_code == 302
        assert step(lin, made, "deliver", "delivered", way="post", tracking_number="EX123").status_code == 302
    made.refresh_from_db()
    assert (made.ended_on, made.answer_type) == (date(2026, 3, 2), "A_GRANT")
    assert "EX123" in the_page(lin, made)


def test_the_answer_says_what_it_lacks_and_loses_nothing(desk: Desk, as_: As, request_: Request) -> None:
    lin = as_(desk.cast.lin)
    url = at(request_, "foi_answer")
    with on("2026-03-03"):
        lin.post(url, {"answer_type": "A_NOT_EXIST", "do": "save", "search_scope": "民政局档案室"})
        page = lin.get(url).content.decode()
        assert "检索关键词" in page
        assert "民政局档案室" in page
        refused = step(lin, request_, "handle", "answer", opinion="请审")
        assert "缺少" in refused.content.decode()
        too_long = lin.post(url, {"answer_type": "A_NOT_EXIST", "do": "save", "search_scope": "长" * 5_001})
        assert too_long.status_code == 400
        assert "长" * 5_001 in too_long.content.decode()


def test_another_type_keeps_what_both_ask_for(desk: Desk, as_: As, request_: Request) -> None:
    with on("2026-03-03"):
        page = as_(desk.cast.lin).post(
            at(request_, "foi_answer"),
            {"answer_type": "A_GRANT", "do": "type:A_DENY_INTERNAL", **GRANTED, "review": "向某某申请复议"},
        )
    shown = page.content.decode()
    assert "向某某申请复议" in shown
    assert "《政府信息公开条例》第十六条" in shown
    assert rules.answer_in_work(request_) is None, "nothing is saved by looking at another type"


def test_what_a_colleague_saved_meanwhile_is_not_overwritten(desk: Desk, as_: As, request_: Request) -> None:
    with on("2026-03-03"):
        desk.draft(request_)
        old = rules.answer_in_work(request_)
        assert old is not None
        desk.draft(request_, way="到窗口领取")
        typed = {"answer_type": "A_GRANT", "do": "save", "seen": old.fingerprint, **GRANTED, "way": "寄出"}
        page = as_(desk.cast.lin).post(at(request_, "foi_answer"), typed)
    assert page.status_code == 409
    assert "刚才有改动" in page.content.decode()
    assert "寄出" in page.content.decode()


def test_files_go_out_with_the_answer_and_can_be_taken_away(desk: Desk, as_: As, request_: Request) -> None:
    lin, url = as_(desk.cast.lin), at(request_, "foi_answer")
    with on("2026-03-03"):
        from_disk = _text("发放表.txt")
        lin.post(url, {"answer_type": "A_GRANT", "do": "save", "copies": from_disk, **GRANTED})
        answer = rules.answer_in_work(request_)
        assert answer is not None
        [kept] = StoredFile.objects.of(answer.ref)
        lin.post(url, {"answer_type": "A_GRANT", "do": f"remove:{kept.uid}", **GRANTED})
        assert not StoredFile.objects.of(answer.ref).exists()


def test_the_preview_is_a_pdf_and_names_nobody(desk: Desk, as_: As, request_: Request) -> None:
    with on("2026-03-03"):
        desk.draft(request_)
        response = as_(desk.cast.wu).get(at(request_, "foi_answer_preview"))
    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF")
    assert not Document.objects.issued().filter(subject=request_.ref).exists()


def test_a_third_party_is_asked_receives_and_objects(desk: Desk, as_: As, request_: Request) -> None:
    lin = as_(desk.cast.lin)
    with on("2026-03-03"):
        nobody = lin.post(
            at(request_, "foi_consult"),
            {"ground": "third-party", "question": "同意公开吗？", "kind": "commercial"},
        )
        assert nobody.status_code == 400
        assert "请填写被征求意见的第三方" in nobody.content.decode()
        asked = {"ground": "third-party", "question": "同意公开吗？", "kind": "commercial", "name": MILL.name}
        assert lin.post(at(request_, "foi_consult"), asked).status_code == 302
        one = Consultation.objects.get(request=request_)
        page = the_page(lin, request_)
        assert MILL.name not in page
        assert "等待意见" in page
        lin.post(at(request_, "foi_consult_received", one.uid), {"on": "2026-03-03"})
    with on("2026-03-05"):
        url = at(request_, "foi_consult_opinion", one.uid)
        assert "说明的理由" in lin.post(url, {"opinion": "objects", "on": "2026-03-05"}).content.decode()
        lin.post(url, {"opinion": "objects", "words": "涉及商业秘密", "on": "2026-03-05"})
    one.refresh_from_db()
    assert (one.opinion, one.due_on) == ("objects", date(2026, 3, 24))
    assert rules.due_day(request_) is not None


def test_another_agency_is_asked(desk: Desk, as_: As, request_: Request) -> None:
    lin = as_(desk.cast.lin)
    with on("2026-03-03"):
        typed = {"ground": "agency", "question": "是否由你局制作？", "agency": "water", "kind": "commercial"}
        assert lin.post(at(request_, "foi_consult"), typed).status_code == 302
    assert Consultation.objects.get(request=request_).agency == desk.cast.county.water


def test_a_request_is_handed_over_and_is_no_longer_ours(desk: Desk, as_: As) -> None:
    lin, ma = as_(desk.cast.lin), as_(desk.cast.ma)
    with on("2026-03-02"):
        made = desk.submit(channel="ONSITE")
        done = lin.post(
            at(made, "foi_transfer"), {"to": "chengguan", "reason": "属于镇政府负责"}, follow=True
        )
    assert "已转给阳光县城关镇人民政府" in done.content.decode()
    assert lin.get(made.get_office_url()).status_code == 404
    assert made.title in the_page(ma, made)


def test_a_letter_is_split_and_two_requests_are_merged(desk: Desk, as_: As) -> None:
    lin = as_(desk.cast.lin)
    with on("2026-03-02"):
        made = desk.submit(channel="ONSITE")
        assert lin.post(at(made, "foi_split"), {"titles": "低保资金"}).status_code == 400
        lin.post(at(made, "foi_split"), {"titles": "低保资金\n特困供养资金"})
        part = Request.objects.get(split_from=made)
        lin.post(at(part, "foi_merge"), {"into": made.uid})
    part.refresh_from_db()
    assert part.merged_into == made
    assert made.number in the_page(lin, part)


def test_a_withdrawal_by_letter_is_kept_with_the_letter(desk: Desk, as_: As, request_: Request) -> None:
    with on("2026-03-03"):
        typed = {"reason": "不需要了", "files": _text("撤回.txt")}
        as_(desk.cast.lin).post(at(request_, "foi_office_withdraw"), typed)
    request_.refresh_from_db()
    assert request_.answer_type == "A_OTHER"
    assert [one.name for one in StoredFile.objects.of(request_.ref)] == ["撤回申请材料1.txt"]


def test_a_supplement_on_paper_begins_the_limit_anew(desk: Desk, as_: As, request_: Request) -> None:
    lin = as_(desk.cast.lin)
    with on("2026-03-04"):
        assert step(lin, request_, "handle", "clarify", what="请写明年度。").status_code == 302
        assert "登记申请人交来的材料" in the_page(lin, request_)
    with on("2026-03-11"):
        early = lin.post(
            at(request_, "foi_office_supply"), {"kind": "supplement", "text": "2025年", "on": "2026-03-01"}
        )
        assert early.status_code == 400
        lin.post(
            at(request_, "foi_office_supply"), {"kind": "supplement", "text": "2025年", "on": "2026-03-10"}
        )
    assert rules.due_day(request_) == date(2026, 4, 8)


def test_a_corrected_answer_is_given_anew(desk: Desk, as_: As, request_: Request) -> None:
    lin = as_(desk.cast.lin)
    with on("2026-03-04"):
        desk.answered(request_)
    with on("2026-04-01"):
        typed = {
            "group": "review",
            "authority": "阳光县人民政府",
            "docket": "阳政复〔2026〕3号",
            "begun_on": "2026-04-01",
        }
        lin.post(at(request_, "foi_redress"), typed)
        one = Redress.objects.get(request=request_)
        again = lin.post(at(request_, "foi_redress"), typed)
        assert "案号已经登记过" in again.content.decode()
        assert lin.post(at(request_, "foi_reopen", one.uid)).status_code == 409
        lin.post(
            at(request_, "foi_redress_end", one.uid),
            {"outcome": "correct", "ended_on": "2026-04-01", "words": "撤销"},
        )
        assert "重新答复" in the_page(lin, request_)
        lin.post(at(request_, "foi_reopen", one.uid))
        case = rules.case_of(request_)
        assert case is not None
        assert case.state == CaseState.OPEN
        assert "纠正后重办" in lin.get(reverse("foi_register")).content.decode()


def test_what_was_given_to_one_goes_to_the_gate_without_the_person(
    desk: Desk, as_: As, request_: Request
) -> None:
    lin, url = as_(desk.cast.lin), at(request_, "foi_release")
    with on("2026-03-04"):
        desk.draft(request_)
        actions.attach_copy(request_, _text("发放表.txt"), acting=desk.lin())
        early = lin.post(url, _release())
        assert early.status_code == 409
        desk.answered(request_)
        told = lin.post(url, _release(summary="应王小明申请公开。"))
        assert "不能有申请人的姓名" in told.content.decode()
        assert lin.post(url, _release()).status_code == 302
        assert lin.post(url, _release()).status_code == 409
    item = Item.objects.get(title="2025年低保资金发放表")
    edition = item.editions.get()
    assert [one.name for one in edition.attachments.all()] == ["发放表.txt"]
    assert item.office_url in the_page(lin, request_)


def test_who_works_elsewhere_or_only_watches_changes_nothing(desk: Desk, as_: As, request_: Request) -> None:
    names = ["foi_answer", "foi_consult", "foi_office_withdraw", "foi_merge", "foi_unmask", "foi_redress"]
    with on("2026-03-03"):
        for name in names:
            assert as_(desk.cast.he).get(at(request_, name)).status_code == 404
            assert as_(desk.cast.wu).post(at(request_, name), {}).status_code == 403
        assert as_(desk.cast.qian).get(reverse("foi_register")).status_code == 403
        assert request_.title not in as_(desk.cast.he).get(reverse("foi_register")).content.decode()
        assert request_.title in as_(desk.cast.sun).get(reverse("foi_register")).content.decode()
    assert not Act.objects.filter(kind="foi.request_withdrawn").exists()


def test_the_whole_is_seen_once_with_a_reason_and_an_act(desk: Desk, as_: As, request_: Request) -> None:
    lin, url = as_(desk.cast.lin), at(request_, "foi_unmask")
    with on("2026-03-03"):
        without = lin.post(url, {"whom": "applicant", "fields_wanted": ["phone"]})
        assert without.status_code == 400
        telling = lin.post(url, {"whom": "applicant", "fields_wanted": ["phone"], "reason": "打给王小明"})
        assert "不要写当事人的姓名" in telling.content.decode()
        shown = lin.post(url, {"whom": "applicant", "fields_wanted": ["phone"], "reason": "联系补正"})
    page = shown.content.decode()
    assert WANG.phone in page
    assert WANG.name not in page, "only what was asked for"
    assert "no-store" in shown["Cache-Control"]
    assert WANG.phone not in lin.get(url).content.decode()
    act = Act.objects.get(kind=UNMASKED)
    assert act.public["fields"] == ["phone"]


def test_no_reader_of_the_office_tells_who_applied(desk: Desk, as_: As, request_: Request) -> None:
    with on("2026-03-03"):
        desk.draft(request_)
        addresses = [
            reverse("foi_register"),
            reverse("foi_register") + "?q=低保",
            reverse("foi_statistics"),
            reverse("desk"),
            reverse("cases"),
            request_.get_office_url(),
            *(
                at(request_, name)
                for name in ("foi_answer", "foi_consult", "foi_merge", "foi_unmask", "foi_office_receipt")
            ),
        ]
        staff = [one for one in vars(desk.cast).values() if isinstance(one, User) and one.username]
        assert len(staff) > 10
        for person in staff:
            client = as_(person)
            for address in addresses:
                response = client.get(address, follow=True)
                text = response.getvalue().decode("utf-8", "replace")
                assert not [one for one in TOLD if one in text], (person.username, address)
        exported = as_(desk.cast.lin).post(reverse("foi_register_csv")).getvalue().decode()
    assert request_.title in exported
    assert not [one for one in TOLD if one in exported]
    act = Act.objects.get(kind="foi.register_exported")
    assert (act.public["count"], act.public["form"]) == (1, "CSV")


def _text(name: str) -> Any:
    file = io.BytesIO("城关镇 120户".encode())
    file.name = name
    return file


def _release(**changes: str) -> dict[str, str]:
    category = Category.objects.fillable().order_by("order", "code").first()
    assert category is not None
    return {
        "title": "2025年低保资金发放表",
        "category": category.code,
        "summary": "2025年各乡镇低保资金发放的户数。",
        **changes,
    }
