"""Rows that are written without Django's compiler are the rows that Django would have written."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from tests.cast import Cast
from yangguang.lib.ref import Ref
from yangguang.lib.uid import new_uid
from yangguang.notices.models import Message
from yangguang.organisations.models import Post
from yangguang.web.rows import insert, insert_values, like, new, sent_together, update, update_if

pytestmark = pytest.mark.django_db


def post(cast: Cast, code: str) -> Post:
    return Post(
        organisation=cast.county.civil,
        code=code,
        name=f"岗位{code}",
        permissions=["disclosure.draft", "“引号'"],
    )


def test_new_rows_get_their_keys_and_read_back_as_they_were(cast: Cast) -> None:
    with CaptureQueriesContext(connection) as asked:
        written = insert([post(cast, "one"), post(cast, "two")])
    assert len(asked) == 1
    for one in written:
        assert not one._state.adding
        kept = Post.objects.get(pk=one.pk)
        assert kept == one
        for field in Post._meta.concrete_fields:
            assert getattr(kept, field.attname) == getattr(one, field.attname), field.name
    assert [one.code for one in written] == ["one", "two"]


def test_nothing_to_write_asks_nothing(db: None) -> None:
    with CaptureQueriesContext(connection) as asked:
        assert insert([]) == []
    assert not asked.captured_queries


def test_more_than_one_statement_takes_is_written_in_several(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("yangguang.web.rows._MOST", 25)
    written = insert(post(cast, f"p{number}") for number in range(7))
    assert [Post.objects.get(pk=one.pk).code for one in written] == [f"p{number}" for number in range(7)]


def test_what_the_database_forbids_stays_forbidden_and_the_transaction_is_over(cast: Cast) -> None:
    insert([post(cast, "one")])
    with pytest.raises(IntegrityError), transaction.atomic():
        insert([post(cast, "two"), post(cast, "one")])
    assert not Post.objects.filter(code="two").exists()


def coded(cast: Cast, *codes: str) -> None:
    names = [field.attname for field in Post._meta.concrete_fields if not field.primary_key]
    rows = [[getattr(one, name) for name in names] for one in (post(cast, code) for code in codes)]
    insert_values(Post, names, rows)


def test_what_is_sent_together_is_all_there_afterwards_and_what_was_made_of_it_before(cast: Cast) -> None:
    with transaction.atomic():
        [first] = insert([post(cast, "first")])
        with sent_together():
            coded(cast, "one", "two")
            coded(cast, "three")
        assert set(Post.objects.filter(pk__gte=first.pk).values_list("code", flat=True)) == {
            "first", "one", "two", "three",
        }  # fmt: skip


def test_of_what_is_sent_together_one_that_is_forbidden_undoes_all(cast: Cast) -> None:
    insert([post(cast, "one")])
    with pytest.raises(IntegrityError), transaction.atomic(), sent_together():
        coded(cast, "two")
        coded(cast, "one")
        coded(cast, "three")
    assert not Post.objects.filter(code__in=["two", "three"]).exists()


def test_an_update_writes_what_is_named_and_nothing_else(cast: Cast) -> None:
    [one] = insert([post(cast, "one")])
    one.name, one.permissions, one.order = "新名称", ["disclosure.review"], 7
    update(one, "name", "permissions")
    kept = Post.objects.get(pk=one.pk)
    assert (kept.name, kept.permissions, kept.order) == ("新名称", ["disclosure.review"], 100)


def test_what_is_gone_cannot_be_written(cast: Cast) -> None:
    [one] = insert([post(cast, "one")])
    Post.objects.filter(pk=one.pk).delete()
    with pytest.raises(ObjectDoesNotExist):
        update(one, "name")


def test_an_expression_is_refused_rather_than_written_wrongly(cast: Cast) -> None:
    one = post(cast, "one")
    one.order = F("id") + 1
    with pytest.raises(TypeError):
        insert([one])


def test_every_kind_of_column_that_a_step_writes_goes_through(cast: Cast) -> None:
    """Moments, soft references, bytes, truth values, nothing at all."""
    moment = datetime(2026, 11, 22, 1, 2, 3, 4, UTC)
    sent = Message(
        channel=Message.Channel.EMAIL, sealed_address=b"\x00\xff", sealed_text=b"'", secret=True, created_at=moment,
        about=Ref("tests.thing", "T1"),
    )  # fmt: skip
    insert([sent])
    kept = Message.objects.get(pk=sent.pk)
    assert (kept.created_at, kept.about, kept.secret, kept.sent_at) == (
        moment,
        Ref("tests.thing", "T1"),
        True,
        None,
    )
    assert (bytes(kept.sealed_address), bytes(kept.sealed_text)) == (b"\x00\xff", b"'")


def test_a_record_made_of_its_columns_is_the_record_that_the_model_makes(cast: Cast) -> None:
    usual = post(cast, "one")
    made = new(Post, **{field.attname: getattr(usual, field.attname) for field in Post._meta.concrete_fields})
    assert made.organisation == usual.organisation
    assert made._state.adding
    with pytest.raises(TypeError):
        new(Post, code="one")


def test_a_record_like_another_shares_nothing_that_changes(cast: Cast) -> None:
    first = post(cast, "one")
    second = like(first)
    second.uid, second.code, second.organisation = new_uid(), "two", cast.county.civil.parent
    assert (first.code, first.organisation) == ("one", cast.county.civil)
    insert([first, second])
    assert first.pk != second.pk


def test_a_conditional_update_writes_only_while_the_record_is_as_it_was_read(cast: Cast) -> None:
    [one] = insert([post(cast, "one")])
    assert update_if(one, {"name": "新名称"}, code="one", order=100)
    assert not update_if(one, {"name": "更新的名称"}, order=7)
    assert one.name == Post.objects.get(pk=one.pk).name == "新名称"
