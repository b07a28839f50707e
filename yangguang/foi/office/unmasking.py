"""Seeing who applied: which particulars, why, and then once; each time an act in the book."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from yangguang.foi import rules
from yangguang.foi.actions.releasing import identity_of
from yangguang.foi.forms.unmask import FIELDS, UnmaskForm
from yangguang.foi.models import Request
from yangguang.lib.errors import Refusal
from yangguang.parties import actions as parties
from yangguang.parties import rules as seeing
from yangguang.parties.models import Party
from yangguang.web.middleware import STATUS

from .door import handling, page, request_or_404


def people_of(found: Request) -> dict[str, tuple[str, Party]]:
    """Everybody whose particulars a request keeps, by a code of this page."""
    people = {"applicant": (_("申请人"), seeing.current(found.applicant))}
    if found.agent is not None:
        people["agent"] = (_("代理人"), seeing.current(found.agent))
    for one in found.consultations.exclude(third_party=None).select_related("third_party").order_by("pk"):
        assert one.third_party is not None
        words = _("第三方（%(day)s 征求意见）") % {"day": one.sent_on}
        people[f"third-{one.uid}"] = (words, seeing.current(one.third_party))
    return people


@sensitive_post_parameters("reason")
@page
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_variables("shown", "description")
def unmask(request: HttpRequest, uid: str) -> HttpResponse:
    """GET asks which and why; POST shows them on this one page, which nothing keeps and no address opens again."""
    found = request_or_404(request, uid)
    acting = handling(request.user, found)
    people = people_of(found)
    form = UnmaskForm(request.POST or None, people=people)
    if request.method != "POST" or not form.is_valid():
        return _form(request, found, form, 400 if form.is_bound else 200)
    data = form.cleaned_data
    label, party = people[data["whom"]]
    try:
        shown = parties.unmask(party, data["fields_wanted"], data["reason"], acting, about=found.ref)
    except Refusal as refusal:
        field = {"fields": "fields_wanted"}.get(refusal.field or "", refusal.field)
        form.add_error(field if field in form.fields else None, refusal.message)
        return _form(request, found, form, STATUS.get(refusal.code, 400))
    context: dict[str, Any] = {
        "found": found,
        "label": label,
        "shown": shown,
        "values": [(name, getattr(shown, code)) for code, name in FIELDS if code in shown.whole],
        "description": _description(found, data["whom"], shown),
    }
    return render(request, "foi/office/unmasked.html", context)


def _form(request: HttpRequest, found: Request, form: UnmaskForm, status: int) -> HttpResponse:
    return render(request, "foi/office/unmask.html", {"found": found, "form": form}, status=status)


def _description(found: Request, whom: str, shown: seeing.Shown) -> str:
    """What the applicant wrote, with only those particulars in it that were asked for."""
    if whom != "applicant":
        return ""
    allowed = {getattr(shown, field) for field in shown.whole}
    return rules.without_identity(
        found.description, [one for one in identity_of(found) if one not in allowed]
    )
