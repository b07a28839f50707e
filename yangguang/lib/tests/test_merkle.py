"""The tree against RFC 6962's definition written down naively, and the vectors that CT logs use."""

from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yangguang.lib import merkle
from yangguang.lib.merkle import MemoryStore, Tree

# The eight leaves and their roots in the reference tests of Certificate Transparency.
CT_LEAVES = [
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
]  # fmt: skip
CT_ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
SIZES = st.integers(min_value=1, max_value=70)


def leaves_of(size: int) -> list[bytes]:
    return [merkle.leaf_hash(b"leaf %d" % index) for index in range(size)]


def tree_of(leaves: list[bytes]) -> Tree:
    store = MemoryStore()
    store.update(Tree(store).grown(0, leaves))
    return Tree(store)


def naive_root(leaves: list[bytes]) -> bytes:
    """MTH, word for word from RFC 6962 2.1 (over leaf hashes)."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return sha256(b"\x01" + naive_root(leaves[:k]) + naive_root(leaves[k:])).digest()


def naive_path(index: int, leaves: list[bytes]) -> list[bytes]:
    if len(leaves) == 1:
        return []
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    if index < k:
        return [*naive_path(index, leaves[:k]), naive_root(leaves[k:])]
    return [*naive_path(index - k, leaves[k:]), naive_root(leaves[:k])]


def naive_subproof(m: int, leaves: list[bytes], b: bool) -> list[bytes]:
    if m == len(leaves):
        return [] if b else [naive_root(leaves)]
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    if m <= k:
        return [*naive_subproof(m, leaves[:k], b), naive_root(leaves[k:])]
    return [*naive_subproof(m - k, leaves[k:], False), naive_root(leaves[:k])]


@pytest.mark.parametrize("size", range(1, 9))
def test_the_roots_are_those_of_certificate_transparency(size: int) -> None:
    leaves = [merkle.leaf_hash(bytes.fromhex(text)) for text in CT_LEAVES[:size]]
    assert tree_of(leaves).root(size).hex() == CT_ROOTS[size - 1]


def test_the_proofs_of_certificate_transparency_are_ours() -> None:
    tree = tree_of([merkle.leaf_hash(bytes.fromhex(text)) for text in CT_LEAVES])
    assert [step.hex() for step in tree.inclusion_proof(5, 8)] == [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ]
    assert [step.hex() for step in tree.consistency_proof(6, 8)] == [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ]


def test_the_empty_tree_has_the_hash_of_nothing() -> None:
    assert Tree(MemoryStore()).root(0) == sha256(b"").digest()


def test_a_leaf_cannot_pass_for_a_node() -> None:
    left, right = leaves_of(2)
    assert merkle.leaf_hash(left + right) != merkle.node_hash(left, right)


@given(size=SIZES)
@settings(max_examples=70)
def test_roots_and_proofs_equal_the_naive_definition(size: int) -> None:
    leaves = leaves_of(size)
    tree = tree_of(leaves)
    for part in range(1, size + 1):
        assert tree.root(part) == naive_root(leaves[:part])
        assert tree.consistency_proof(part, size) == naive_subproof(part, leaves, True)
    for index in range(size):
        assert tree.inclusion_proof(index, size) == naive_path(index, leaves)


@given(size=SIZES, data=st.data())
def test_growing_in_pieces_is_growing_at_once(size: int, data: st.DataObject) -> None:
    leaves, store, done = leaves_of(size), MemoryStore(), 0
    while done < size:
        piece = data.draw(st.integers(min_value=1, max_value=size - done))
        store.update(Tree(store).grown(done, leaves[done : done + piece]))
        done += piece
    assert store == tree_of(leaves).store


@given(size=SIZES, data=st.data())
def test_a_true_proof_verifies_and_a_false_one_does_not(size: int, data: st.DataObject) -> None:
    leaves = leaves_of(size)
    tree, root = tree_of(leaves), naive_root(leaves)
    index = data.draw(st.integers(min_value=0, max_value=size - 1))
    path = tree.inclusion_proof(index, size)
    assert merkle.verify_inclusion(leaves[index], index, size, path, root)

    other = data.draw(st.integers(min_value=0, max_value=size).filter(lambda number: number != index))
    assert not merkle.verify_inclusion(leaves[index], other, size, path, root)
    assert not merkle.verify_inclusion(merkle.leaf_hash(b"else"), index, size, path, root)
    assert not merkle.verify_inclusion(leaves[index], index, size, [*path, root], root)
    assert not merkle.verify_inclusion(leaves[index], index, size, path, merkle.leaf_hash(b"else"))
    for step in range(len(path)):
        assert not merkle.verify_inclusion(leaves[index], index, size, path[:step] + path[step + 1 :], root)
        bent = [*path[:step], merkle.leaf_hash(b"else"), *path[step + 1 :]]
        assert not merkle.verify_inclusion(leaves[index], index, size, bent, root)


@given(size=SIZES, data=st.data())
def test_growth_verifies_and_rewriting_does_not(size: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(min_value=1, max_value=size))
    leaves = leaves_of(size)
    path = tree_of(leaves).consistency_proof(old, size)
    old_root, new_root = naive_root(leaves[:old]), naive_root(leaves)
    assert merkle.verify_consistency(old, size, path, old_root, new_root)

    altered = data.draw(st.integers(min_value=0, max_value=old - 1))
    rewritten = [*leaves[:altered], merkle.leaf_hash(b"else"), *leaves[altered + 1 :]]
    false_path = tree_of(rewritten).consistency_proof(old, size)
    assert not merkle.verify_consistency(old, size, false_path, old_root, naive_root(rewritten))
    assert not merkle.verify_consistency(old, size, path, old_root, naive_root(rewritten))
    assert not merkle.verify_consistency(old, size, [*path, old_root], old_root, new_root)


def test_questions_outside_the_tree_are_refused() -> None:
    tree = tree_of(leaves_of(3))
    for index, size in ((3, 3), (-1, 3)):
        with pytest.raises(ValueError, match="not in a tree"):
            tree.inclusion_proof(index, size)
    for old, new in ((0, 3), (4, 3)):
        with pytest.raises(ValueError, match="no proof"):
            tree.consistency_proof(old, new)
    assert not merkle.verify_inclusion(b"", 0, 0, [], merkle.EMPTY_ROOT)
    assert not merkle.verify_consistency(0, 3, [], b"", tree.root(3))


def test_a_hole_in_the_store_is_named() -> None:
    tree = tree_of(leaves_of(7))
    assert isinstance(tree.store, MemoryStore)
    del tree.store[2, 0]
    with pytest.raises(merkle.MissingNode, match="level 2, index 0"):
        tree.root(7)
