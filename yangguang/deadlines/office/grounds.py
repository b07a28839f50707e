"""The office's reasons for which a limit may stand still: a further one, new words from a day on, no longer, taken back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from wagtail.admin.auth import require_admin_access

from yangguang.deadlines import actions
from yangguang.deadlines.forms import EndGroundForm, GroundForm
from yangguang.deadlines.models import Ground, Limit, Suspension
from yangguang.lib import clock
from yangguang.lib.errors import Refusal
from yangguang.organisations.acting import Acting
from yangguang.web.middleware import STATUS

from .limits import acting_on, grounds_of


def _limit(pk: int) -> Limit:
    found = Limit.objects.select_related("article__instrument", "organisation").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@require_admin_access
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A further reason."""
    limit = _limit(pk)
    acting = acting_on(request, limit)
    form = GroundForm(request.POST or None, initial={"effective_from": clock.today()})
    refusal: Refusal | None = None
    if request.method == "POST" and form.is_valid():
        try:
            done = actions.enter_ground(
                limit, form.facts(), effective_from=form.cleaned_data["effective_from"], acting=acting
            )
        except Refusal as refused:
            refusal = _at_its_field(form, refused)
        else:
            messages.success(
                request,
                _("“%(limit)s”自 %(on)s 起可以因“%(name)s”中止。")
                % {"limit": limit.name, "on": done.effective_from, "name": done.name},
            )
            return redirect("limit_amend", pk=limit.pk)
    return _page(request, limit, None, (form, EndGroundForm()), refusal)


@require_admin_access
@require_http_methods(["GET", "POST"])
def ground(request: HttpRequest, pk: int, ground_pk: int) -> HttpResponseBase:
    """New words from a day on; POST with ``end``: no longer; with ``take_back``: what does not hold yet is undone."""
    limit = _limit(pk)
    acting = acting_on(request, limit)
    found = (
        Ground.objects.select_related("article__instrument", "limit")
        .filter(limit=limit, pk=ground_pk)
        .first()
    )
    if found is None:
        raise Http404
    ending = "end" in request.POST
    sent = request.POST if request.method == "POST" and "take_back" not in request.POST else None
    form = GroundForm(
        None if ending else sent, instance=Ground.objects.get(pk=found.pk), initial={"effective_from": None}
    )
    end_form = EndGroundForm(sent if ending else None)
    refusal: Refusal | None = None
    if request.method == "POST":
        try:
            told = _done(request, found, form, end_form, acting)
            if told:
                messages.success(request, told)
                return redirect("limit_amend", pk=limit.pk)
        except Refusal as refused:
            refusal = _at_its_field(end_form if ending else form, refused)
    return _page(request, limit, found, (form, end_form), refusal)


def _done(
    request: HttpRequest, found: Ground, form: GroundForm, end_form: EndGroundForm, acting: Acting
) -> str:
    """What was asked for, if the form says so much, and what to say of it."""
    if "take_back" in request.POST:
        actions.take_back_ground(found, acting=acting)
        return _("“%(name)s”还没有施行的规定已撤回。") % {"name": found.name}
    if "end" in request.POST:
        if not end_form.is_valid():
            return ""
        actions.end_ground(found, effective_to=end_form.cleaned_data["effective_to"], acting=acting)
        return _("自 %(on)s 起不再因“%(name)s”中止；已经中止的不受影响。") % {
            "on": end_form.cleaned_data["effective_to"],
            "name": found.name,
        }
    if not form.is_valid():
        return ""
    done = actions.amend_ground(
        found, form.facts(), effective_from=form.cleaned_data["effective_from"], acting=acting
    )
    return _("“%(name)s”自 %(on)s 起按新的规定；已经中止的不受影响。") % {
        "name": done.name,
        "on": done.effective_from,
    }


def _at_its_field(form: Any, refused: Refusal) -> Refusal:
    if refused.field in form.fields:
        form.add_error(refused.field, refused.message)
    return refused


def _page(
    request: HttpRequest,
    limit: Limit,
    found: Ground | None,
    forms: tuple[GroundForm, EndGroundForm],
    refusal: Refusal | None,
) -> HttpResponse:
    form, end_form = forms
    open_now = Suspension.objects.filter(until__isnull=True, clock__limit=limit)
    context = {
        "limit": limit,
        "ground": found,
        "says": next((says for one, says in grounds_of(limit) if found and one.pk == found.pk), []),
        "form": form,
        "end_form": end_form,
        "wrong": [*form, *end_form] if form.errors or end_form.errors else [],
        "refusal": refusal,
        "held": open_now.filter(ground=found.code).count() if found else 0,
        "future": bool(found and found.effective_from > clock.today()),
        "others": [
            (one, says)
            for one, says in grounds_of(limit)
            if found and one.code == found.code and one.pk != found.pk
        ],
    }
    status = 200 if request.method == "GET" else STATUS.get(refusal.code, 400) if refusal else 400
    return render(request, "deadlines/ground.html", context, status=status)
