"""The shape of every list of the open API."""

from __future__ import annotations

from typing import Generic, TypeVar

from ninja import Schema

T = TypeVar("T")


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
