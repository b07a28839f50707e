"""Addresses by role: the public site, the office, or both; every process answers /healthz."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.conf import settings
from django.urls import include, path

from yangguang.config import health
from yangguang.web.office.shell import shell_urls

_PUBLIC = ["disclosure", "casework", "journal", "files", "accounts", "portal"]
_OFFICE = ["casework", "disclosure", "deadlines", "screening", "organisations", "sites", "notices"]

urlpatterns: list[Any] = [path("healthz", health.healthz)]


def _mount(prefix: str, rooms: list[str], module: str) -> None:
    for room in rooms:
        name = f"yangguang.{room}.{module}"
        if find_spec(f"yangguang.{room}") and find_spec(name):
            urlpatterns.append(path(prefix, include(import_module(name).urlpatterns)))


if settings.ROLE in {"all", "public"}:
    from yangguang.config.api import api

    urlpatterns.append(path("api/v1/", api.urls))
    _mount("", _PUBLIC, "urls")
if settings.ROLE in {"all", "office"}:
    urlpatterns.append(path("office/", include(shell_urls)))
    _mount("office/", _OFFICE, "office_urls")
    if settings.ROLE == "office":
        _mount("", ["accounts", "files", "casework", "journal"], "urls")

handler400 = "yangguang.web.errors.bad_request"
handler403 = "yangguang.web.errors.forbidden"
handler404 = "yangguang.web.errors.not_found"
handler500 = "yangguang.web.errors.server_error"
