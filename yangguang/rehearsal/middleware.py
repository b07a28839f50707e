"""Each request of a rehearsal sees the rehearsal's time."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from yangguang.rehearsal import rules


class Rehearsed:
    """Asks the book how far the clock is ahead: one query, in rehearsals only (config/settings.py)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        rules.follow()
        response = self.get_response(request)
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response
