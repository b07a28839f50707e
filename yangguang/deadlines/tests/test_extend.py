"""Extensions: by whom, when, how often and by how much the law lets; each no in its own words."""

from __future__ import annotations

from datetime import date

import pytest

from yangguang.deadlines import actions, rules
from yangguang.deadlines.actions import WrittenNotice
from yangguang.deadlines.rules.permits import granted_at
from yangguang.journal.actors import SYSTEM
from yangguang.journal.models import Act
from yangguang.lib.errors import Refusal

from .conftest import Permits

pytestmark = pytest.mark.django_db
d = date.fromisoformat


def test_the_permit_of_the_rule_book_is_extended_to_the_thirtieth_of_october(permits: Permits) -> None:
    running = permits.begin()
    row = permits.extend(running, "2026-10-09")
    running.refresh_from_db()
    assert (running.due_on, running.extension) == (d("2026-10-30"), 10)
    assert (row.number, row.granted_as, row.basis) == (
        1,
        "分管领导",
        "《中华人民共和国行政许可法》第四十二条",
    )
    assert (
        "10月9日经批准延长 10 个工作日（阳许中〔2026〕3号，依据《中华人民共和国行政许可法》第四十二条）"
        in (running.explanation["text"])
    )
    assert "原 20，延长 10，第 30 个工作日为 2026-10-30" in running.explanation["text"]
    assert running.explanation["extensions"][0]["by"] == 10
    act = Act.objects.get(kind="deadlines.clock_extended")
    assert (act.public["old"], act.public["new"]) == ("2026-10-16", "2026-10-30")


def test_the_request_of_the_rule_book_is_extended_to_the_fourteenth_of_april(permits: Permits) -> None:
    running = permits.begin("2026-02-10", "FOI_REPLY")
    permits.extend(running, "2026-03-16", 20)
    running.refresh_from_db()
    assert running.due_on == d("2026-04-14")


@pytest.mark.parametrize(
    ("code", "words", "today", "by", "who"),
    [
        ("forbidden", "要由县民政局的分管领导、主要领导批准（陈静）", "2026-10-09", 10, "zhou"),
        ("too-late", "延长最迟要在 2026-10-16 决定，今天是 2026-10-19", "2026-10-19", 10, "chen"),
        ("too-much", "一次最多延长 10 个工作日", "2026-10-09", 11, "chen"),
        ("invalid", "最少 1", "2026-10-09", 0, "chen"),
    ],
)  # fmt: skip
def test_each_wrong_extension_is_refused_in_its_own_words(
    permits: Permits, code: str, words: str, today: str, by: int, who: str
) -> None:
    running = permits.begin()
    with pytest.raises(Refusal) as refused:
        permits.extend(running, today, by, acting=getattr(permits, who))
    assert refused.value.code == code
    assert words in refused.value.message
    running.refresh_from_db()
    assert running.due_on == d("2026-10-16")


def test_a_second_extension_is_refused_and_names_the_first(permits: Permits) -> None:
    running = permits.begin()
    permits.extend(running, "2026-10-09", 5)
    with pytest.raises(Refusal, match=r"已经延长过 1 次（2026-10-09）.*最多延长 1 次") as refused:
        permits.extend(running, "2026-10-12", 5)
    assert refused.value.code == "too-often"


def test_an_extension_needs_a_reason_and_a_written_notice(permits: Permits) -> None:
    running = permits.begin()
    with pytest.raises(Refusal, match="请写明延长的理由"):
        permits.extend(running, "2026-10-09", reason="  ")
    with pytest.raises(Refusal, match="要告知当事人") as refused:
        permits.extend(running, "2026-10-09", notice=WrittenNotice())
    assert refused.value.code == "no-notice"


def test_a_limit_that_knows_no_extension_says_so(permits: Permits) -> None:
    with pytest.raises(Refusal, match="没有可以延长的规定") as refused:
        permits.extend(permits.begin(limit="PROACTIVE_PUBLISH"), "2026-09-15", 5)
    assert refused.value.code == "not-extendable"


def test_what_the_government_above_grants_is_not_granted_below(permits: Permits) -> None:
    running = permits.begin(limit="LIC_JOINT")
    assert granted_at(running) == permits.cast.county.government
    with pytest.raises(Refusal, match="县政府") as refused:
        permits.extend(running, "2026-10-09", 15)
    assert refused.value.code == "forbidden"


def test_a_suspended_clock_is_resumed_before_it_is_extended(permits: Permits) -> None:
    running = permits.suspend(permits.begin(), "2026-09-18")
    with pytest.raises(Refusal, match="请先恢复计时"):
        permits.extend(running, "2026-09-21")
    permits.resume(running, "2026-09-30")
    permits.extend(running, "2026-10-28")
    running.refresh_from_db()
    assert running.due_on == d("2026-11-11")


def test_the_supplement_of_the_rule_book_begins_the_count_anew(permits: Permits) -> None:
    running = permits.begin("2025-09-22", "FOI_REPLY")
    assert running.due_on == d("2025-10-24")
    permits.suspend(running, "2025-09-30", "supplement", expected_by=d("2025-10-20"))
    assert "对方最迟 10月20日 答复；收到补正的次日重新起算" in running.explanation["text"]
    with permits.on("2025-10-13"), pytest.raises(Refusal, match="等待申请人补正"):
        actions.resume(running, by=SYSTEM)
    with permits.on("2025-10-13"):
        actions.restart(running, by=permits.zhou)
    running.refresh_from_db()
    assert (running.started_on, running.due_on) == (d("2025-10-13"), d("2025-11-10"))
    text = running.explanation["text"]
    assert (
        "2025-09-22 收到或者收到补正，2025-10-13 收到补正，次日重新起算（原推算到 2025-10-24，不再适用）"
        in text
    )
    past = running.restart_rows.get()
    assert (past.started_on, past.due_on) == (d("2025-09-22"), d("2025-10-24"))
    assert "第 20 个工作日为 2025-10-24" in past.explanation["text"]
    permits.extend(running, "2025-11-10", 20)
    with pytest.raises(Refusal, match="只能有一次"):
        permits.suspend(running, "2025-11-11", "supplement")


def test_a_supplement_that_does_not_come_is_a_fact_for_the_room_that_waits(permits: Permits) -> None:
    running = permits.begin("2026-09-14", "FOI_REPLY")
    permits.suspend(running, "2026-09-18", "supplement", expected_by=d("2026-10-15"))
    assert not rules.abandoned(running, d("2026-10-15"))
    assert rules.abandoned(running, d("2026-10-16"))
    with permits.on("2026-11-20"):
        assert actions.resume_lapsed() == 0
