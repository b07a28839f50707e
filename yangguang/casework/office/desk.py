"""The desk: my tasks by what is due, what I did, what nobody can do; and all cases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from wagtail.admin.auth import require_admin_access

from yangguang.casework import rules
from yangguang.casework.drawers import drawers
from yangguang.casework.models import Case, CaseState, Task
from yangguang.deadlines.models import Clock
from yangguang.lib import clock
from yangguang.lib.errors import Refusal
from yangguang.organisations.rules import appointments
from yangguang.web.pages import numbered

PAGE = 20


@dataclass(frozen=True)
class Row:
    """One task in a list. ``kept`` says why this person may not do it; empty when they may."""

    task: Task
    clock: Clock | None
    kept: str = ""

    @property
    def url(self) -> str:
        return f"{self.task.get_office_url()}?task={self.task.uid}"


def page(view: Any) -> Any:
    """An office page: signed-in staff only, never kept by a cache."""
    return never_cache(require_admin_access(view))


@page
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The office begins at the desk."""
    return redirect("desk")


@page
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """``?tab=done`` what I did, ``?tab=unheld`` what waits for somebody to be appointed; else what waits for me."""
    user = request.user
    mine = rules.desk(user)
    done = rules.done_by_me(user)
    unheld = (
        Task.objects.open()
        .filter(unheld=True, case__in=rules.visible_to(user))
        .with_due()
        .select_related("case__version", "case__organisation", "organisation")
        .order_by("opened_at")
    )
    tab = request.GET.get("tab", "")
    more = drawers()
    lists: dict[str, Any] = {"": mine, **{name: one.rows(user) for name, one in more.items()}}
    lists |= {"done": done, "unheld": unheld}
    shown = numbered(request, lists.get(tab, mine), size=PAGE)
    today = clock.today()
    sunday = today + timedelta(6 - today.weekday())
    context = {
        "tab": tab if tab in lists else "",
        "tabs": _tabs({name: rows.count() for name, rows in lists.items()}),
        "numbered": shown,
        "drawer": more[tab].show(request, shown) if tab in more else "",
        "rows": []
        if tab in more
        else _rows(list(shown.page), user if tab not in {"done", "unheld"} else None),
        "late": mine.filter(Q(("due_on__lt", today))).count(),
        "this_week": mine.filter(Q(("due_on__range", (today, sunday)))).count(),
        "posts": appointments(user),
    }
    return render(request, "casework/office/desk.html", context)


def _tabs(counts: dict[str, int]) -> list[tuple[str, str, int]]:
    labels = {"": _("待我办理"), "done": _("我经手的"), "unheld": _("无人可办")}
    labels |= {name: str(one.label) for name, one in drawers().items()}
    return [(name, labels[name], n) for name, n in counts.items() if n or name in {"", "done"}]


def _rows(tasks: list[Task], user: Any) -> list[Row]:
    """Rows with their clocks (one query). With ``user``, also why they may not do a step, where that is so."""
    clocks: dict[str, Clock] = {}
    for one in (
        Clock.objects.filter(subject__in=[str(task.ref) for task in tasks])
        .select_related("limit__article__instrument", "organisation")
        .order_by("pk")
    ):
        clocks[str(one.subject)] = one
    return [Row(task, clocks.get(str(task.ref)), kept_from(task, user) if user else "") for task in tasks]


def kept_from(task: Task, user: Any) -> str:
    """Why a holder of the post may not do this step; empty when they may."""
    try:
        rules.refuse_unless_free(task, user)
    except Refusal as refusal:
        return refusal.message
    return ""


@page
@require_safe
def cases(request: HttpRequest) -> HttpResponse:
    """Every case that this person may see, newest first; by number or title, by state."""
    q = " ".join(request.GET.get("q", "").split())[:100]
    state = request.GET.get("state", "")
    rows = rules.visible_to(request.user)
    if q:
        rows = rows.filter(Q(number__icontains=q) | Q(title__icontains=q))
    if state in CaseState.values:
        rows = rows.filter(state=state)
    rows = rows.select_related("organisation", "version__process").order_by("-opened_at", "-pk")
    shown = numbered(request, rows, size=PAGE)
    found = list(shown.page)
    if q and len(found) == 1 and found[0].number == q:
        return redirect(found[0].get_office_url())
    return render(
        request,
        "casework/office/cases.html",
        {
            "numbered": shown,
            "rows": [(case, steps) for case, steps in _with_steps(found)],
            "q": q,
            "state": state,
            "states": [("", _("全部")), *CaseState.choices],
            "action": reverse("cases"),
        },
    )


def _with_steps(found: list[Case]) -> list[tuple[Case, list[Task]]]:
    open_tasks: dict[int, list[Task]] = {}
    for task in Task.objects.open().filter(case__in=found).select_related("organisation").order_by("pk"):
        open_tasks.setdefault(task.case_id, []).append(task)
    return [(case, open_tasks.get(case.pk, [])) for case in found]
