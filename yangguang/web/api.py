"""What every part of the open API shares: the shape of a list and of a refusal, and how both are declared."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, Generic, TypeVar

from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema

T = TypeVar("T")

LARGEST_NUMBER = 2**31 - 1
NOT_FOUND, GONE = 404, 410
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WHOLE = re.compile(r"-?[0-9]{1,20}(\.0{1,20})?")


class Page(Schema, Generic[T]):
    """``next`` is the address of the following page, or null at the end."""

    count: int
    count_exact: bool
    next: str | None
    items: list[T]


class Problem(Schema):
    """Why a request was refused: a stable word for programs, a sentence for people."""

    error: str
    message: str


def answers(shape: Any, *also: int, asked: bool = True, kept: bool = False) -> dict[int, Any]:
    """What an operation may answer, for ``response=``: its shape, and every refusal in the one shape of refusals.

    ``also`` are the refusals of this operation (404, 410), ``asked`` that it takes parameters, which can be wrong,
    ``kept`` that it answers 304 to whoever has kept an answer.
    """
    refusals = [400, *also, *([422] if asked else []), 429]
    return {200: shape, **({304: None} if kept else {}), **dict.fromkeys(refusals, Problem)}


def _day(text: str) -> date | None:
    """A day as ISO 8601 writes it in full; Python takes week dates and unbroken digits for days too."""
    if not text:
        return None
    if _DAY.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            pass
    raise ValueError(_("要写成 2026-01-05 的样子"))


def _plain(value: Any) -> Any:
    """A number as JSON Schema says it, to which 5.0 is whole too: Pydantic would take ``1_000`` and `` 7 `` as well."""
    if isinstance(value, str) and not _WHOLE.fullmatch(value):
        raise ValueError(_("要写成整数"))
    return value


def _yes_or_no(value: Any) -> Any:
    """Yes or no as the description says it; 1 and 0 as addresses write them."""
    if isinstance(value, str) and value not in {"true", "false", "1", "0"}:
        raise ValueError(_("只能是 true 或者 false"))
    return value


def _is_a_day(text: str) -> str:
    _day(text)
    return text


Day = Annotated[
    str,
    AfterValidator(_is_a_day),
    WithJsonSchema({"anyOf": [{"type": "string", "format": "date"}, {"type": "string", "maxLength": 0}]}),
]
"""A day of the calendar, or nothing: an empty field of a form. :func:`day` reads it."""

WHOLE = BeforeValidator(_plain)

Number = Annotated[int, Field(ge=1, le=LARGEST_NUMBER), WHOLE]
"""A number that counts from 1."""

YesNo = Annotated[bool, BeforeValidator(_yes_or_no)]

Words = Annotated[str, Field(pattern=r"^[^\x00]*$")]
"""What people write: anything but zero bytes, which no address may hold (``web.middleware.NoZeroBytes``)."""

Code = Annotated[str, Field(max_length=60, pattern="^[A-Za-z0-9_-]*$")]
"""The code of an organisation, a category, a process; one that there is not is answered with 404."""

Cursor = Annotated[str, Field(max_length=400, pattern="^[A-Za-z0-9_:.~+/ -]*$")]
"""A place in a list as ``next`` gave it; any other is answered with 404."""


def day(text: str) -> date | None:
    """The day that a :data:`Day` says."""
    return _day(text)
