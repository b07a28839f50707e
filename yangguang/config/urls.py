"""Addresses by role: the public site, the office, or both; every process answers /healthz (and /metrics to few).

A public process knows no address of the office. An office process stands on the intranet: what it does not serve
itself it sends on to the public site, so that every link on its pages leads somewhere.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any
from urllib.parse import urlparse

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView

from yangguang.config import health, metrics

_PUBLIC = [
    "disclosure",
    "foi",
    "casework",
    "decisions",
    "documents",
    "journal",
    "files",
    "accounts",
    "portal",
]
_OFFICE = [
    "casework",
    "disclosure",
    "foi",
    "decisions",
    "documents",
    "files",
    "deadlines",
    "screening",
    "search",
    "organisations",
    "sites",
    "notices",
    "rehearsal",
]
# What the office's own pages need of the public ones: its people sign in there and read what is not public yet.
_IN_THE_OFFICE_TOO = {"accounts", "files", "casework", "decisions", "documents", "journal"}


def patterns_for(role: str) -> list[Any]:
    """The addresses that a process of this role answers."""
    found: list[Any] = [path("healthz", health.healthz), path("metrics", metrics.metrics)]
    if role in {"all", "public"}:
        found.append(path("api/v1/", _api()))
        found += _mounted("", _PUBLIC, "urls")
    if role in {"all", "office"}:
        from yangguang.web.office.shell import shell_urls  # noqa: PLC0415 (a public process has no office)

        found.append(path("office/", include(shell_urls)))
        found += _mounted("office/", _OFFICE, "office_urls")
    if role == "office":
        found.append(path("", RedirectView.as_view(url=settings.LOGIN_REDIRECT_URL)))
        for room in _PUBLIC:
            mounted = _mounted("", [room], "urls")
            found += mounted if room in _IN_THE_OFFICE_TOO else [_sent_on(room)]
    return found


def _mounted(prefix: str, rooms: list[str], module: str) -> list[Any]:
    names = [
        f"yangguang.{room}.{module}"
        for room in rooms
        if find_spec(f"yangguang.{room}") and find_spec(f"yangguang.{room}.{module}")
    ]
    return [path(prefix, include(import_module(name).urlpatterns)) for name in names]


@cache
def _api() -> Any:
    """Ninja hands its addresses out once."""
    from yangguang.config.api import api  # noqa: PLC0415 (an office process has no open API)

    return api.urls


def _sent_on(room: str) -> Any:
    """The same addresses under the same names, all leading to the public site."""
    return path("", include(_leading_away(import_module(f"yangguang.{room}.urls").urlpatterns)))


def _leading_away(patterns: list[Any]) -> list[Any]:
    return [
        URLPattern(one.pattern, to_the_public_site, {}, one.name)
        if isinstance(one, URLPattern)
        else URLResolver(
            one.pattern, _leading_away(one.url_patterns), app_name=one.app_name, namespace=one.namespace
        )
        for one in patterns
    ]


def to_the_public_site(request: HttpRequest, **_: Any) -> HttpResponse:
    """Where citizens read what the link on an office page leads to."""
    if request.method not in {"GET", "HEAD"} or urlparse(settings.BASE_URL).netloc == request.get_host():
        raise Http404
    return HttpResponseRedirect(settings.BASE_URL + request.get_full_path())


urlpatterns = patterns_for(settings.ROLE)

handler400 = "yangguang.web.errors.bad_request"
handler403 = "yangguang.web.errors.forbidden"
handler404 = "yangguang.web.errors.not_found"
handler500 = "yangguang.web.errors.server_error"
