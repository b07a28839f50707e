"""Queries whose SQL is written once answer what the plain ones answer."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast
from yangguang.lib import clock
from yangguang.organisations.models import Appointment, Organisation, Post
from yangguang.web.prepared import Unpreparable, prepared

pytestmark = pytest.mark.django_db


@prepared
def posts_of(organisation: int, codes: tuple[str, ...]) -> Any:
    rows = Post.objects.filter(organisation=organisation, code__in=codes)
    return rows.select_related("organisation__parent").order_by("code")


@prepared
def held_by(user: int, on: date) -> Any:
    return Appointment.objects.current(on).filter(user=user).order_by("pk")


def test_it_answers_what_the_plain_query_answers_whatever_the_values(cast: Cast) -> None:
    for organisation in Organisation.objects.all():
        for codes in (("leader", "section-head"), ("leader",), ("nobody",), ()):
            plain = list(posts_of.build(organisation.pk, codes))
            answered = posts_of(organisation.pk, codes)
            assert answered == plain
            assert [vars(one)["permissions"] for one in answered] == [one.permissions for one in plain]
            with CaptureQueriesContext(connection) as asked:
                assert [one.organisation for one in answered] == [organisation] * len(plain)
                assert [one.organisation.parent for one in answered] == [organisation.parent] * len(plain)
            assert len(asked) <= 1, "what was selected along came along"


@prepared
def names_of(organisations: tuple[int, ...], on: date) -> Any:
    rows = Appointment.objects.current(on).filter(post__organisation__in=organisations)
    return rows.order_by("pk").values_list("post__permissions", "pk", "acting")


def test_rows_of_values_come_as_tuples_and_can_be_counted(cast: Cast) -> None:
    every = tuple(Organisation.objects.values_list("pk", flat=True))
    for places in (every, every[:1], ()):
        plain = list(names_of.build(places, clock.today()))
        assert names_of(places, clock.today()) == plain
        assert names_of.count(places, clock.today()) == len(plain)
    assert names_of.count(every, clock.today()) > 1
    assert posts_of.count(cast.county.civil.pk, ("leader", "section-head")) == 2


@prepared
def named(user: int) -> Any:
    return Appointment.objects.filter(user=user).defer("since").order_by("pk")


def test_what_was_deferred_is_fetched_when_it_is_asked_for(cast: Cast) -> None:
    first = named(cast.lin.pk)[0]
    assert first.get_deferred_fields() == {"since"}
    assert first.since == Appointment.objects.get(pk=first.pk).since


def test_a_day_is_a_value_like_any_other(cast: Cast) -> None:
    lin = cast.lin.pk
    today = clock.today()
    assert held_by(lin, today) == list(held_by.build(lin, today)) != []
    long_ago = today - timedelta(days=20_000)
    assert held_by(lin, long_ago) == list(held_by.build(lin, long_ago)) == []


def test_the_sql_is_written_once(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    posts_of(1, ("a", "b"))
    monkeypatch.setattr(posts_of, "build", None)
    assert posts_of(cast.county.civil.pk, ("leader", "section-head"))


def test_what_was_prepared_reads_what_was_written_since(cast: Cast) -> None:
    before = held_by(cast.lin.pk, clock.today())
    Appointment.objects.filter(user=cast.lin).update(until=clock.today())
    assert before and held_by(cast.lin.pk, clock.today()) == []


@pytest.mark.parametrize(
    "build",
    [
        lambda user: Appointment.objects.current().filter(user=user),  # today is baked in
        lambda user: Appointment.objects.filter(user=1),  # the value is forgotten
        lambda user: Appointment.objects.filter(user=user + 1),  # what is asked is not the value
        lambda user: Appointment.objects.filter(user=user).values("pk"),
        lambda user: Appointment.objects.filter(user=user).prefetch_related("post"),
        lambda user: Appointment.objects.filter(Q(user=user) if user % 2 else Q(user=user, acting=True)),
    ],
)
def test_what_cannot_be_prepared_is_refused_at_once(build: Any) -> None:
    with pytest.raises(Unpreparable):
        prepared(build)(5)


def test_a_truth_value_is_no_value(db: None) -> None:
    with pytest.raises(Unpreparable):
        prepared(lambda acting: Appointment.objects.filter(acting=acting))(True)
