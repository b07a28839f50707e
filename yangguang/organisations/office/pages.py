"""What the pages of this room share: the door, and a page with one form whose verb may refuse."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from wagtail.admin.auth import require_admin_access

from yangguang.accounts.forms import VerbForm, sent
from yangguang.accounts.models import User
from yangguang.lib.errors import Refusal
from yangguang.organisations import rules
from yangguang.organisations.acting import Acting
from yangguang.organisations.models import Organisation
from yangguang.organisations.permissions import Permission

__all__ = [
    "Crumb",
    "acting_for",
    "for_managers",
    "form_page",
    "organisation_or_404",
    "page",
    "person_or_404",
    "sent",
]

View = Callable[..., HttpResponseBase]
Crumb = tuple[str, str]


def for_managers(view: View) -> View:
    """Open to who manages people somewhere; which rows, the view asks row by row."""

    def allowed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not rules.may_anywhere(request.user, Permission.MANAGE_PEOPLE):
            raise Refusal(_("这些页面由系统管理员使用。需要时请联系本单位系统管理员。"), code="forbidden")
        response = view(request, *args, **kwargs)
        add_never_cache_headers(response)
        return response

    guarded: View = require_admin_access(allowed)

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return guarded(request, *args, **kwargs)

    return answer


def acting_for(request: HttpRequest, organisation: Organisation) -> Acting:
    """The signed-in person as manager of an organisation's people. Raises Refusal ``forbidden``."""
    return rules.acting_as(request.user, organisation, permission=Permission.MANAGE_PEOPLE)


def organisation_or_404(request: HttpRequest, code: str) -> Organisation:
    """An organisation that the person manages. Raises Refusal ``not-found``."""
    found = (
        rules.organisations_visible_to(request.user)
        .filter(code=code)
        .select_related("parent", "successor")
        .first()
    )
    if found is None:
        raise Refusal(_("没有这个机构，或者不归您管理。"), code="not-found")
    return found


def person_or_404(request: HttpRequest, uid: str) -> User:
    """A member of staff whom the person may see. Raises Refusal ``not-found``."""
    found = rules.people_visible_to(request.user).filter(uid=uid).first()
    if found is None:
        raise Refusal(_("没有这个人员，或者不归您管理。"), code="not-found")
    return found


def form_page(
    request: HttpRequest,
    form: VerbForm,
    act: Callable[[dict[str, Any]], HttpResponseBase],
    *,
    title: str,
    submit: str,
    crumbs: Sequence[Crumb],
    hint: str = "",
    back: str = "",
    grave: bool = False,
) -> HttpResponseBase:
    """Show a form; when it is sent and valid, call ``act``. A refusal goes back into the form with all that was typed.

    ``grave`` marks what cannot be undone: the button says so in its colour.
    """
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            return act(form.cleaned_data)
        except Refusal as refusal:
            if refusal.code in {"forbidden", "not-found"} and refusal.field is None:
                raise
            form.refuse(refusal)
            status = 409 if refusal.code == "conflict" else 200
    if form.is_bound:
        form.say_wrong()
    return page(
        request,
        "form",
        status=status,
        form=form,
        title=title,
        submit=submit,
        crumbs=crumbs,
        hint=hint,
        back=back or (crumbs[-1][1] if crumbs else ""),
        grave=grave,
    )


def page(request: HttpRequest, name: str, *, status: int = 200, **context: Any) -> HttpResponse:
    """One of this room's office templates."""
    form = context.get("form")
    assert form is None or isinstance(form, BaseForm)
    return render(request, f"organisations/{name}.html", context, status=status)
