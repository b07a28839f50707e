"""The office's pages of clocks, limits and the personal feed."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.cast import Cast
from yangguang.accounts.models import User
from yangguang.deadlines import actions
from yangguang.deadlines.models import Clock, DeadlineFeed, Limit, Suspension

from .conftest import Permits

pytestmark = pytest.mark.django_db
d = date.fromisoformat
As = Callable[[User], Client]


def read(browser: Client, address: str, status: int = 200) -> str:
    response = browser.get(address)
    assert response.status_code == status, response.content.decode()[:500]
    return response.content.decode()


def test_the_list_shows_what_a_person_may_know_by_how_it_stands(permits: Permits, as_: As) -> None:
    late, held = permits.begin("2026-09-01"), permits.suspend(permits.begin("2026-09-16"), "2026-09-18")
    with permits.on("2026-10-12"):
        browser = as_(permits.cast.zhou)
        running = read(browser, "/office/clocks/")
        assert late.uid in running
        assert held.uid in running
        assert "中止：专家评审" in running
        assert late.uid in read(browser, "/office/clocks/?show=late")
        assert held.uid not in read(browser, "/office/clocks/?show=late")
        assert held.uid in read(browser, "/office/clocks/?show=held&limit=LIC_DECIDE")
        assert "没有这样的期限" in read(browser, "/office/clocks/?show=provisional")
        assert held.uid not in read(as_(permits.cast.he), "/office/clocks/")
        read(as_(permits.cast.he), f"/office/clocks/{held.uid}/", 404)
        assert held.uid not in read(as_(permits.cast.zhao), "/office/clocks/?show=held")


def test_who_does_the_step_suspends_it_with_a_file_and_lets_it_run_on(permits: Permits, as_: As) -> None:
    running = permits.begin()
    address = f"/office/clocks/{running.uid}/"
    with permits.on("2026-09-18"):
        browser = as_(permits.cast.zhou)
        assert "中止计时" in read(browser, address)
        form = read(browser, f"{address}suspend/")
        assert "专家评审（《中华人民共和国行政许可法》第四十五条，须书面告知）" in form
        sent = {"ground": "expert-review", "on": "2026-09-18", "notice_number": ""}
        refused = browser.post(f"{address}suspend/", sent)
        assert refused.status_code == 400
        assert "中止计时必须书面告知当事人" in refused.content.decode()
        upload = SimpleUploadedFile("告知书.txt", "专家评审告知书".encode())
        assert browser.post(f"{address}suspend/", {**sent, "notice_file": upload}).status_code == 302
        row = Suspension.objects.get(clock=running)
        assert row.notice == "《告知书.txt》"
        page = read(browser, address)
        assert "2026-09-18 起中止：专家评审，还没有恢复。" in page
        assert row.notice_file is not None
        file = row.notice_file.get_absolute_url()
        assert browser.get(file).status_code == 200
        assert as_(permits.cast.he).get(file).status_code == 404
    with permits.on("2026-09-30"):
        assert as_(permits.cast.zhou).post(f"{address}resume/", {"on": "2026-09-30"}).status_code == 302
        running.refresh_from_db()
        assert running.due_on == d("2026-10-28")
        assert "2026-09-18 至 2026-09-30 中止：专家评审。" in read(as_(permits.cast.zhou), address)


def test_only_who_grants_extensions_finds_the_form(permits: Permits, as_: As) -> None:
    running = permits.begin()
    address = f"/office/clocks/{running.uid}/extend/"
    with permits.on("2026-10-09"):
        assert "分管领导" in read(as_(permits.cast.zhou), address, 403)
        browser = as_(permits.cast.chen)
        assert "最多 10 个工作日" in read(browser, address)
        sent = {"by": 11, "reason": "情况复杂", "notice_number": "阳许延〔2026〕1号"}
        refused = browser.post(address, sent)
        assert refused.status_code == 400
        assert "一次最多延长 10 个工作日" in refused.content.decode()
        assert "情况复杂" in refused.content.decode()
        assert browser.post(address, {**sent, "by": 10}).status_code == 302
        assert "2026-10-09 经分管领导批准延长 10 个工作日：情况复杂。" in read(
            browser, f"/office/clocks/{running.uid}/"
        )


def test_the_supplement_is_entered_on_the_day_it_came(permits: Permits, as_: As) -> None:
    running = permits.begin("2025-09-22", "FOI_REPLY")
    permits.suspend(running, "2025-09-30", "supplement", expected_by=d("2025-10-10"))
    with permits.on("2025-10-13"):
        browser = as_(permits.cast.zhou)
        page = read(browser, f"/office/clocks/{running.uid}/")
        assert "补正期限已过" in page
        assert "收到补正" in page
        assert browser.post(f"/office/clocks/{running.uid}/restart/", {"on": "2025-10-13"}).status_code == 302
        assert "2025-10-13 收到补正，次日重新起算" in read(browser, f"/office/clocks/{running.uid}/")
    running.refresh_from_db()
    assert running.due_on == d("2025-11-10")


def test_an_operator_enters_a_new_version_and_is_warned_of_going_back(permits: Permits, as_: As) -> None:
    permits.begin("2026-09-21")
    limit = Limit.objects.get(code="LIC_DECIDE", effective_to=None)
    address = f"/office/limits/{limit.pk}/amend/"
    with permits.on("2026-09-28"):
        read(as_(permits.cast.zhou), address, 403)
        browser = as_(permits.cast.qian)
        assert "现在有 1 个期限按这一版计时" in read(browser, address)
        sent = {
            "name": limit.name, "n": 15, "unit": "workday", "fixed": "", "start_event": "受理", "basis": "",
            "article": limit.article_id, "extend_by": 10, "extend_times": 1, "extend_posts": ["leader", "chief"],
            "extend_ahead": 0, "source": "statute", "warn_ahead": "5 0 -1", "effective_from": "2026-09-18",
        }  # fmt: skip
        refused = browser.post(address, sent)
        assert refused.status_code == 400
        assert "其中 1 个还在计时" in refused.content.decode()
        assert 'name="backwards"' in refused.content.decode()
        wrong = browser.post(address, {**sent, "warn_ahead": "三天"}).content.decode()
        assert "请填整数" in wrong
        assert browser.post(address, {**sent, "backwards": "on"}).status_code == 302
    fresh = Limit.objects.get(code="LIC_DECIDE", effective_to=None)
    assert (fresh.n, fresh.verified_on) == (15, None)
    assert list(fresh.warning_rules.values_list("ahead", flat=True)) == [5, 0, -1]
    assert Clock.objects.get().due_on == d("2026-10-19")


def test_my_deadlines_come_by_a_secret_address_that_can_be_changed(
    permits: Permits, cast: Cast, as_: As
) -> None:
    running = permits.begin()
    permits.suspend(permits.begin(), "2026-09-18")
    with permits.on("2026-09-21"):
        browser = as_(cast.zhou)
        assert "谁拿到这个地址" in read(browser, "/office/deadlines/")
        key = re.search(r"key=([\w-]{43})", browser.post("/office/deadlines/", {"renew": 1}).content.decode())
        assert key is not None
        assert key[1] not in read(browser, "/office/deadlines/")
        assert key[1] not in DeadlineFeed.objects.get().key_hash
        answer = Client().get(f"/office/deadlines.ics?key={key[1]}")
        assert answer["Content-Type"] == "text/calendar; charset=utf-8"
        text = answer.content.decode()
        assert text.count("BEGIN:VEVENT") == 1
        assert f"UID:{running.uid}@" in text
        assert "DTSTART;VALUE=DATE:20261016" in text
        assert f"SUMMARY:许可审查 最迟（YG-{running.subject.uid[-4:]}）" in text
        browser.post("/office/deadlines/", {"renew": 1})
        assert Client().get(f"/office/deadlines.ics?key={key[1]}").status_code == 404
        other = actions.open_feed(cast.zhou)
        browser.post("/office/deadlines/", {"revoke": 1})
        for wrong in (other, "", "x" * 200):
            assert Client().get("/office/deadlines.ics", {"key": wrong}).status_code == 404


def test_a_person_who_is_disabled_has_no_feed(permits: Permits, cast: Cast) -> None:
    key = actions.open_feed(cast.zhou)
    cast.zhou.is_active = False
    cast.zhou.save()
    assert Client().get("/office/deadlines.ics", {"key": key}).status_code == 404
