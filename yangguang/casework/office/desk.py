"""The desk: my tasks by what is due, narrowed by filters; what stands still, what colleagues have, what I did."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import parse_qsl

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from wagtail.admin.auth import require_admin_access

from yangguang.casework import awaiting, bulk, desklist, domains, rules, worklist
from yangguang.casework.drawers import drawers
from yangguang.casework.facets import Choice, Facets, facets
from yangguang.casework.forms import FilterForm
from yangguang.casework.models import SavedFilter, Task
from yangguang.deadlines.models import Clock, ClockQuerySet
from yangguang.lib import clock
from yangguang.organisations.models import Appointment
from yangguang.organisations.rules import appointments
from yangguang.web.pages import Numbered, numbered
from yangguang.web.prepared import prepared

PAGE = 20
TASKS = {"": desklist.waiting, "paused": desklist.paused, "colleagues": desklist.with_colleagues}
ALWAYS = {"", "done"}


@dataclass
class Row:
    """One task in a list. ``kept`` says why this person may not do it; empty when they may."""

    task: Task
    clock: Clock | None
    kept: str = ""
    hand: str = ""  # mine, theirs (of whom I stand in for), free (and shared), or of nobody in particular
    many: bool = False  # may be done several at once

    @cached_property
    def url(self) -> str:
        return f"{self.task.get_office_url()}?task={self.task.uid}"

    @property
    def what(self) -> dict[str, str]:
        return {"title": self.task.case.title, "task": self.task.name}

    # What the buttons of this row are called for those who do not see the row.

    @property
    def says_do(self) -> str:
        return _("办理：%(title)s，%(task)s") % self.what

    @property
    def says_look(self) -> str:
        return _("看：%(title)s，%(task)s") % self.what

    @property
    def says_claim(self) -> str:
        return _("领取：%(title)s，%(task)s") % self.what

    @property
    def says_tick(self) -> str:
        return _("勾选：%(title)s，%(task)s") % self.what


@dataclass(frozen=True)
class Tab:
    label: str
    query: str
    current: bool
    number: str = ""
    hint: str = ""


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
    """``?tab=`` chooses the list; what waits for me can be narrowed, and opens with my default filter."""
    return show(request)


def show(request: HttpRequest, form: FilterForm | None = None, status: int = 200) -> HttpResponse:
    """The desk; with a form for a saved filter that was refused."""
    user, tab = request.user, request.GET.get("tab", "")
    saved = desklist.filters_of(user)
    kept = _kept(request, saved)
    if kept is not None:
        tab = ""
    chosen = desklist.Filter.read(dict(parse_qsl(kept.query)) if kept else request.GET)
    drawer = drawers().get(tab)
    known = {*TASKS, "done", "unheld"}
    tab = tab if tab in known or drawer else ""
    groups = facets(user) if tab == "" else None
    rows: Any = drawer.rows(user) if drawer else _rows_of(tab, user, chosen)
    shown = numbered(request, rows, size=PAGE, most=0 if drawer or isinstance(rows, list) else desklist.MOST)
    tasks = desklist.tasks_of(shown.page) if isinstance(rows, list) else list(shown.page)
    found = [] if drawer else _rows(tasks, user, asked=tab in TASKS)
    context = {
        "tab": tab,
        "tabs": _tabs(user, tab if not kept else None),
        "saved": [_saved_tab(one, kept, user) for one in saved],
        "kept": kept if kept and kept.owner_id == getattr(user, "pk", 0) else None,
        "numbered": shown,
        "drawer": drawer.show(request, shown) if drawer else "",
        "rows": found,
        "awaiting": awaiting.on_desk(user) if tab == "paused" and shown.page.number == 1 else [],
        "groups": groups,
        "chosen": chosen,
        "chips": _chips(chosen, groups) if groups else [],
        "selects": _selects(chosen, groups) if groups else [],
        "selectable": any(row.many for row in found),
        "most": desklist.MOST,
        "posts": appointments(user),
        "form": form or FilterForm(initial={"query": chosen.query}),
        "here": request.get_full_path(),
    }
    return render(request, "casework/office/desk.html", context, status=status)


def _rows_of(tab: str, user: Any, chosen: desklist.Filter) -> Any:
    """The tasks of a tab; the plain desk is known already, row by row."""
    if tab == "":
        if chosen:
            return chosen.apply(desklist.waiting(user), user)
        return [one for one in desklist.lying(user) if not one.is_paused]
    if tab == "done":
        return rules.done_by_me(user)
    return desklist.unheld(user) if tab == "unheld" else TASKS[tab](user)


def _kept(request: HttpRequest, saved: list[SavedFilter]) -> SavedFilter | None:
    """The saved filter that is asked for; the person's default one where nothing is."""
    if request.method == "POST" or request.GET.keys() - {"filter", "page"}:
        return None
    if wanted := request.GET.get("filter", ""):
        return next((one for one in saved if one.uid == wanted), None)
    mine = (one for one in saved if one.is_default and one.owner_id == getattr(request.user, "pk", 0))
    return next(mine, None)


