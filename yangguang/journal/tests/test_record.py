"""Writing into the book."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from yangguang.journal import actions, kinds, leaves
from yangguang.journal.actors import SYSTEM
from yangguang.journal.models import Act, ActReference, PrivatePart
from yangguang.lib import canonical, clock
from yangguang.lib.crypto import DecryptionError
from yangguang.lib.ref import Ref

from .conftest import CHEN, LAMP, STREET

Light = Callable[..., Act]


@pytest.mark.django_db
def test_an_act_keeps_what_was_said_of_it(light: Light) -> None:
    made = light(about=[STREET, LAMP], basis="条例第二十六条")
    act = Act.objects.get(uid=made.uid)
    assert (act.label, act.summary, act.basis) == ("点灯", "点亮了红灯", "条例第二十六条")
    assert act.subject == LAMP and act.about == [STREET] and act.organisation_code == "civil-affairs"
    assert act.actor == CHEN and act.private is not None and act.private.facts == {"phone": "13800000000"}
    assert set(ActReference.objects.values_list("ref", flat=True)) == {LAMP, STREET}
    assert leaves.leaf_hash(act.public_leaf()).hex() == act.leaf_hash


@pytest.mark.django_db
def test_no_name_and_no_private_fact_is_in_the_leaf_or_in_the_clear(light: Light) -> None:
    act = light()
    leaf = str(act.public_leaf())
    stored = bytes(PrivatePart.objects.get(act=act).data)
    for secret in ("陈静", "周敏", "01CHEN", "13800000000"):
        assert secret not in leaf and secret.encode() not in stored
    assert "县民政局" in leaf and "分管领导" in leaf


@pytest.mark.django_db(transaction=True)
def test_an_act_outside_a_transaction_is_refused() -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        actions.record("tests.lamp_lit", subject=LAMP, actor=SYSTEM)


@pytest.mark.django_db(transaction=True)
def test_an_act_falls_with_the_change_it_tells_of() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        actions.record("tests.lamp_lit", subject=LAMP, actor=SYSTEM)
        1 / 0  # noqa: B018
    assert not Act.objects.exists()


@pytest.mark.django_db
def test_an_undeclared_kind_is_refused() -> None:
    with pytest.raises(LookupError, match="no room has declared"):
        actions.record("tests.unheard_of", subject=LAMP, actor=SYSTEM)


@pytest.mark.parametrize("name", ["lit", "Tests.Lit", "tests.lit.twice", "tests.lit 2"])
def test_a_kind_outside_the_grammar_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="past_tense"):
        kinds.declare(name, "")


def test_a_kind_is_declared_one_way_only() -> None:
    kinds.declare("tests.lamp_lit", "点灯")
    with pytest.raises(ValueError, match="differently"):
        kinds.declare("tests.lamp_lit", "点灯", public=False)


@pytest.mark.django_db
def test_a_number_that_is_not_exact_is_refused(light: Light) -> None:
    with pytest.raises(TypeError, match="whole numbers"):
        light(public={"share": 0.5})


@pytest.mark.django_db
def test_an_act_cannot_be_changed_or_removed_through_the_code(light: Light) -> None:
    act = light()
    for attempt in (act.save, act.delete, Act.objects.all().delete, lambda: Act.objects.update(basis="")):
        with pytest.raises(TypeError, match="record a new one"):
            attempt()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal_act SET basis = 'other'",
        "DELETE FROM journal_act",
        "UPDATE journal_actreference SET ref = 'a.b:c'",
        "DELETE FROM journal_actreference",
        "UPDATE journal_leaf SET position = 7",
        "DELETE FROM journal_leaf",
        "UPDATE journal_node SET level = 7",
        "DELETE FROM journal_node",
        "UPDATE journal_seal SET size = 7",
        "DELETE FROM journal_seal",
        "UPDATE journal_privatepart SET actor_lookup = ''",
    ],
)
def test_the_database_itself_refuses_to_rewrite_the_book(statement: str, light: Light) -> None:
    light()
    actions.seal()
    with (
        pytest.raises(IntegrityError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


@pytest.mark.django_db
def test_the_private_part_can_be_destroyed_and_the_erasure_is_an_act(light: Light) -> None:
    act = light()
    before = act.leaf_hash
    erasure = actions.erase_private(act, actor=SYSTEM, reason="本人申请")
    act = Act.objects.get(uid=act.uid)
    assert act.actor.name == "" and act.actor.post == "分管领导" and act.private is None
    assert leaves.leaf_hash(act.public_leaf()).hex() == before
    assert erasure.subject == act.ref and erasure.public["reason"] == "本人申请"
    with pytest.raises(Exception, match="已经消除"):
        actions.erase_private(act, actor=SYSTEM, reason="再来一次")


@pytest.mark.django_db
def test_a_private_part_does_not_open_beside_another_act(light: Light) -> None:
    one, other = light(), light()
    data = PrivatePart.objects.get(act=one).data
    PrivatePart.objects.filter(act=other).delete()
    PrivatePart.objects.create(act=other, data=data, actor_lookup="")
    with pytest.raises(DecryptionError):
        Act.objects.get(uid=other.uid).private  # noqa: B018


@pytest.mark.django_db
def test_acts_are_found_by_person_by_subject_and_by_audience(light: Light) -> None:
    act = light(about=[STREET])
    inspected = light(actor=SYSTEM)
    with transaction.atomic():
        actions.record("tests.lamp_inspected", subject=LAMP, actor=SYSTEM)
    assert list(Act.objects.by("01CHEN")) == [act]
    assert list(Act.objects.about(STREET)) == [act]
    assert list(Act.objects.about(LAMP).public()) == [act, inspected]


@pytest.mark.django_db
def test_an_act_can_tell_of_an_earlier_moment(light: Light) -> None:
    earlier = clock.now() - timedelta(days=3)
    act = light(occurred_at=earlier)
    assert act.occurred_at == earlier < act.recorded_at


@pytest.mark.django_db
def test_acts_written_together_are_the_same_as_one_after_the_other(light: Light) -> None:
    with transaction.atomic(), actions.together():
        acts = [light(about=[STREET], public={"colour": f"{number}"}) for number in range(3)]
        assert not Act.objects.exists()
    stored = list(Act.objects.order_by("id"))
    assert [act.public["colour"] for act in stored] == ["0", "1", "2"]
    assert [act.uid for act in stored] == [act.uid for act in acts]
    for act in stored:
        assert act.actor == CHEN
        assert leaves.leaf_hash(act.public_leaf()).hex() == act.leaf_hash
    assert actions.seal() is not None


@pytest.mark.django_db
def test_acts_written_together_fall_together(light: Light) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic(), actions.together():
        light()
        raise ZeroDivisionError
    light()
    assert Act.objects.count() == 1


@pytest.mark.parametrize("words", ["", "依据“第十条”", '"%s" 100% \\ \ue000\n', "{public}"])
def test_what_is_hashed_are_the_canonical_bytes_of_the_leaf(words: str) -> None:
    moment = datetime(2026, 6, 1, 2, 30, 0, 5, tzinfo=UTC)
    told: dict[str, Any] = {
        "uid": "0" * 26, "kind": "tests.lamp_lit", "version": 2, "is_public": True, "occurred_at": moment,
        "recorded_at": moment, "post": words, "organisation": words, "acting_organisation_code": "x",
        "subject": Ref("tests.lamp", "1"), "about": [Ref("tests.lamp", "3"), Ref("tests.lamp", "2")],
        "organisation_code": words, "basis": words, "public": {words: words, "甲": [1, None]}, "commitment": "0" * 64,
    }  # fmt: skip
    assert leaves.written(**told) == canonical.dumps(leaves.public_leaf(**told))
