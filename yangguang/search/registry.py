"""Owners of what can be found say which of their records are alive; a hit that is not is never shown.

The index follows by seconds. What was withdrawn or expunged a moment ago is kept out here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable

from yangguang.lib.ref import Ref

Alive = Callable[[list[str]], set[str]]

_owners: dict[str, Alive] = {}


def register(kind: str, alive: Alive) -> None:
    """``alive`` is given public uids of ``kind`` (such as ``disclosure.item``) and answers those to be shown."""
    _owners[kind] = alive


def living(refs: Iterable[Ref]) -> set[Ref]:
    """Those of ``refs`` that their owners vouch for. A kind that nobody registered is not shown."""
    asked = {str(ref): ref for ref in refs}
    return {asked[written] for written in alive(asked)}


def alive(refs: Iterable[str]) -> set[str]:
    """The same for references as they are written; one question to each owner."""
    by_kind: dict[str, list[str]] = defaultdict(list)
    for ref in refs:
        kind, _colon, uid = ref.partition(":")
        by_kind[kind].append(uid)
    return {
        f"{kind}:{uid}" for kind, uids in by_kind.items() if kind in _owners for uid in _owners[kind](uids)
    }