def _tabs(user: Any, tab: str | None) -> list[Tab]:
    labels = {
        "": _("待我办理"),
        "paused": _("暂停、等候"),
        "colleagues": _("同事在办"),
        "done": _("我经手的"),
        "unheld": _("无人可办"),
    }
    more = drawers()
    counts = {name: min(one.count(user), desklist.MOST) for name, one in more.items()}
    labels |= {name: str(one.label) for name, one in more.items()}
    counts["colleagues"] = desklist.count_with_colleagues(user)
    counts["unheld"] = desklist.count_unheld(user)
    counts[""], counts["paused"] = desklist.count_lying(user)
    counts["paused"] += awaiting.count(user)
    order = ["", "paused", "colleagues", *more, "done", "unheld"]
    return [
        Tab(labels[name], f"?tab={name}", name == tab, desklist.said(counts[name]) if name in counts else "")
        for name in order
        if name in ALWAYS or counts[name]
    ]


def _saved_tab(one: SavedFilter, kept: SavedFilter | None, user: Any) -> Tab:
    theirs = one.owner_id != user.pk
    hint = _("%(name)s共享") % {"name": one.owner.display_name} if theirs else ""
    return Tab(one.name, f"?filter={one.uid}", kept is not None and one.pk == kept.pk, hint=hint)


def _chips(chosen: desklist.Filter, groups: Facets) -> list[Tab]:
    everything = Tab(_("全部"), _address(chosen.but(due="")), not chosen.due, desklist.said(groups.total))
    return [
        everything,
        *(
            Tab(
                one.label,
                _address(chosen.but(due=one.value)),
                chosen.due == one.value,
                desklist.said(one.number),
            )
            for one in groups.chips
        ),
    ]


def _address(query: str) -> str:
    return f"?{query}" if query else "?tab="


def _selects(chosen: desklist.Filter, groups: Facets) -> list[tuple[str, str, list[Any], str]]:
    """Name, label, choices and what is chosen; left out where there is nothing to choose between."""
    hands = [
        Choice("mine", _("我已领取"), groups.mine),
        Choice("free", _("还没有人领取"), groups.free),
    ]
    all_of = [
        ("process", _("流程"), groups.processes, chosen.process),
        ("post", _("岗位"), groups.posts, chosen.post),
        ("organisation", _("承办单位"), groups.organisations, chosen.organisation),
        ("hands", _("领取"), hands if groups.mine else [], chosen.hands),
    ]
    return [one for one in all_of if len(one[2]) > 1 or one[3]]


def _rows(tasks: list[Task], user: Any, *, asked: bool) -> list[Row]:
    """Rows with their clocks (one query). ``asked``: also whose they are and why this person may not do them."""
    clocks = (
        {str(one.subject): one for one in _clocks(tuple(str(task.ref) for task in tasks))} if tasks else {}
    )
    if not asked:
        return [Row(task, clocks.get(str(task.ref))) for task in tasks]
    sharing, held = _sharing(tasks), appointments(user)
    cases = [task.case for task in tasks]
    worklist.read_done(cases)
    domains.read_together(cases)
    found = []
    for task in tasks:
        kept = worklist.kept_from(task, user, held)
        hand = _hand(task, user, len(sharing.get((task.organisation_id, task.post_code), ())))
        found.append(Row(task, clocks.get(str(task.ref)), kept, hand, not kept and bulk.is_possible(task)))
    return found


@prepared
def _clocks(subjects: tuple[str, ...]) -> ClockQuerySet:
    rows = Clock.objects.filter(subject__in=subjects)
    return rows.select_related("limit__article__instrument", "organisation").order_by("pk")


def _hand(task: Task, user: Any, sharing: int) -> str:
    if task.claimed_by_id is None:
        return "free" if sharing > 1 else ""
    return "mine" if task.claimed_by_id == user.pk else "theirs"


def _sharing(tasks: list[Task]) -> dict[tuple[int, str], set[int]]:
    """Who holds the posts of these tasks, by organisation and post."""
    found: dict[tuple[int, str], set[int]] = {}
    if tasks:
        places, codes = {task.organisation_id for task in tasks}, {task.post_code for task in tasks}
        for organisation, code, user in _holding(tuple(places), tuple(codes), clock.today()):
            found.setdefault((organisation, code), set()).add(user)
    return found


@prepared
def _holding(
    places: tuple[int, ...], codes: tuple[str, ...], on: date
) -> models.QuerySet[Appointment, tuple[int, str, int]]:
    held = Appointment.objects.current(on).filter(post__organisation__in=places, post__code__in=codes)
    return held.order_by().values_list("post__organisation", "post__code", "user")


def back(request: HttpRequest, otherwise: str) -> str:
    """Where a small form of a list wants to come back to: an address of the desk or of a case, nothing else."""
    wanted = request.POST.get("next", "")
    inside = wanted.startswith(("/office/desk/", "/office/cases/"))
    return wanted if inside and "//" not in wanted.partition("?")[0] else otherwise


__all__ = ["PAGE", "Numbered", "Row", "back", "desk", "home", "page", "show"]
