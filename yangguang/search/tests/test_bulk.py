"""Many rows at once are the rows that would have come one by one."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from yangguang.lib.ref import Ref
from yangguang.search.models import Change, Entry
from yangguang.web import rows

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 1, 2, 30, 0, 5, tzinfo=UTC)


def entries(count: int, prefix: str) -> list[Entry]:
    return [
        Entry(
            ref=Ref("search.entry", f"{prefix}{number:04}"),
            title=f"第{number}件\t\\N\n“甲”",
            validity=[["2026-01-01", "in_force"]] if number % 2 else [],
            validity_due=date(2026, 6, number % 28 + 1) if number % 3 else None,
            published_at=NOW,
            url="/",
        )
        for number in range(count)
    ]


def told(prefix: str) -> list[dict[str, object]]:
    found = Entry.objects.filter(ref__startswith=f"search.entry:{prefix}").order_by("id")
    return [
        {field.name: getattr(one, field.name) for field in Entry._meta.concrete_fields if field.name not in {"id", "ref"}}
        for one in found
    ]  # fmt: skip


def test_many_rows_read_back_as_single_ones_do() -> None:
    for one in entries(rows.MANY, "a"):
        one.save()
    stored = rows.insert(entries(rows.MANY, "b"))
    assert told("a") == told("b")
    assert [one.pk for one in stored] == list(
        Entry.objects.filter(ref__startswith="search.entry:b").order_by("ref").values_list("pk", flat=True)
    )
    assert not stored[0]._state.adding
    after = Entry.objects.create(ref=Ref("search.entry", "c"), title="后", published_at=NOW, url="/")
    assert after.pk > stored[-1].pk


def test_keys_that_were_reserved_are_kept_and_nobody_elses() -> None:
    with transaction.atomic():
        keys = rows.reserve(Change, 3)
        made = [Change(pk=key, ref=Ref("search.entry", str(key)), at=NOW) for key in reversed(keys)]
        rows.insert(made)
    assert list(Change.objects.values_list("pk", flat=True)) == sorted(keys)
    assert Change.objects.create(ref=Ref("search.entry", "x"), at=NOW).pk > max(keys)


def test_a_constraint_holds_and_undoes_them_all() -> None:
    rows.insert(entries(rows.MANY, "a"))
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.insert([*entries(rows.MANY, "b"), *entries(1, "a")])
    assert not told("b")
