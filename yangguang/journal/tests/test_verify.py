"""Whatever is done to the book behind the house's back is found, and named."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings as house

from yangguang.journal import actions, rules
from yangguang.journal.actors import SYSTEM
from yangguang.journal.models import Act, Leaf, Node, Seal
from yangguang.lib import merkle, seals
from yangguang.lib.crypto import Signer
from yangguang.lib.proof import check

from .conftest import STREET

Light = Callable[..., Act]
Tamper = Callable[..., int]
pytestmark = pytest.mark.django_db


@pytest.fixture
def book(light: Light) -> list[Act]:
    """Eleven acts under three seals, and one that is not sealed yet."""
    acts = []
    for size in (3, 4, 4):
        acts += [light(str(number), about=[STREET]) for number in range(size)]
        actions.seal()
    return [*acts, light("不封")]


def found() -> list[tuple[str, str, int, int]]:
    return [(fault.kind, fault.act, fault.first, fault.last) for fault in rules.verify().faults]


def test_an_honest_book_has_no_faults(book: list[Act]) -> None:
    report = rules.verify()
    assert report.ok, report.faults
    assert (report.acts, report.sealed, report.unsealed, report.seals) == (12, 11, 1, 3)


def test_an_empty_book_has_no_faults() -> None:
    report = rules.verify()
    assert report.ok and report.acts == report.sealed == 0


def test_an_honest_book_stays_sound_after_an_erasure(book: list[Act]) -> None:
    actions.erase_private(book[4], actor=SYSTEM, reason="本人申请")
    assert rules.verify().ok
    actions.seal()
    assert rules.verify().ok


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("basis", "另一条"),
        ("public", json.dumps({"colour": "绿"})),
        ("organisation_code", "water"),
        ("subject", "tests.lamp:L2"),
        ("occurred_at", "2020-01-01 00:00:00+00:00"),
        ("is_public", False),
        ("commitment", "0" * 64),
        ("version", 2),
    ],
)
def test_an_altered_act_is_named(book: list[Act], tamper: Tamper, column: str, value: Any) -> None:
    tamper(f"UPDATE journal_act SET {column} = %s WHERE id = %s", value, book[4].id)
    assert ("altered", book[4].uid, 5, 5) in found()


def test_an_act_altered_together_with_its_fingerprint_is_named(book: list[Act], tamper: Tamper) -> None:
    forge(book[4], tamper, basis="另一条")
    assert found() == [("altered", book[4].uid, 5, 5)]


def test_a_dropped_reference_is_an_alteration(book: list[Act], tamper: Tamper) -> None:
    tamper("DELETE FROM journal_actreference WHERE act_id = %s AND ref = %s", book[4].id, str(STREET))
    assert found() == [("altered", book[4].uid, 5, 5)]


def test_a_removed_act_is_named(book: list[Act], tamper: Tamper) -> None:
    remove(book[4], tamper)
    assert found() == [("removed", "", 5, 5)]


def test_acts_that_changed_places_are_named(book: list[Act], tamper: Tamper) -> None:
    tamper("UPDATE journal_leaf SET position = 99 WHERE position = 4")
    tamper("UPDATE journal_leaf SET position = 4 WHERE position = 5")
    tamper("UPDATE journal_leaf SET position = 5 WHERE position = 99")
    assert found() == [("reordered", book[5].uid, 5, 5), ("reordered", book[4].uid, 6, 6)]


def test_a_forged_leaf_of_the_tree_is_found_at_its_node(book: list[Act], tamper: Tamper) -> None:
    forged = forge(book[4], tamper, basis="另一条")
    tamper("UPDATE journal_node SET hash = %s WHERE level = 0 AND %s = " + QUOTED, forged, 4)
    # The two leaves under the smallest node that differs, and the span of the seal whose root differs.
    assert found() == [("rewritten", "", 5, 6), ("rewritten", "", 4, 7)]


def test_a_tree_forged_from_top_to_bottom_is_found_by_the_seals(book: list[Act], tamper: Tamper) -> None:
    forge(book[4], tamper, basis="另一条")
    rebuild_tree(tamper)
    assert found() == [("rewritten", "", 4, 7)]


def test_a_book_forged_with_all_its_seals_is_found_by_a_seal_that_left_the_house(
    book: list[Act], tamper: Tamper
) -> None:
    kept = [seal.document() for seal in Seal.objects.all()]
    forge(book[4], tamper, basis="另一条")
    rebuild_tree(tamper)
    resign(tamper)
    assert rules.verify().ok
    report = rules.compare_with_held_seal(kept[2])
    assert ("held", 1, 11) in [(fault.kind, fault.first, fault.last) for fault in report.faults]
    report = rules.verify(kept)
    assert ("held", 4, 7) in [(fault.kind, fault.first, fault.last) for fault in report.faults]


def test_a_book_cut_short_is_found_by_a_seal_that_left_the_house(book: list[Act], tamper: Tamper) -> None:
    kept = Seal.objects.get(number=3).document()
    for act in book[7:11]:
        remove(act, tamper)
    tamper("DELETE FROM journal_node WHERE " + QUOTED + " >= 7 AND level = 0")
    tamper("DELETE FROM journal_node WHERE level > 0 AND (" + QUOTED + " + 1) * (1 << level) > 7")
    tamper("DELETE FROM journal_seal WHERE number = 3")
    assert rules.verify().ok
    faults = [(fault.kind, fault.first, fault.last) for fault in rules.compare_with_held_seal(kept).faults]
    assert ("removed", 8, 11) in faults


def test_a_private_part_that_was_exchanged_or_lost_is_named(book: list[Act], tamper: Tamper) -> None:
    tamper(
        "UPDATE journal_privatepart SET data = (SELECT data FROM journal_privatepart WHERE act_id = %s) WHERE act_id = %s",
        book[1].id, book[4].id,
    )  # fmt: skip
    tamper("DELETE FROM journal_privatepart WHERE act_id = %s", book[5].id)
    assert found() == [("private", book[4].uid, 5, 5), ("private", book[5].uid, 6, 6)]


def test_a_seal_that_is_missing_or_signed_by_somebody_else_is_named(book: list[Act], tamper: Tamper) -> None:
    tamper("DELETE FROM journal_seal WHERE number = 2")
    assert {fault.kind for fault in rules.verify().faults} == {"seal"}
    tamper("DELETE FROM journal_seal WHERE number = 1")
    assert "缺少第 1 至 2 次封存" in "".join(fault.message for fault in rules.verify().faults)


def test_our_seals_with_a_foreign_key_are_not_ours(book: list[Act], tamper: Tamper) -> None:
    resign(tamper, Signer(b"7" * 32))
    assert {fault.message for fault in rules.verify().faults} == {
        f"第 {number} 次封存不是用本单位的密钥签署的" for number in (1, 2, 3)
    }


def test_a_retired_key_is_still_ours(book: list[Act], settings: Any) -> None:
    old = Signer(settings.YANGGUANG_SEAL_KEY).public_key
    settings.YANGGUANG_SEAL_KEY = b"8" * 32
    assert not rules.verify().ok
    settings.YANGGUANG_RETIRED_SEAL_KEYS = [old]
    actions.seal()
    assert rules.verify().ok


def test_an_unsealed_act_that_was_altered_or_taken_from_the_queue_is_named(
    book: list[Act], light: Light, tamper: Tamper
) -> None:
    other = light("也不封")
    tamper("UPDATE journal_act SET basis = 'x' WHERE id = %s", book[11].id)
    tamper("DELETE FROM journal_unsealed WHERE act_id = %s", other.id)
    assert found() == [("altered", book[11].uid, 0, 0), ("unqueued", other.uid, 0, 0)]


@pytest.mark.parametrize("seal", [{}, {"schema": "yangguang.seal/1"}, []])
def test_a_held_seal_that_is_none_is_said_so(book: list[Act], seal: Any) -> None:
    assert [fault.kind for fault in rules.compare_with_held_seal(seal).faults] == ["held"]


def test_a_proof_from_before_the_forgery_shows_it(book: list[Act], tamper: Tamper) -> None:
    proof = rules.prove(book[4])
    forge(book[4], tamper, basis="另一条")
    rebuild_tree(tamper)
    resign(tamper)
    now = rules.prove(Act.objects.get(id=book[4].id))
    assert proof and now and check(proof).ok and check(now).ok
    assert not check(now, seal=proof["seal"]).ok


QUOTED = '"index"'


def forge(act: Act, tamper: Tamper, **fields: str) -> bytes:
    """Alter an act and write it a fitting fingerprint."""
    for column, value in fields.items():
        tamper(f"UPDATE journal_act SET {column} = %s WHERE id = %s", value, act.id)
    hashed = merkle.leaf_hash(_canonical(Act.objects.get(id=act.id)))
    tamper("UPDATE journal_act SET leaf_hash = %s WHERE id = %s", hashed.hex(), act.id)
    return hashed


def _canonical(act: Act) -> bytes:
    from yangguang.lib import canonical

    return canonical.dumps(act.public_leaf())


def remove(act: Act, tamper: Tamper) -> None:
    for table in ("leaf", "unsealed", "privatepart", "actreference", "delivery"):
        tamper(f"DELETE FROM journal_{table} WHERE act_id = %s", act.id)
    tamper("DELETE FROM journal_act WHERE id = %s", act.id)


def rebuild_tree(tamper: Tamper) -> None:
    hashes = [bytes.fromhex(leaf.act.leaf_hash) for leaf in Leaf.objects.select_related("act")]
    tamper("DELETE FROM journal_node")
    grown = merkle.Tree(merkle.MemoryStore()).grown(0, hashes)
    Node.objects.bulk_create(
        Node(level=level, index=index, hash=value) for (level, index), value in grown.items()
    )


def resign(tamper: Tamper, signer: Signer | None = None) -> None:
    """Sign every seal anew over the tree as it is now, as somebody with our key could."""
    signer = signer or Signer(house.YANGGUANG_SEAL_KEY)
    hashes = [bytes.fromhex(leaf.act.leaf_hash) for leaf in Leaf.objects.select_related("act")]
    store = merkle.MemoryStore()
    store.update(merkle.Tree(store).grown(0, hashes))
    previous = seals.FIRST
    for seal in list(Seal.objects.all()):
        root = merkle.Tree(store).root(seal.size).hex()
        unsigned = seals.body(
            number=seal.number, size=seal.size, root=root, sealed_at=seal.sealed_at,
            previous=previous, public_key=signer.public_key.hex(),
        )  # fmt: skip
        document = seals.signed(unsigned, signer)
        tamper(
            "UPDATE journal_seal SET root = %s, previous = %s, signature = %s, public_key = %s, key_id = %s WHERE number = %s",
            root, previous, document["signature"], document["public_key"], document["key_id"], seal.number,
        )  # fmt: skip
        previous = seals.hash_of(document)
