"""Who may read a file, as its owner says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, BinaryIO

from yangguang.files.models import State, StoredFile

MayRead = Callable[[StoredFile, Any], bool]
Check = Callable[[BinaryIO, str], None]

_policies: dict[str, MayRead] = {}
_checks: list[Check] = []


def register_owner(kind: str, may_read: MayRead) -> None:
    """The room that owns files of a Ref kind answers here who may read those that are not public."""
    _policies[kind] = may_read


def register_check(check: Check) -> None:
    """A room above looks at each content (and cleaned name) before anything is stored; it raises Refusal to stop it."""
    if check not in _checks:
        _checks.append(check)


def checks() -> tuple[Check, ...]:
    """What rooms above want to have looked at."""
    return tuple(_checks)


def may_read(file: StoredFile, user: Any) -> bool:
    """Whether a user may have a file: a public one anybody, a quarantined or destroyed one nobody, else as the
    owner's room says, and nobody where it has said nothing.
    """
    if file.blob_id is None or file.state == State.QUARANTINE:
        return False
    if file.state == State.PUBLIC:
        return True
    policy = _policies.get(file.owner.kind)
    return bool(policy and policy(file, user))
