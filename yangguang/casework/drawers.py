"""Drawers of the desk: what waits for somebody and is not a step of a case. Upper rooms fill them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.http import HttpRequest

from yangguang.web.pages import Numbered


@dataclass(frozen=True)
class Drawer:
    """One more list on the desk: what lies in it for a user, how much, and how a page of it is drawn (safe HTML)."""

    name: str
    label: Any
    rows: Callable[[Any], models.QuerySet[Any]]
    count: Callable[[Any], int]
    show: Callable[[HttpRequest, Numbered], str]


_drawers: dict[str, Drawer] = {}


def register(drawer: Drawer) -> None:
    """Put a drawer into every desk; it shows to whom something lies in it."""
    _drawers[drawer.name] = drawer


def drawers() -> dict[str, Drawer]:
    return dict(_drawers)
