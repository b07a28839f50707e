"""Who makes an export: the room that owns the record registers, since this room knows it as a Ref only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, Any

from yangguang.accounts.models import User
from yangguang.documents.models import Export
from yangguang.journal.actors import Actor
from yangguang.lib.ref import Ref

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Order:
    """What a maker is told: the record, the form (``pdf`` or ``zip``), who asked for it, as the book names her and as
    the policies know her: what she may not read does not go into her file.
    """

    subject: Ref
    form: str
    who: Actor
    reader: User


@dataclass(frozen=True)
class Maker:
    """``may_see``: whether a user may have the record, asked at the order and again at each download.
    ``parts``: how much work it is, in parts that ``progress`` counts; up to ``at_once`` are made while one waits.
    ``write`` writes into an open file and answers the file's name, without personal data, with its ending.
    """

    kind: str
    act: str  # the kind of act that says who took what away; its subject is the record
    may_see: Callable[[Ref, Any], bool]
    parts: Callable[[Ref], int]
    write: Callable[[Order, IO[bytes], Progress], str]
    back: Callable[[Ref], str]  # the record's page in the office
    title: Callable[[Ref], str]
    public: Callable[[Ref], dict[str, str]]  # what the act says besides form, size and hash; no personal data
    organisation_code: Callable[[Ref], str]
    at_once: int = 400


_makers: dict[str, Maker] = {}


def register(maker: Maker) -> None:
    _makers[maker.kind] = maker


def of(export: Export) -> Maker:
    return named(export.kind)


def named(kind: str) -> Maker:
    """LookupError for a kind that no room registered."""
    try:
        return _makers[kind]
    except KeyError:
        raise LookupError(f"no room has registered exports of kind {kind}") from None


def unheard(done: int, of: int) -> None:
    """Progress that nobody watches."""
