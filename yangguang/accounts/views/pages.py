"""What the pages of this room share."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from yangguang.accounts import forms
from yangguang.accounts.models import User
from yangguang.lib.errors import Refusal
from yangguang.web.meta import PageMeta

ENTER_OFFICE = "wagtailadmin.access_admin"

View = Callable[..., HttpResponseBase]


def kept_by_nobody(view: View) -> View:
    """The page is never stored, neither by a proxy nor by the browser of a shared computer."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        add_never_cache_headers(response)
        return response

    return sensitive_post_parameters("password", "new", "again", "current", "code")(answer)


def signed_in(request: HttpRequest) -> User | None:
    """The person whose session this is."""
    return request.user if isinstance(request.user, User) else None


def wanted_address(request: HttpRequest) -> str:
    """Where to go afterwards: an address of this house, or nothing."""
    wanted = request.POST.get("next", request.GET.get("next", ""))
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe and not wanted.startswith(reverse("sign-in")) else ""


def status_of(refusal: Refusal) -> int:
    """429 for what was tried too often, 200 for a form to be mended."""
    return 429 if refusal.code in {"locked", "too-many"} else 200


def page(request: HttpRequest, name: str, *, status: int = 200, **context: Any) -> HttpResponse:
    """One of the room's templates, with what all of them need."""
    form = context.get("form")
    if isinstance(form, forms.VerbForm) and form.is_bound:
        form.say_wrong()
    user = signed_in(request)
    return render(
        request,
        f"accounts/{name}.html",
        {
            **context,
            "page_meta": PageMeta(column=_("登录"), description=_("登录和本人账号"), kind="办事服务"),
            "person": context.get("person", user),
            "may_enter_office": user is not None and user.has_perm(ENTER_OFFICE),
        },
        status=status,
    )
