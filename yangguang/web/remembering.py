"""What a page asks again and again is answered once: the posts of who looks, the working calendars.

    @remembered
    def _appointments(user: int, on: date) -> list[Appointment]: ...

Only within a request that reads (GET, HEAD): a verb, a command and the worker always ask anew. What is remembered belongs
to that request alone and must not be changed by who gets it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.db import connection
from django.http import HttpRequest
from django.http.response import HttpResponseBase

P = ParamSpec("P")
R = TypeVar("R")

_held: ContextVar[dict[tuple[Hashable, ...], Any] | None] = ContextVar("remembered", default=None)


def remembered(ask: Callable[P, R]) -> Callable[P, R]:
    """Decorate a question whose arguments are plain values."""

    @wraps(ask)
    def asked(*args: P.args, **kwargs: P.kwargs) -> R:
        held = _held.get()
        if held is None or connection.in_atomic_block:  # who writes looks at what is there now
            return ask(*args, **kwargs)
        key = (ask, args, *sorted(kwargs.items()))
        if key not in held:
            held[key] = ask(*args, **kwargs)
        found: R = held[key]
        return found

    return asked


class Remembering:
    """Middleware: opens a memory for a request that reads, and lets it go with the answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in {"GET", "HEAD"}:
            return self.get_response(request)
        token = _held.set({})
        try:
            return self.get_response(request)
        finally:
            _held.reset(token)
