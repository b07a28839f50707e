"""How often one place may ask for what costs most: search, the open API, downloads.

Kept in this process's memory (docs/decisions/0012-rate-limits.md): no row is written because somebody reads, and with
N processes one place gets at most N times its share. What must hold exactly, guesses at passwords and codes,
is counted in the database (``accounts.throttle``) and not here. Pages to read are not limited at all.
"""

from __future__ import annotations

import math
import re
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from yangguang.web.addresses import block, client_address

MOST_PLACES = 20_000
_CODES = re.compile(
    r"^/verify/(?:documents/|\w{4}-\w{4}-\w{4}-\w{4}/)$|^/foi/(?:requests|track)/"
)  # nobody tries codes by the thousand
_EXPORT = re.compile(r"\.(?:csv|xlsx|zip|json)$")


@dataclass(frozen=True)
class Rate:
    """``per_minute`` in the long run, and as many at once as half a minute gives."""

    per_minute: int

    @property
    def interval(self) -> float:
        """Seconds that one request uses up."""
        return 60 / self.per_minute

    @property
    def burst(self) -> float:
        """Seconds by which a place may be ahead."""
        return max(30.0, self.interval)


class Meter:
    """One float for each place: the moment at which all that it asked for would be used up (GCRA).

    Holds the ``most`` places that asked last, about 200 bytes each; a place that is forgotten starts anew.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic, most: int = MOST_PLACES) -> None:
        self._now = now
        self._most = most
        self._used_up: OrderedDict[str, float] = OrderedDict()
        self._lock = threading.Lock()

    def wait(self, key: str, rate: Rate) -> float:
        """Take one request; 0, or the seconds after which it would be granted."""
        with self._lock:
            now = self._now()
            ahead = max(self._used_up.get(key, now), now) + rate.interval
            if ahead - now > rate.burst + rate.interval / 2:
                return ahead - now - rate.burst
            self._used_up[key] = ahead
            self._used_up.move_to_end(key)
            if len(self._used_up) > self._most:
                self._used_up.popitem(last=False)
            return 0.0

    def forget(self) -> None:
        """Start anew."""
        with self._lock:
            self._used_up.clear()


meter = Meter()


class RateLimits:
    """Answers 429 with ``Retry-After``: a sentence on a page, JSON where the API was asked."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        kind = kind_of(request)
        per_minute = settings.YANGGUANG_RATES.get(kind, 0) if kind else 0
        if not per_minute:
            return self.get_response(request)
        seconds = meter.wait(f"{kind} {block(client_address(request))}", Rate(per_minute))
        return _too_many(request, math.ceil(seconds)) if seconds else self.get_response(request)


def kind_of(request: HttpRequest) -> str:
    """``search``, ``api``, ``download``; nothing for all else, which is not limited."""
    path = request.path_info.removeprefix("/large")
    if path.startswith("/api/"):
        return "api"
    if path.startswith(("/office/", "/accounts/", "/static/")):
        return ""
    if path.startswith("/files/") or _EXPORT.search(path):
        return "download"
    asked = path.startswith("/search/") or _CODES.match(path) or request.GET.get("q")
    return "search" if asked else ""


def _too_many(request: HttpRequest, seconds: int) -> HttpResponseBase:
    message = _("您那里的请求太多了，请 %(seconds)d 秒后再试。要整批数据的，请用“数据开放”里的下载。") % {
        "seconds": seconds
    }
    response: HttpResponseBase
    if request.path_info.startswith("/api/"):
        response = JsonResponse(
            {"error": "too-many", "message": message}, status=429, json_dumps_params={"ensure_ascii": False}
        )
    else:
        response = render(request, "web/errors/429.html", {"message": message}, status=429)
    response.headers["Retry-After"] = str(seconds)
    response.headers["Cache-Control"] = "no-store"
    return response
