"""Whether a document holds: declared with a reason, computed from its days, told on both documents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yangguang.disclosure import actions
from yangguang.disclosure.actions import Statement
from yangguang.disclosure.models import Item, Validity
from yangguang.disclosure.tests.conftest import Gate
from yangguang.disclosure.validity import Standing, standing, standing_so
from yangguang.journal.models import Act
from yangguang.lib import clock
from yangguang.lib.errors import Refusal
from yangguang.organisations.rules import acting_as

NOW = clock.moment(date(2026, 11, 20), 10)
_DAYS = st.none() | st.dates(date(2026, 1, 1), date(2026, 1, 12))


@dataclass
class Dates:
    effective_on: date | None
    valid_until: date | None
    amended_on: date | None
    repealed_on: date | None


_dates = st.builds(Dates, _DAYS, _DAYS, _DAYS, _DAYS)


@settings(max_examples=300)
@given(_dates)
def test_what_has_ended_never_holds_again_and_says_since_when(days: Dates) -> None:
    told: list[Standing | None] = [standing(days, date(2025, 12, 30) + timedelta(n)) for n in range(20)]
    if told[0] is None:
        assert told == [None] * 20
        return
    ended = [bool(one and one.has_ended) for one in told]
    assert ended == sorted(ended)
    for n, one in enumerate(told):
        on = date(2025, 12, 30) + timedelta(n)
        assert one is not None
        assert one.status == Validity.PENDING or one.since is None or one.since <= on
        assert one.has_ended == bool(one.until and one.until < on)
        if n and told[n - 1] != one and told[n - 1].status != one.status:
            assert one.since == on or one.since is None


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(_dates, min_size=1, max_size=6), st.dates(date(2025, 12, 30), date(2026, 1, 14)))
def test_lists_and_pages_say_the_same_of_every_day(country: list[Item], many: list[Dates], on: date) -> None:
    for item, days in zip(country, many, strict=False):
        Item.objects.filter(pk=item.pk).update(**vars(days))
    items = Item.objects.filter(pk__in=[item.pk for item in country[: len(many)]])
    wanted = {item.pk: standing(item, on) for item in items}
    for status in Validity:
        found = set(standing_so(items, status, on).values_list("pk", flat=True))
        assert found == {pk for pk, one in wanted.items() if one and one.status == status}


@pytest.fixture
def country(gate: Gate) -> list[Item]:
    """Six items; what the days of one example say is overwritten by the next."""
    return [gate.draft(title=f"第{n}件通知") for n in range(6)]


def declare(gate: Gate, item: Item, status: str, on: date, **more: object) -> None:
    statement = Statement(status, on, str(more.pop("reason", "县政府常务会议决定")), **more)  # type: ignore[arg-type]
    actions.declare_validity(
        Item.objects.get(pk=item.pk), statement, acting=acting_as(gate.cast.lin, item.organisation)
    )


def test_a_repealed_document_names_what_took_its_place_and_both_pages_link(
    gate: Gate, browser: Client
) -> None:
    with clock.set_to(NOW):
        old = gate.published(effective_on=date(2026, 11, 3))
        new = gate.published(title="阳光县民政局关于低保标准的新通知", doc_number="阳民发〔2026〕20号")
        declare(gate, old, "repealed", date(2026, 11, 20), successor=new)
        page = browser.get(old.get_absolute_url()).content.decode()
        for told in (
            "已废止",
            "只供查阅",
            "2026-11-20",
            "县政府常务会议决定",
            new.get_absolute_url(),
            "新通知",
        ):
            assert told in page, told
        page = browser.get(new.get_absolute_url()).content.decode()
        assert old.get_absolute_url() in page
        assert "废止" in page
        act = Act.objects.get(kind="disclosure.validity_declared")
        assert act.public["successor"] == new.index_number
        row = browser.get(f"/api/v1/items/{old.index_number}").json()
        assert row["validity"] == {
            "status": "repealed", "name": "已废止", "since": "2026-11-20", "until": "2026-11-19",
            "successor": new.index_number,
        }  # fmt: skip
        assert [
            one["index_number"] for one in browser.get("/api/v1/items?validity=repealed").json()["items"]
        ] == [old.index_number]
        listed = browser.get("/catalogue/?validity=repealed").content.decode()
        assert "共 <b>1</b> 件" in listed


def test_a_repeal_that_lies_ahead_flips_on_its_day_by_itself(gate: Gate, browser: Client) -> None:
    with clock.set_to(NOW):
        item = gate.published(effective_on=date(2026, 11, 3))
        declare(gate, item, "repealed", date(2027, 1, 1), successor_name="省政府令第9号")
        page = browser.get(item.get_absolute_url()).content.decode()
        assert "将于 2027-01-01 废止" in page
        assert "现行有效" in page
    with clock.set_to(clock.moment(date(2027, 1, 1), 0, 1)):
        page = browser.get(item.get_absolute_url()).content.decode()
        assert "已废止，只供查阅" in page
        assert "省政府令第9号" in page


def test_a_document_runs_out_on_its_own_and_can_be_prolonged(gate: Gate, browser: Client) -> None:
    with clock.set_to(NOW):
        item = gate.published(effective_on=date(2026, 11, 3), valid_until=date(2026, 12, 31))
        assert "有效期至 2026-12-31" in browser.get(item.get_absolute_url()).content.decode()
    with clock.set_to(clock.moment(date(2026, 12, 31), 23, 59)):
        assert standing(item).status == Validity.IN_FORCE
        declare(gate, item, "in_force", date(2027, 1, 1), until=date(2028, 12, 31), reason="经评估延长有效期")
    with clock.set_to(clock.moment(date(2027, 1, 1), 0, 1)):
        assert standing(item).status == Validity.EXPIRED  # as this row knew it
        item.refresh_from_db()
        assert standing(item).status == Validity.IN_FORCE
        # A correction does not bring the old day back.
        gate.corrected(item, effective_on=date(2026, 11, 3), valid_until=date(2026, 12, 31))
        assert item.valid_until == date(2028, 12, 31)


def test_who_may_declare_and_what_is_refused(gate: Gate) -> None:
    cast = gate.cast
    with clock.set_to(NOW):
        item, other = gate.published(), gate.published(title="另一件通知")
        for person, code in ((cast.zhou, "forbidden"), (cast.he, "forbidden")):
            with pytest.raises(Refusal) as refused:
                actions.declare_validity(
                    item, Statement("repealed", date(2026, 11, 20), "废止"),
                    acting=acting_as(person, cast.county.water if person == cast.he else item.organisation),
                )  # fmt: skip
            assert refused.value.code == code
        for statement, field in (
            (Statement("pending", date(2026, 11, 20), "x"), "status"),
            (Statement("repealed", date(2026, 11, 20), " "), "reason"),
            (Statement("repealed", date(2020, 1, 1), "废止"), "on"),
            (Statement("repealed", date(2026, 11, 20), "废止", successor=item), "successor"),
            (Statement("repealed", date(2026, 11, 20), "废止", until=date(2027, 1, 1)), "until"),
        ):
            with pytest.raises(Refusal) as refused:
                actions.declare_validity(item, statement, acting=acting_as(cast.lin, item.organisation))
            assert refused.value.field == field
        declare(gate, item, "repealed", date(2026, 11, 20), successor=other)
        with pytest.raises(Refusal, match="谁废止谁"):
            declare(gate, other, "repealed", date(2026, 11, 20), successor=item)
        # The openness office of the county may as well, and takes it back.
        actions.declare_validity(
            Item.objects.get(pk=item.pk),
            Statement("in_force", date(2026, 11, 20), "复核后继续有效"),
            acting=acting_as(cast.sun, item.organisation),
        )
        item.refresh_from_db()
        assert standing(item).status == Validity.IN_FORCE
        assert item.declarations.filter(ended_at__isnull=True).count() == 1
