"""The security settings as they are in force, to read: where each is set, and who still lacks an authenticator."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from yangguang.organisations.office.pages import for_managers, page
from yangguang.organisations.security import in_force, without_authenticator


@for_managers
def settings_in_force(request: HttpRequest) -> HttpResponseBase:
    return page(request, "security", groups=in_force(), lacking=without_authenticator(request.user))
