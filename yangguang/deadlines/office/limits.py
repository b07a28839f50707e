"""The office's limits: what holds, since when, and a new version from a day on."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods
from wagtail.admin.auth import require_admin_access

from yangguang.deadlines import actions, rules
from yangguang.deadlines.forms import LimitForm
from yangguang.deadlines.models import Clock, Ground, Limit
from yangguang.lib import clock
from yangguang.lib.errors import Refusal
from yangguang.organisations.acting import Acting
from yangguang.organisations.permissions import Permission
from yangguang.organisations.rules import acting_as, may_anywhere, organisations_where


@require_admin_access
@require_GET
def limits(request: HttpRequest) -> HttpResponse:
    """Every limit in force, or all versions with ?all=1."""
    rows = Limit.objects.visible_to(request.user).select_related("article__instrument", "organisation")
    show_all = request.GET.get("all") == "1"
    return render(
        request,
        "deadlines/limits.html",
        {
            "limits": (rows if show_all else rows.in_force()).prefetch_related(
                Prefetch("grounds", Ground.objects.in_force(), to_attr="grounds_today"), "warning_rules"
            ),
            "show_all": show_all,
            "may_amend": may_anywhere(request.user, Permission.MANAGE_CALENDAR),
        },
    )


def acting_on(request: HttpRequest, limit: Limit) -> Acting:
    """Who keeps the calendar of an organisation keeps its limits; those of the whole house from the top."""
    place = limit.organisation
    if place is None:
        place = organisations_where(request.user, Permission.MANAGE_CALENDAR).filter(parent=None).first()
    if place is None:
        raise Refusal(_("只有全县（市）的系统管理员可以修改时限，请联系管理员。"), code="forbidden")
    return acting_as(request.user, place, permission=Permission.MANAGE_CALENDAR)


@require_admin_access
@require_http_methods(["GET", "POST"])
def amend(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A new version from a day on; or, without one, that this version was compared with the text."""
    limit = Limit.objects.select_related("article__instrument", "organisation").filter(pk=pk).first()
    if limit is None:
        raise Http404
    acting = acting_on(request, limit)
    refusal: Refusal | None = None
    form = LimitForm(
        request.POST or None, instance=Limit.objects.get(pk=pk), initial={"effective_from": None}
    )
    if request.method == "POST":
        try:
            if "verify" in request.POST:
                actions.verify_limit(limit, clock.today(), acting=acting)
                messages.success(request, _("已记下：“%(name)s”今天与原文核对过。") % {"name": limit.name})
                return redirect("limits")
            if form.is_valid():
                return _amended(request, limit, form, acting)
        except Refusal as refused:
            refusal = refused
            if refused.field in form.fields:
                form.add_error(refused.field, refused.message)
    context = {
        "limit": limit,
        "form": form,
        "refusal": refusal,
        "grounds": grounds_of(limit),
        "today": clock.today(),
        "running": Clock.objects.running().filter(limit=limit).count(),
        "others": Limit.objects.filter(code=limit.code, organisation=limit.organisation_id).exclude(pk=pk),
    }
    return render(request, "deadlines/limit.html", context, status=400 if request.method == "POST" else 200)


def grounds_of(limit: Limit) -> list[tuple[Ground, list[str]]]:
    """The reasons for which a version stands still, with their days, and what each says."""
    rows = limit.grounds.select_related("article__instrument", "limit__article__instrument")
    return [(one, rules.described(one)) for one in rows.order_by("pk")]


def _amended(request: HttpRequest, limit: Limit, form: LimitForm, acting: Acting) -> HttpResponseBase:
    done = actions.amend_limit(
        limit,
        form.changes(),
        effective_from=form.cleaned_data["effective_from"],
        acting=acting,
        backwards=form.cleaned_data["backwards"],
        warn_ahead=form.cleaned_data["warn_ahead"],
    )
    messages.success(
        request,
        _("“%(name)s”自 %(on)s 起为%(length)s；%(n)d 个正在计时的期限随之变动，已告知有关的人。")
        % {
            "name": done.limit.name,
            "on": done.limit.effective_from,
            "length": done.limit.length,
            "n": len(done.moved),
        },
    )
    return redirect("limits")
