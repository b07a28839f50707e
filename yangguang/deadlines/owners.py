"""Whose a clock is, told by the rooms above: who does the step, who leads them, what may be said of it.

This room knows what a clock is about only as a Ref. The room that owns the kind registers here what warnings, lists, the
calendar feed and the verbs need to know.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models

from yangguang.accounts.models import User
from yangguang.lib.ref import Ref
from yangguang.organisations.acting import Acting


@dataclass(frozen=True)
class Matter:
    """What may be said of a clock wherever its people read: a number, a step, a page; no titles, no names.

    `about` are the Refs in whose history an act on the clock belongs as well.
    """

    number: str
    step: str
    url: str = ""
    about: tuple[Ref, ...] = ()


@dataclass(frozen=True)
class Elsewhere:
    """Where a room does with its clocks itself what this room's general pages do with any: a page of its own, on which
    it checks what it must and tells whom it must. ``why`` is one sentence for whoever comes by the general page.
    """

    url: str
    label: str
    why: str


def _here(ref: Ref, limit: str, verb: str) -> Elsewhere | None:
    return None


def _nothing(refs: Sequence[Ref]) -> None:
    return None


def _nobody(ref: Ref) -> list[User]:
    return []


@dataclass(frozen=True)
class Owner:
    """How to ask after the subjects of one kind."""

    kind: str
    describe: Callable[[Sequence[Ref]], dict[Ref, Matter]]
    holders: Callable[[Ref], list[User]]  # who does it now
    acting: Callable[[Ref, Any], Acting]  # the right by which a person does it; Refusal
    mine: Callable[[Any], list[Ref]]  # what waits for a person
    visible: Callable[[Any], models.QuerySet[Any, Any]]  # the Refs, as texts, of which a person may know
    heads: Callable[[Ref], list[User]] = _nobody  # who leads those who do it
    concerned: Callable[[Ref], list[User]] = _nobody  # who besides them wants to know: who opened it
    # Their clocks were moved, stand still or run on: in the same transaction. Who ends a clock knows of it.
    moved: Callable[[Sequence[Ref]], None] = _nothing
    # Given a limit's code and suspend, resume, restart or extend: the room's own page for it, None for the general one.
    elsewhere: Callable[[Ref, str, str], Elsewhere | None] = _here


_owners: dict[str, Owner] = {}


def register(owner: Owner) -> None:
    """Make the subjects of a kind known."""
    _owners[owner.kind] = owner


def of(ref: Ref) -> Owner | None:
    return _owners.get(ref.kind)


def registered() -> list[Owner]:
    return list(_owners.values())


def describe(refs: Iterable[Ref]) -> dict[Ref, Matter]:
    """What may be said of each; what no room knows is left out."""
    found: dict[Ref, Matter] = {}
    for owner, some in _by_owner(refs):
        found |= owner.describe(some)
    return found


def _by_owner(refs: Iterable[Ref]) -> Iterator[tuple[Owner, list[Ref]]]:
    kinds: dict[str, list[Ref]] = {}
    for ref in refs:
        kinds.setdefault(ref.kind, []).append(ref)
    for kind, some in kinds.items():
        if owner := _owners.get(kind):
            yield owner, some


def elsewhere(ref: Ref, limit: str, verb: str) -> Elsewhere | None:
    """The page of its own room on which a verb is done to a clock of this subject; None where the general page does it."""
    owner = of(ref)
    return owner.elsewhere(ref, limit, verb) if owner else None


def about(ref: Ref) -> list[Ref]:
    """The Refs in whose history an act on a clock of this subject belongs as well."""
    matter = describe([ref]).get(ref)
    return list(matter.about) if matter else []


def moved(refs: Iterable[Ref]) -> None:
    """Tell the owners that the clocks of these were moved, stand still or run on."""
    for owner, some in _by_owner(refs):
        owner.moved(some)


def everybody(ref: Ref) -> list[User]:
    """Those whom a change of the clock concerns: who does the step and who opened the matter."""
    owner = of(ref)
    return list(dict.fromkeys([*owner.holders(ref), *owner.concerned(ref)])) if owner else []


def forget(kind: str) -> None:
    """Take an owner out again (tests register for the length of one test)."""
    _owners.pop(kind, None)
