"""The office's clocks: the list with its filters, one clock with its history, and what may be done with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods
from wagtail.admin.auth import require_admin_access

from yangguang.deadlines import actions, owners, rules
from yangguang.deadlines.forms import ExtendForm, RestartForm, ResumeForm, SuspendForm
from yangguang.deadlines.forms.clocks import ClockForm
from yangguang.deadlines.models import Clock, ClockQuerySet, Outcome, Suspension
from yangguang.files.actions import take_in
from yangguang.lib import clock as time
from yangguang.lib.errors import Refusal
from yangguang.organisations.acting import Acting
from yangguang.web.middleware import STATUS
from yangguang.web.pages import numbered

PAGE = 20

# name, label, what it keeps of what a person may know of
_FILTERS: dict[str, tuple[Any, Callable[[ClockQuerySet], Any]]] = {
    "": (gettext_lazy("正在计时"), lambda rows: rows.running()),
    "late": (gettext_lazy("已超期"), lambda rows: rows.overdue()),
    "held": (gettext_lazy("中止"), lambda rows: rows.held()),
    "lapsed": (
        gettext_lazy("中止已到期"),
        lambda rows: rows.held().filter(
            suspension_rows__in=Suspension.objects.filter(until__isnull=True, expected_by__lt=time.today())
        ),
    ),
    "provisional": (gettext_lazy("暂定"), lambda rows: rows.provisional()),
    "ended": (gettext_lazy("已办结"), lambda rows: rows.exclude(outcome=Outcome.RUNNING)),
}


@never_cache
@require_admin_access
@require_GET
def clocks(request: HttpRequest) -> HttpResponse:
    """``?show=late held lapsed provisional ended`` (nothing: running), ``?limit=CODE``."""
    mine = rules.visible_to(request.user)
    show = request.GET.get("show", "")
    show = show if show in _FILTERS else ""
    rows = _FILTERS[show][1](mine)
    wanted = request.GET.get("limit", "")
    if wanted:
        rows = rows.filter(limit__code=wanted)
    order = ("-stopped_on", "-pk") if show == "ended" else (F("due_on").asc(nulls_first=True), "pk")
    rows = rows.select_related("limit__article__instrument", "organisation").order_by(*order)
    shown = numbered(request, rows, size=PAGE)
    found = list(shown.page)
    matters = owners.describe(one.subject for one in found)
    limits = dict(mine.running().order_by("limit__name").values_list("limit__code", "limit__name").distinct())
    return render(
        request,
        "deadlines/clocks.html",
        {
            "numbered": shown,
            "rows": [(one, matters.get(one.subject)) for one in found],
            "filters": [(name, label) for name, (label, _keep) in _FILTERS.items()],
            "show": show,
            "limits": limits,
            "limit": wanted,
        },
    )


def _visible(request: HttpRequest, uid: str) -> Clock:
    found = (
        rules.visible_to(request.user)
        .select_related(
            "limit__article__instrument", "limit__extend_article__instrument", "organisation__parent"
        )
        .filter(uid=uid)
        .first()
    )
    if found is None:
        raise Http404
    return found


@dataclass(frozen=True)
class Verb:
    """Something that may be done with a clock: who may, when it fits, what is typed, what happens."""

    label: Any
    done: Any
    form: type[ClockForm]
    acting: Callable[[Any, Clock], Acting]
    fits: Callable[[Clock], bool]
    run: Callable[[Clock, dict[str, Any], Acting], Any]


def _notice(running: Clock, data: dict[str, Any], acting: Acting) -> actions.WrittenNotice:
    upload = data.get("notice_file")
    stored = take_in(upload, owner=running.ref, name=upload.name, by=acting.actor) if upload else None
    return actions.WrittenNotice(data["notice_number"], stored)


def _suspend(running: Clock, data: dict[str, Any], acting: Acting) -> Any:
    return actions.suspend(
        running,
        data["ground"],
        notice=_notice(running, data, acting),
        by=acting,
        on=data["on"],
        expected_by=data["expected_by"],
    )


def _extend(running: Clock, data: dict[str, Any], acting: Acting) -> Any:
    notice = _notice(running, data, acting)
    return actions.extend(running, data["by"], reason=data["reason"], notice=notice, acting=acting)


def _waits_for_supplement(running: Clock) -> bool:
    return bool((running.explanation.get("held") or {}).get("restarts"))


VERBS = {
    "suspend": Verb(
        gettext_lazy("中止计时"), gettext_lazy("已中止计时。"), SuspendForm, rules.acting_for_suspending,
        lambda one: one.held_since is None, _suspend,
    ),
    "resume": Verb(
        gettext_lazy("恢复计时"), gettext_lazy("已恢复计时。"), ResumeForm, rules.acting_for_suspension,
        lambda one: one.held_since is not None and not _waits_for_supplement(one),
        lambda one, data, acting: actions.resume(one, by=acting, on=data["on"]),
    ),
    "restart": Verb(
        gettext_lazy("收到补正"), gettext_lazy("已重新起算。"), RestartForm, rules.acting_for_suspension,
        lambda one: one.held_since is not None and _waits_for_supplement(one),
        lambda one, data, acting: actions.restart(one, by=acting, received_on=data["on"]),
    ),
    "extend": Verb(
        gettext_lazy("延长期限"), gettext_lazy("已延长期限。"), ExtendForm, rules.acting_for_extension,
        lambda one: one.held_since is None, _extend,
    ),
}  # fmt: skip


@never_cache
@require_admin_access
@require_GET
def clock(request: HttpRequest, uid: str) -> HttpResponse:
    """How the date came about, what happened on the way, and what this person may do."""
    found = _visible(request, uid)
    return render(
        request,
        "deadlines/clock.html",
        {
            "clock": found,
            "matter": owners.describe([found.subject]).get(found.subject),
            "suspensions": found.suspension_rows.select_related("notice_file"),
            "extensions": found.extension_rows.select_related("notice_file"),
            "restarts": found.restart_rows.all(),
            "warnings": found.warnings.order_by("at"),
            "abandoned": rules.abandoned(found),
            "verbs": [_way(found, name, verb) for name, verb in offered(found, request.user)],
        },
    )


def _way(found: Clock, name: str, verb: Verb) -> tuple[str, Any]:
    """Address and words of the button: the room's own page where it has one."""
    own = owners.elsewhere(found.subject, found.limit.code, name)
    return (own.url, own.label) if own else (reverse("clock_act", args=[found.uid, name]), verb.label)


