"""What the pages of a request share: nobody keeps them, and no address of theirs leaves the house."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from yangguang.accounts.models import User
from yangguang.journal.actors import Actor
from yangguang.web.meta import PageMeta

View = Callable[..., HttpResponseBase]

# The address holds the code: other houses, and our own logs of where somebody came from, get the host at most. Without
# any referrer a browser would send no origin either, and forms would be refused.
REFERRER = "strict-origin"


def private(view: View) -> View:
    """The page is kept by nobody, found by no search engine, and its address is told to nobody."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        response.headers["Cache-Control"] = "private, no-store"
        response.headers["Referrer-Policy"] = REFERRER
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return answer


def meta(column: str, description: str = "") -> PageMeta:
    """The national tags; never a number, a code or what was asked for."""
    return PageMeta(
        column=column,
        description=description or _("依申请公开：申请、查询、答复"),
        keywords=_("依申请公开,政府信息公开"),
        kind="依申请公开",
    )


def crumbs(*last: tuple[str, str]) -> list[tuple[str, str]]:
    return [(_("政务公开"), "/catalogue/"), (_("依申请公开"), "/foi/" if last else ""), *last]


def signed_in(request: HttpRequest) -> User | None:
    return request.user if isinstance(request.user, User) else None


def applicant(request: HttpRequest) -> Actor:
    """Who does it: the account where somebody is signed in; else whoever holds the code. No name either way."""
    person = signed_in(request)
    return Actor(key=person.uid if person else "applicant", name=_("申请人"))


def page(request: HttpRequest, name: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    form = context.get("form")
    if form is not None and form.is_bound:
        form.say_wrong()
    return render(request, f"foi/public/{name}.html", context, status=status)
