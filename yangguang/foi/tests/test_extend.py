"""More time for an answer: by whom, until when, on which page, and that the applicant is told (条例第三十三、三十五条)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from yangguang.accounts.models import User
from yangguang.documents.models import Document
from yangguang.foi import actions, rules
from yangguang.foi.models import Request

from .browsing import at, step, the_page
from .conftest import CITIZEN, Desk, on

pytestmark = pytest.mark.django_db

As = Callable[[User], Client]


def test_the_head_extends_and_sees_the_new_day_before(desk: Desk, as_: As, request_: Request) -> None:
    url = at(request_, "foi_extend")
    with on("2026-03-10"):
        assert as_(desk.cast.lin).get(url).status_code == 403
        chen = as_(desk.cast.chen)
        assert "20 个工作日，最迟 2026-04-28" in chen.get(url).content.decode()
        assert chen.post(url, {"by": "20", "reason": "需要逐一检索"}).status_code == 302
    assert rules.due_day(request_) == date(2026, 4, 28)
    assert Document.objects.filter(subject=request_.ref, kind="foi.extension").count() == 1


def test_an_extension_after_the_limit_is_refused_with_the_words_kept(
    desk: Desk, as_: As, request_: Request
) -> None:
    with on("2026-04-20"):
        page = as_(desk.cast.chen).post(at(request_, "foi_extend"), {"by": "5", "reason": "材料很多"})
    assert page.status_code == 400
    assert "延长最迟要在" in page.content.decode()
    assert "材料很多" in page.content.decode()
    assert not Document.objects.filter(kind="foi.extension").exists()


def test_reasons_given_a_head_defers(desk: Desk, as_: As, request_: Request) -> None:
    lin, chen = as_(desk.cast.lin), as_(desk.cast.chen)
    with on("2026-03-04"):
        step(lin, request_, "handle", "ask-reason", what="一个月内申请很多件。")
        actions.supply(request_, "explanation", "研究需要", by=CITIZEN)
    with on("2026-03-05"):
        typed = {"until": "2026-05-08", "reason": "数量多"}
        assert lin.post(at(request_, "foi_defer"), typed).status_code == 403
        assert chen.post(at(request_, "foi_defer"), typed).status_code == 302
    assert Document.objects.filter(subject=request_.ref, kind="foi.deferral").exists()


def test_the_general_page_of_a_limit_leads_to_the_page_of_the_request(
    desk: Desk, as_: As, request_: Request
) -> None:
    running = rules.reply_clock(request_)
    assert running is not None
    chen, lin = as_(desk.cast.chen), as_(desk.cast.lin)
    sent = {"by": "20", "reason": "情况复杂", "notice_number": "阳民延〔2026〕1号"}
    with on("2026-03-10"):
        for method in (chen.get, chen.post):
            page = method(reverse("clock_act", args=[running.uid, "extend"]), sent)
            assert page.status_code == 409
            assert at(request_, "foi_extend") in page.content.decode()
            assert "随即出具给申请人的告知书" in page.content.decode()
        assert at(request_, "foi_extend") in chen.get(running.get_office_url()).content.decode()
        for verb, way in (("suspend", "foi_consult"), ("resume", "foi_request"), ("restart", "foi_request")):
            page = lin.post(reverse("clock_act", args=[running.uid, verb]), {"on": "2026-03-10"})
            assert page.status_code == 409
            assert at(request_, way) in page.content.decode()
    running.refresh_from_db()
    assert (running.extension, running.held_since) == (0, None)


def test_of_a_department_without_a_head_the_office_above_decides(desk: Desk, as_: As) -> None:
    he, sun, chen = as_(desk.cast.he), as_(desk.cast.sun), as_(desk.cast.chen)
    with on("2026-03-02"):
        made = desk.submit(organisation=desk.cast.county.water)
        assert step(he, made, "register", "accept", received_day="2026-03-02").status_code == 302
    url = at(made, "foi_extend")
    with on("2026-03-10"):
        told = he.get(url)
        assert told.status_code == 403
        assert "县政府的" in told.content.decode()
        assert "孙莉" in told.content.decode(), "who decides is said"
        assert chen.get(url).status_code == 404
        assert url in the_page(sun, made)
        assert sun.post(url, {"by": "10", "reason": "需要逐一检索"}).status_code == 302
    assert Document.objects.get(subject=made.ref, kind="foi.extension").organisation.code == "water"
    with on("2026-03-11"):
        own = desk.submit()
        desk.accept(own)
        told = as_(desk.cast.sun).get(at(own, "foi_extend"))
    assert told.status_code == 403, "where the department has a head, he decides"
    assert "县民政局的" in told.content.decode()
    assert "陈静" in told.content.decode()