def offered(found: Clock, user: Any) -> list[tuple[str, Verb]]:
    """What a person may do with a clock now."""
    if found.outcome != Outcome.RUNNING:
        return []
    able: list[tuple[str, Verb]] = []
    for name, verb in VERBS.items():
        if not verb.fits(found) or (name == "suspend" and not rules.grounds(found.limit)):
            continue
        try:
            verb.acting(user, found)
        except Refusal:
            continue
        able.append((name, verb))
    return able


@never_cache
@require_admin_access
@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, uid: str, verb: str) -> HttpResponseBase:
    """One form for each verb; what is refused comes back with all that was typed. What a room does on a page of its own is
    not done here: the way there is shown.
    """
    found, chosen = _visible(request, uid), VERBS.get(verb)
    if chosen is None:
        raise Http404
    own = owners.elsewhere(found.subject, found.limit.code, verb)
    if own is not None:
        return _on_its_own_page(request, found, chosen, own)
    acting = chosen.acting(request.user, found)
    form = chosen.form(request.POST or None, request.FILES or None, running=found)
    refusal: Refusal | None = None
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                chosen.run(found, form.cleaned_data, acting)
        except Refusal as refused:
            refusal = refused
            if refused.field in form.fields:
                form.add_error(refused.field, refused.message)
        else:
            messages.success(request, chosen.done)
            return redirect("clock", uid=uid)
    status = 200 if request.method == "GET" else STATUS.get(refusal.code, 400) if refusal else 400
    context = {
        "clock": found,
        "matter": owners.describe([found.subject]).get(found.subject),
        "form": form,
        "verb": chosen,
        "refusal": refusal,
    }
    return render(request, "deadlines/clock_act.html", context, status=status)


def _on_its_own_page(request: HttpRequest, found: Clock, chosen: Verb, own: owners.Elsewhere) -> HttpResponse:
    matter = owners.describe([found.subject]).get(found.subject)
    context = {"clock": found, "matter": matter, "verb": chosen, "own": own}
    return render(request, "deadlines/clock_act.html", context, status=STATUS["conflict"])
