"""How one comes to a request in the office: seen by whom it concerns, handled by whose post it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.views.decorators.http import require_http_methods

from yangguang.casework.office.desk import page
from yangguang.foi import rules
from yangguang.foi.models import Request
from yangguang.lib.errors import Refusal
from yangguang.organisations.acting import Acting
from yangguang.web.middleware import STATUS

__all__ = ["Deed", "Matter", "case_url", "deed", "page", "request_or_404"]


@dataclass(frozen=True)
class Matter:
    """What a small page is about. ``one`` is the consultation, demand or review named in the address."""

    found: Request
    user: Any
    acting: Acting
    one: Any = None


@dataclass(frozen=True)
class Deed:
    """One thing that can be done to a request, on a page of its own: its words, its form, who may, what it does."""

    title: str | Promise
    button: str | Promise
    form: Callable[..., forms.Form]
    do: Callable[[Matter, dict[str, Any]], str]
    may: Callable[[Any, Request], Acting] | None = None
    one: Callable[[Request, str], Any] | None = None
    template: str = "foi/office/deed.html"


def request_or_404(request: HttpRequest, uid: str) -> Request:
    """A request that this person may see in the office; nobody else learns that there is one."""
    rows = Request.objects.handled_by(request.user).select_related("organisation", "applicant", "agent")
    found = rows.filter(uid=uid).first()
    if found is None:
        raise Http404
    return found


def handling(user: Any, found: Request) -> Acting:
    return rules.handling(user, found.organisation)


def case_url(found: Request, user: Any) -> str:
    """Back to the page of the request; to the register when it is no longer this person's to see."""
    if Request.objects.handled_by(user).filter(pk=found.pk).exists():
        return found.get_office_url()
    return "/office/requests/"


def deed(what: Deed) -> Callable[..., HttpResponse]:
    """The page of a deed: GET shows the form, POST does it; a refusal comes back with all that was typed."""

    @page
    @require_http_methods(["GET", "HEAD", "POST"])
    def view(request: HttpRequest, uid: str, one: str = "") -> HttpResponse:
        found = request_or_404(request, uid)
        acting = (what.may or handling)(request.user, found)
        about = what.one(found, one) if what.one else None
        if what.one and about is None:
            raise Http404
        matter = Matter(found, request.user, acting, about)
        if request.method != "POST":
            return _shown(request, what, matter, what.form(matter=matter))
        form = what.form(request.POST, request.FILES, matter=matter)
        if not form.is_valid():
            return _shown(request, what, matter, form, 400)
        try:
            said = what.do(matter, form.cleaned_data)
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
            return _shown(request, what, matter, form, STATUS.get(refusal.code, 400))
        messages.success(request, said)
        return redirect(case_url(found, request.user))

    return view


def _shown(
    request: HttpRequest, what: Deed, matter: Matter, form: forms.Form, status: int = 200
) -> HttpResponse:
    context = {
        "deed": what,
        "found": matter.found,
        "one": matter.one,
        "form": form,
        "has_files": form.is_multipart(),
    }
    return render(request, what.template, context, status=status)
