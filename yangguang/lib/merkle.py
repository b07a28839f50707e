"""The tree of RFC 6962 (section 2.1): hashes, roots, inclusion and consistency proofs.

A leaf is hashed with a leading 0x00, a node with 0x01, so that neither can pass for the other.
Only *complete* subtrees are stored, as ``(level, index)``: level 0 are the leaf hashes, and node
``(level, index)`` covers the leaves from ``index * 2**level`` on. They never change once written,
so the store is append-only. Everything else is folded from at most ``log2(size)`` of them::

    size 7            root
                  /          \\
            (2,0)              .        <- folded, not stored
           /     \\           /   \\
        (1,0)   (1,1)     (1,2)  (0,6)
        /  \\    /  \\     /  \\
      0,0 0,1 0,2 0,3   0,4 0,5

Indexes count from 0. The verifying functions at the end are pure and need no store.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

Place = tuple[int, int]  # (level, index) of a complete subtree
Span = tuple[int, int]  # leaves lo <= i < hi


class NodeStore(Protocol):
    """Where complete subtrees are kept."""

    def fetch(self, places: Iterable[Place]) -> Mapping[Place, bytes]:
        """The hashes at *places*; a missing one is left out."""


class MissingNode(LookupError):
    """The store lacks a node that a tree of this size must have."""


def leaf_hash(data: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


EMPTY_ROOT = hashlib.sha256(b"").digest()


class MemoryStore(dict[Place, bytes]):
    """A store in memory: for tests, and for recomputing a tree beside the stored one."""

    def fetch(self, places: Iterable[Place]) -> Mapping[Place, bytes]:
        return {place: self[place] for place in places if place in self}


class Tree:
    """Questions asked of a node store about the tree of its first *size* leaves."""

    def __init__(self, store: NodeStore) -> None:
        self.store = store

    def root(self, size: int) -> bytes:
        if size == 0:
            return EMPTY_ROOT
        return self._hashes([(0, size)])[0]

    def inclusion_proof(self, index: int, size: int) -> list[bytes]:
        """The audit path of leaf *index* in the tree of *size* leaves, from the leaf upwards."""
        if not 0 <= index < size:
            raise ValueError(f"leaf {index} is not in a tree of {size}")
        return self._hashes(_inclusion_spans(index, 0, size))

    def consistency_proof(self, old: int, new: int) -> list[bytes]:
        """What shows that the tree of *new* leaves begins with the tree of *old* leaves."""
        if not 0 < old <= new:
            raise ValueError(f"no proof from a tree of {old} to one of {new}")
        return self._hashes(_consistency_spans(old, 0, new, whole=True))

    def grown(self, size: int, leaves: Sequence[bytes]) -> dict[Place, bytes]:
        """The nodes to add when *leaves* (leaf hashes) follow the first *size* ones. Writes nothing."""
        known = dict(self._known(complete_subtrees(0, size))) if size else {}
        added: dict[Place, bytes] = {}
        for index, hashed in enumerate(leaves, start=size):
            place, value = (0, index), hashed
            added[place] = known[place] = value
            while place[1] % 2:
                level, position = place
                value = node_hash(known[level, position - 1], value)
                place = (level + 1, position // 2)
                added[place] = known[place] = value
        return added

    def _hashes(self, spans: list[Span]) -> list[bytes]:
        """The hash of each span, with one call to the store for all of them."""
        subtrees = [complete_subtrees(lo, hi) for lo, hi in spans]
        known = self._known([place for places in subtrees for place in places])
        return [_fold([known[place] for place in places]) for places in subtrees]

    def _known(self, places: list[Place]) -> Mapping[Place, bytes]:
        known = self.store.fetch(places)
        missing = [place for place in places if place not in known]
        if missing:
            raise MissingNode(f"node (level {missing[0][0]}, index {missing[0][1]}) is missing")
        return known


def verify_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Whether *path* leads from the leaf hash at *index* to *root* (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    position, last, value = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            return False
        if position % 2 or position == last:
            value = node_hash(sibling, value)
            while position % 2 == 0 and position:
                position, last = position >> 1, last >> 1
        else:
            value = node_hash(value, sibling)
        position, last = position >> 1, last >> 1
    return last == 0 and value == root


def verify_consistency(old: int, new: int, path: Sequence[bytes], old_root: bytes, new_root: bytes) -> bool:
    """Whether the tree with *new_root* begins with the one with *old_root* (RFC 9162, 2.1.4.2)."""
    if not 0 < old <= new:
        return False
    if old == new:
        return not path and old_root == new_root
    steps = list(path) if old & (old - 1) else [old_root, *path]
    if not steps:
        return False
    position, last = old - 1, new - 1
    while position % 2:
        position, last = position >> 1, last >> 1
    seen_old = seen_new = steps[0]
    for sibling in steps[1:]:
        if last == 0:
            return False
        if position % 2 or position == last:
            seen_old = node_hash(sibling, seen_old)
            seen_new = node_hash(sibling, seen_new)
            while position % 2 == 0 and position:
                position, last = position >> 1, last >> 1
        else:
            seen_new = node_hash(seen_new, sibling)
        position, last = position >> 1, last >> 1
    return last == 0 and seen_old == old_root and seen_new == new_root


def _split_point(count: int) -> int:
    """The largest power of two smaller than *count* (RFC 6962: k < n <= 2k)."""
    return 1 << ((count - 1).bit_length() - 1)


def _inclusion_spans(index: int, lo: int, hi: int) -> list[Span]:
    spans: list[Span] = []
    while hi - lo > 1:
        middle = lo + _split_point(hi - lo)
        if index < middle:
            spans.append((middle, hi))
            hi = middle
        else:
            spans.append((lo, middle))
            lo = middle
    return spans[::-1]


def _consistency_spans(old: int, lo: int, hi: int, *, whole: bool) -> list[Span]:
    """SUBPROOF of RFC 6962, 2.1.2; *whole* is its b: the old tree is exactly this subtree so far."""
    if old == hi - lo:
        return [] if whole else [(lo, hi)]
    half = _split_point(hi - lo)
    if old <= half:
        return [*_consistency_spans(old, lo, lo + half, whole=whole), (lo + half, hi)]
    return [*_consistency_spans(old - half, lo + half, hi, whole=False), (lo, lo + half)]


def complete_subtrees(lo: int, hi: int) -> list[Place]:
    """The stored nodes that make up the leaves lo..hi-1, from left to right (lo is aligned)."""
    places: list[Place] = []
    while lo < hi:
        level = (hi - lo).bit_length() - 1
        places.append((level, lo >> level))
        lo += 1 << level
    return places


def _fold(hashes: list[bytes]) -> bytes:
    value = hashes[-1]
    for left in reversed(hashes[:-1]):
        value = node_hash(left, value)
    return value
