"""Whose business a party is, told by the rooms above.

This room knows parties, not the matters in which they stand. A room whose records name parties (by a foreign key, down)
registers here of which ones a person may know because of a matter. Where nobody has registered, nobody sees anything
but herself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import models

if TYPE_CHECKING:
    from yangguang.parties.models import Party

Keys = models.QuerySet[Any, Any]


def _free(party: Party) -> str:
    return ""


@dataclass(frozen=True)
class Owner:
    """How to ask after the parties of one kind of record.

    ``visible`` answers with the primary keys of the parties in the records that a person may see, that is with the
    room's own policy: ``Request.objects.visible_to(user).values("applicant")``. They are shown masked.
    ``unmaskable`` narrows them to those whose whole values the person may ask for: who handles the matter, not who
    merely watches it. ``keeps`` is why a record still needs what is known of a party, as one Chinese sentence; empty
    when it does not. ``agencies`` are the primary keys of the agencies on which open matters rest.
    """

    kind: str
    visible: Callable[[Any], Keys]
    unmaskable: Callable[[Any], Keys]
    keeps: Callable[[Party], str] = _free
    agencies: Callable[[], Keys] | None = None


_owners: dict[str, Owner] = {}


def register(owner: Owner) -> None:
    """Make the parties of a kind of record known."""
    _owners[owner.kind] = owner


def registered() -> list[Owner]:
    return list(_owners.values())


def visible(user: Any) -> list[Keys]:
    """One query of primary keys for each kind of record."""
    return [owner.visible(user) for owner in _owners.values()]


def unmaskable(user: Any) -> list[Keys]:
    return [owner.unmaskable(user) for owner in _owners.values()]


def kept_because(party: Party) -> str:
    """The first reason why what is known of a party is still needed; empty when nobody needs it."""
    return next((why for owner in _owners.values() if (why := owner.keeps(party))), "")


def forget(kind: str) -> None:
    """Take an owner out again (tests register for the length of one test)."""
    _owners.pop(kind, None)
