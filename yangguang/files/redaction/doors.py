"""Whose files may be redacted, by whom, and where the redacted one goes: said by the room that owns the file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from yangguang.files.models import StoredFile
from yangguang.lib.errors import Refusal
from yangguang.organisations.acting import Acting


@dataclass(frozen=True, slots=True)
class Door:
    """What a room that owns files of a Ref kind answers.

    ``may`` gives the right by which a user redacts a file now, or raises Refusal: ``not-found`` for who may not know of
    it, ``forbidden``, ``conflict``. ``back`` is the title of what the file belongs to and the address to go back to.
    ``place`` puts the redacted file where the original (or what it was redacted to before) was, in the transaction of
    the verb. ``screen`` refuses names and words that must not be kept, label by label.
    """

    may: Callable[[StoredFile, Any], Acting]
    back: Callable[[StoredFile], tuple[str, str]]
    place: Callable[[StoredFile, StoredFile, Acting], None]
    screen: Callable[[StoredFile, Mapping[str, str], Acting], None]


_doors: dict[str, Door] = {}


def register(kind: str, door: Door) -> None:
    """The room that owns files of a Ref kind lets them be redacted."""
    _doors[kind] = door


def of(file: StoredFile) -> Door:
    """Raises Refusal ``not-found`` where the owner's room lets nobody."""
    door = _doors.get(file.owner.kind)
    if door is None:
        raise Refusal(_("没有找到这个文件，或者它不能在这里遮盖。"), code="not-found")
    return door
