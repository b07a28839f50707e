"""Whoever has the code follows the request; whoever has it not learns nothing, and nobody learns who applied."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.cast import Cast
from yangguang.accounts.models import SignInThrottle, User
from yangguang.casework.notes import write_note
from yangguang.documents.models import Document
from yangguang.foi import actions, rules
from yangguang.foi.models import Request
from yangguang.foi.telling import tell_applicant
from yangguang.journal import actions as journal
from yangguang.journal.models import Act
from yangguang.lib import codes
from yangguang.notices.models import Message

from .conftest import CITIZEN, MILL, WANG, Desk, on

pytestmark = pytest.mark.django_db
SECRETS = [WANG.name, WANG.identity_number, WANG.phone, WANG.email, WANG.address, "王小明"]
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def page(browser: Client, request: Request, below: str = "") -> Any:
    return browser.get(f"/foi/requests/{request.code}/{below}")


def text(response: Any) -> str:
    return str(response.content.decode())


@pytest.fixture
def asked(desk: Desk) -> Request:
    """A request of which a supplement was asked on 3 March 2026; today is the day after."""
    with on("2026-03-02"):
        request = desk.submit(description="我叫王小明，电话13812345678，要各乡镇的数据。")
    with on("2026-03-03"):
        desk.do(request, "register", "clarify", what="请写明需要哪一年度的数据。")
    request.refresh_from_db()
    return request


@pytest.fixture
def answered(desk: Desk) -> Request:
    """A request that was answered on 10 March 2026 with a copy; a third party was asked on the way."""
    with on("2026-03-02"):
        request = desk.submit()
        desk.accept(request)
        consulted = actions.consult(
            request, "third-party", "是否同意公开合同？", acting=desk.lin(), third_party=MILL
        )
    with on("2026-03-09"):
        actions.opinion_given(consulted, "agrees", "", by=desk.lin().actor)
    with on("2026-03-10"):
        desk.draft(request)
        actions.attach_copy(request, SimpleUploadedFile("发放情况表.pdf", PDF), acting=desk.lin())
        return desk.answered(request, way="online")


def test_before_both_sides_have_confirmed_the_page_says_why_nothing_runs(desk: Desk, browser: Client) -> None:
    with on("2026-03-02"):
        request = desk.submit()
        html = text(page(browser, request))
    assert "已经登记，等待确认收到" in html
    assert "第三十一条第（三）项" in html
    assert "期限没有起算" in html
    assert "登记受理" in html, "the chart shows where it stands"


def test_a_running_request_shows_chart_clock_and_explanation(desk: Desk, browser: Client) -> None:
    with on("2026-02-10"):
        request = desk.submit()
        desk.accept(request)
        html = text(page(browser, request))
    for said in (
        "正在办理",
        "最迟 2026-03-16 答复",
        "第三十三条",
        "第 20 个工作日为 2026-03-16",
        'class="days',
        "process",
    ):
        assert said in html, said


def test_what_is_asked_is_answered_on_the_page_and_the_limit_begins_anew(
    asked: Request, browser: Client, desk: Desk
) -> None:
    with on("2026-03-04"):
        html = text(page(browser, asked))
        assert "等您补正" in html
        assert "请写明需要哪一年度的数据。" in html
        empty = browser.post(f"/foi/requests/{asked.code}/answer/", {"text": " "})
        assert empty.status_code == 422
        assert "请写明补正的内容" in text(empty)
        paper = SimpleUploadedFile("王小明补充.pdf", PDF)
        sent = browser.post(
            f"/foi/requests/{asked.code}/answer/", {"text": "2025年度的，我是王小明。", "papers": [paper]}
        )
        assert sent["Location"] == f"/foi/requests/{asked.code}/"
        html = text(page(browser, asked))
    assert "正在办理" in html
    assert "收到您的补正" in html
    assert "2025年度的，我是×××。" in html
    assert asked.demands.get().answer == "2025年度的，我是王小明。"
    with on("2026-03-05"):
        assert page(browser, asked, "answer/").status_code == 302, "nothing is asked any more"


def test_the_page_of_an_answer_gives_document_copy_and_remedies_with_their_last_days(
    answered: Request, browser: Client
) -> None:
    with on("2026-03-11"):
        html = text(page(browser, answered))
        assert "已经答复：予以公开" in html
        assert "最迟 2026-05-09" in html, "sixty days from 10 March; 9 May is a Saturday that is worked"
        assert "最迟 2026-09-10" in html
        assert GRANTED_REVIEW in html
        document = Document.objects.get(subject=answered.ref, kind__startswith="foi.answer")
        assert document.pdf is not None
        assert document.docx is not None
        for file in (document.pdf, document.docx):
            given = page(browser, answered, f"files/{file.uid}/{file.name}")
            assert given.status_code == 200
            assert given["Cache-Control"] == "private, no-store"
            assert WANG.name not in file.name
        copy = html[html.index("给您的信息") :].split('href="')[1].split('"')[0]
        assert browser.get(copy).getvalue() == PDF


GRANTED_REVIEW = "可以向阳光县人民政府申请行政复议"


def test_letters_to_others_are_neither_named_nor_handed_out(answered: Request, browser: Client) -> None:
    letter = Document.objects.get(kind="foi.third-party")
    assert letter.pdf is not None
    html = text(page(browser, answered))
    assert letter.number not in html
    assert letter.pdf.uid not in html
    assert MILL.name not in html
    assert page(browser, answered, f"files/{letter.pdf.uid}/{letter.pdf.name}").status_code == 404


def test_while_others_are_asked_the_page_says_only_that_it_does_not_count(
    desk: Desk, browser: Client
) -> None:
    with on("2026-03-02"):
        request = desk.submit()
        desk.accept(request)
        actions.consult(request, "third-party", "合同能公开吗？", acting=desk.lin(), third_party=MILL)
        html = text(page(browser, request))
    assert "正在征求意见，不计入期限" in html
    assert "面粉" not in html
    assert "合同能公开吗" not in html
    assert Document.objects.get(kind="foi.third-party").number not in html


def test_an_answer_that_is_signed_but_has_not_gone_out_is_not_there_yet(desk: Desk, browser: Client) -> None:
    with on("2026-03-02"):
        request = desk.submit()
        desk.accept(request)
        desk.draft(request)
        desk.do(request, "handle", "answer")
        desk.do(request, "legal-review", "pass")
        desk.do(request, "sign", "pass")
        document = Document.objects.get(subject=request.ref)
        assert document.pdf is not None
        assert document.number not in text(page(browser, request))
        assert page(browser, request, f"files/{document.pdf.uid}/{document.pdf.name}").status_code == 404


def test_one_code_opens_one_request_only(answered: Request, desk: Desk, browser: Client) -> None:
    document = Document.objects.get(subject=answered.ref, kind__startswith="foi.answer")
    assert document.pdf is not None
    with on("2026-03-11"):
        other = desk.submit(applicant=MILL)
    assert page(browser, other, f"files/{document.pdf.uid}/{document.pdf.name}").status_code == 404


def test_a_fee_shows_how_it_came_about_and_is_not_paid_here(desk: Desk, browser: Client) -> None:
    with on("2026-03-02"):
        for n in range(11):
            request = desk.submit(title=f"第{n}件")
        desk.accept(request)
        desk.do(request, "handle", "charge", method="by-item")
        html = text(page(browser, request))
    assert "等您缴费" in html
    assert "应缴 100.00 元" in html
    assert "第11件：1件 × 100元 = 100元" in html
    assert page(browser, request, "answer/").status_code == 302


def test_it_is_taken_back_once_it_was_said_what_that_means(desk: Desk, browser: Client) -> None:
    with on("2026-03-02"):
        request = desk.submit()
        assert "不能取消" in text(page(browser, request, "withdraw/"))
        request.refresh_from_db()
        assert request.ended_on is None, "looking takes nothing back"
        browser.post(f"/foi/requests/{request.code}/withdraw/", {"reason": "不需要了"})
        html = text(page(browser, request))
    assert "您已经撤回申请" in html
    assert page(browser, request, "withdraw/").status_code == 302


def test_it_is_rated_once_after_the_end(answered: Request, browser: Client) -> None:
    with on("2026-03-11"):
        address = f"/foi/requests/{answered.code}/rate/"
        assert browser.post(address, {"score": "9"}).status_code == 422
        assert browser.post(address, {"score": "4", "words": "快"}).status_code == 302
        assert "您给了 4 分" in text(page(browser, answered))
        again = browser.post(address, {"score": "1"})
        assert "已经评价过" in text(again)
    assert answered.rating.score == 4


def test_a_code_is_found_however_it_is_typed_and_a_wrong_number_is_as_wrong_as_a_wrong_code(
    desk: Desk, browser: Client
) -> None:
    request = desk.submit()
    code = request.code
    typed = code.lower().replace("-", " ")
    assert browser.post("/foi/track/", {"code": typed})["Location"] == f"/foi/requests/{code}/"
    number = request.number.replace("〔", "[").replace("〕", "]")
    assert browser.post("/foi/track/", {"code": code, "number": number}).status_code == 302
    missing = browser.post("/foi/track/", {"code": codes.new_code(), "number": request.number})
    other = browser.post("/foi/track/", {"code": code, "number": "县水利局公开申〔2026〕1号"})
    assert (missing.status_code, other.status_code) == (404, 404)
    said = [text(one).split('class="errors"')[1].split("</div>")[0] for one in (missing, other)]
    assert said[0] == said[1]
    assert browser.get(f"/foi/requests/{code.lower()}/")["Location"] == f"/foi/requests/{code}/"


def test_a_mistyped_code_is_told_so_and_costs_nothing(browser: Client) -> None:
    for typed in ("", "7K3M", "AAAA-AAAA-AAAA-AAAA", "\x00" * 16, "长" * 400):
        response = browser.post("/foi/track/", {"code": typed})
        assert response.status_code == 404
        assert "不是一个完整的查询码" in text(response)
    assert not SignInThrottle.objects.exists()


def test_who_tries_many_codes_waits_and_who_has_one_does_not(desk: Desk, browser: Client) -> None:
    request = desk.submit()
    answers = [browser.get(f"/foi/requests/{codes.new_code()}/").status_code for _n in range(21)]
    assert answers == [404] * 20 + [429]
    assert "分钟以后再试" in text(browser.get(f"/foi/requests/{codes.new_code()}/"))
    assert page(browser, request).status_code == 200


@pytest.mark.parametrize("below", ["", "receipt/", "answer/", "withdraw/"])
def test_no_page_tells_who_applied_and_nobody_keeps_it(asked: Request, browser: Client, below: str) -> None:
    with on("2026-03-04"):
        response = page(browser, asked, below)
    html = text(response) + "".join(f"{k}: {v}" for k, v in response.items())
    assert [secret for secret in SECRETS if secret in html] == []
    assert response["Cache-Control"] == "private, no-store"
    assert response["Referrer-Policy"] == "strict-origin"
    assert "noindex" in response["X-Robots-Tag"]
    assert 'content="noindex, nofollow"' in html


def test_neither_a_public_page_nor_a_log_line_tells_of_a_request(
    asked: Request, browser: Client, caplog: pytest.LogCaptureFixture
) -> None:
    secrets = [*SECRETS, asked.code, asked.number, asked.title, asked.uid]
    with on("2026-03-04"), caplog.at_level(logging.DEBUG):
        for address in ("/", "/foi/", "/search/?q=低保资金", "/published/", "/organisations/civil-affairs/", "/feeds/all.atom",
                        "/foi/apply/", "/foi/track/", "/foi/apply/known/?q=低保资金", "/sitemap-pages.xml"):  # fmt: skip
            html = text(browser.get(address))
            assert [secret for secret in secrets if secret in html.replace("q=低保资金", "")] == [], address
        caplog.clear()
        page(browser, asked)
        browser.post(f"/foi/requests/{asked.code}/answer/", {"text": WANG.address})
    lines = [r.getMessage() for r in caplog.records if r.name in {"yangguang.request", "django.request"}]
    assert lines
    assert [s for s in [*SECRETS, asked.code] if s in "".join(lines)] == []


def test_acts_tell_the_public_nothing_of_a_request(asked: Request, browser: Client) -> None:
    for act in Act.objects.about(asked.ref):
        assert browser.get(f"/verify/{act.uid}/").status_code == 404
        assert [s for s in SECRETS if s in str(act.public)] == []


def _told(request: Request, channel: str, address: str) -> list[Message]:
    for act in Act.objects.about(request.ref).order_by("pk"):
        if act.subject == request.ref and act.kind in _ABOUT:
            tell_applicant(act)
            tell_applicant(act)
    return list(Message.objects.to(channel, address).order_by("pk"))


_ABOUT = {
    "foi.request_submitted",
    "foi.request_received",
    "foi.applicant_asked",
    "foi.request_answered",
    "foi.opinion_asked",
}


def test_the_applicant_is_told_by_mail_once_of_each_with_the_link_and_nothing_else(asked: Request) -> None:
    with on("2026-03-04"):
        mails = _told(asked, "email", WANG.email)
    assert len(mails) == 3, "registered, received, asked"
    assert asked.get_absolute_url() in mails[0].body
    assert "期限 2026-03-24" in mails[2].body
    for mail in mails:
        assert mail.secret, "the code in it is destroyed once it was sent"
        assert [s for s in [*SECRETS, asked.title, "年度的数据"] if s in mail.subject + mail.body] == []


def test_without_an_address_a_mobile_number_is_told_and_a_telephone_is_not(desk: Desk) -> None:
    request = desk.submit(applicant=replace(WANG, email=""))
    assert len(_told(request, "sms", WANG.phone)) == 1
    other = desk.submit(applicant=MILL)
    assert _told(other, "sms", "03981234567") == []


def test_at_a_window_registered_and_received_are_one_message(desk: Desk) -> None:
    with on("2026-03-02"):
        request = desk.submit(channel="ONSITE", filled_by_clerk=True)
        assert len(_told(request, "email", WANG.email)) == 1


def test_who_has_an_account_is_told_in_the_house_without_the_code(
    cast: Cast, desk: Desk, as_: Callable[[User], Client]
) -> None:
    request = actions.submit(desk.application(), by=CITIZEN, user=cast.li)
    while journal.deliver():
        pass
    (message,) = Message.objects.to("inbox", cast.li.uid)
    assert message.url == f"/foi/mine/{request.uid}/"
    assert request.code not in message.body + message.url
    assert message.subject in text(as_(cast.li).get("/foi/mine/"))


def test_whoever_finds_the_receipt_does_not_read_who_wrote_the_description(
    asked: Request, browser: Client
) -> None:
    with on("2026-03-04"):
        html = text(page(browser, asked))
    assert "我叫×××，电话×××，要各乡镇的数据。" in html


def test_a_late_request_says_so_and_what_can_be_done(desk: Desk, browser: Client) -> None:
    with on("2026-02-10"):
        request = desk.submit()
        desk.accept(request)
    with on("2026-03-17"):
        html = text(page(browser, request))
    assert "期限已经过了" in html


def test_what_the_office_writes_for_the_applicant_is_read_there_and_what_it_writes_for_itself_is_not(
    desk: Desk, browser: Client
) -> None:
    with on("2026-03-02"):
        request = desk.submit()
        case = rules.case_of(request)
        assert case is not None
        write_note(case, "applicant", "已经联系您两次，电话没有人接。", user=desk.cast.lin)
        write_note(case, "internal", "下午再打。", user=desk.cast.lin)
        html = text(page(browser, request))
    assert "已经联系您两次，电话没有人接。" in html
    assert "下午再打" not in html
    assert "林晓" not in html
