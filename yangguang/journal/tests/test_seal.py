"""Sealing: places are given by the one sealer, heads are signed and chained."""

from collections.abc import Callable

import pytest

from yangguang.journal import actions
from yangguang.journal.models import Act, Leaf, Node, Seal, Unsealed
from yangguang.journal.proofs import trusted_keys
from yangguang.journal.sealing import tree
from yangguang.lib import merkle, seals

Light = Callable[..., Act]
pytestmark = pytest.mark.django_db


def test_nothing_new_is_not_sealed(light: Light) -> None:
    assert actions.seal() is None
    light()
    assert actions.seal() is not None and actions.seal() is None


def test_acts_get_their_places_in_order_and_the_root_is_that_of_their_leaves(light: Light) -> None:
    acts = [light(str(number)) for number in range(5)]
    first = actions.seal()
    acts += [light(str(number)) for number in range(6)]
    second = actions.seal()
    assert first and second and (first.number, first.size, second.number, second.size) == (1, 5, 2, 11)
    assert [leaf.act for leaf in Leaf.objects.select_related("act")] == acts
    assert not Unsealed.objects.exists()
    hashes = [bytes.fromhex(act.leaf_hash) for act in acts]
    store = merkle.MemoryStore()
    store.update(merkle.Tree(store).grown(0, hashes))
    assert first.root == merkle.Tree(store).root(5).hex() and second.root == merkle.Tree(store).root(11).hex()
    assert Node.objects.count() == len(store) and tree().root(11).hex() == second.root


def test_seals_are_signed_by_the_house_and_name_the_one_before(light: Light) -> None:
    made = []
    for _number in range(3):
        light()
        made.append(actions.seal())
    documents = [seal.document() for seal in Seal.objects.all()]
    assert [document["previous"] for document in documents] == [
        seals.FIRST, seals.hash_of(documents[0]), seals.hash_of(documents[1])
    ]  # fmt: skip
    for document in documents:
        assert seals.well_formed(document) and seals.signature_holds(document)
        assert trusted_keys()[document["key_id"]].hex() == document["public_key"]


@pytest.mark.parametrize(
    "change", ["size", "root", "sealed_at", "previous", "number", "signature", "public_key", "key_id"]
)
def test_a_changed_seal_does_not_verify(change: str, light: Light) -> None:
    light()
    made = actions.seal()
    assert made
    document = made.document()
    value = document[change]
    document[change] = (
        value + 1 if isinstance(value, int) else value[:-1] + ("0" if value[-1] != "0" else "1")
    )
    assert not (seals.well_formed(document) and seals.signature_holds(document))


def test_more_acts_than_fit_under_one_seal_get_several(light: Light, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("yangguang.journal.sealing.AT_ONCE", 2)
    for _number in range(5):
        light()
    sizes = [made.size if (made := actions.seal()) else None for _round in range(4)]
    assert sizes == [2, 4, 5, None]
