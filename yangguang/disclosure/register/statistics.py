"""Figures of the register: by organisation with all below it, by time, by step. Every figure is a question."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from yangguang.casework import rules as casework
from yangguang.deadlines import rules as deadlines
from yangguang.disclosure.models import Approval, Attribute, Item, ItemQuerySet
from yangguang.disclosure.rules import State
from yangguang.lib import bpmn, clock, workdays
from yangguang.organisations.models import Organisation
from yangguang.web.localtime import LocalDay, LocalMonth

from .filters import Filters, Span, Timing, overdue_steps
from .tables import Figure, Period, Table

PROCESS = "disclosure-review"


@dataclass(slots=True)
class Statistics:
    period: Period
    organisation: Organisation | None
    by_organisation: Table
    by_time: Table
    by_step: Table

    @property
    def tables(self) -> list[Table]:
        return [self.by_organisation, self.by_time, self.by_step]


class _Counts:
    """How many items each question takes in, by organisation; every question is asked once for the whole table."""

    def __init__(self, mine: ItemQuerySet) -> None:
        self.mine = mine

    def by_organisation(self, filters: Filters) -> Counter[int]:
        rows = filters.apply(self.mine).values_list("organisation").annotate(n=models.Count("pk"))
        return Counter(dict(rows))

    def waits(self, filters: Filters) -> dict[int, Counter[tuple[date, date]]]:
        """By organisation, how often an item was made on one day and published on another."""
        found: dict[int, Counter[tuple[date, date]]] = {}
        dated = filters.apply(self.mine).filter(generated_on__isnull=False)
        # As text: most days come many times, and a date is made of each once.
        made = Cast("generated_on", models.CharField())
        days: dict[str, date] = {}
        for organisation, *texts in dated.values_list(
            "organisation", made, LocalDay("published_at")
        ).iterator(chunk_size=5_000):
            for text in texts:
                if text not in days:
                    days[text] = date.fromisoformat(text)
            made_on, published_on = (days[text] for text in texts)
            found.setdefault(organisation, Counter())[made_on, published_on] += 1
        return found


def statistics(user: Any, period: Period, organisation: Organisation | None = None) -> Statistics:
    """The figures of what this person works on, or of one organisation there with all below it."""
    mine = Item.objects.inside(user)
    chosen = Filters(organisation=organisation)
    return Statistics(
        period=period,
        organisation=organisation,
        by_organisation=_by_organisation(chosen, mine, period),
        by_time=_by_time(chosen, mine, period),
        by_step=_by_step(chosen, mine, period),
    )


def questions(period: Period, base: Filters) -> dict[str, Filters]:
    """The questions behind a line, by what their figures are called."""
    published = base.but(span=Span.PUBLISHED, since=period.since, until=period.until)
    registered = base.but(
        span=Span.REGISTERED, since=period.since, until=period.until, state=State.REGISTERED
    )
    return {
        "published": published,
        "late": published.but(timing=Timing.LATE),
        "on_time": published.but(timing=Timing.ON_TIME),
        "median": published,
        "on_request": registered.but(attribute=Attribute.ON_REQUEST),
        "denied": registered.but(attribute=Attribute.DENIED),
        "soon": base.but(timing=Timing.SOON),
        "late_now": base.but(timing=Timing.NOW),
        "steps": base.but(overdue="any"),
    }


def _headings() -> dict[str, str]:
    return {
        "published": _("公开"),
        "late": _("其中逾期"),
        "on_time": _("按期率"),
        "median": _("成文到公开（工作日，中位数）"),
        "on_request": _("依申请公开"),
        "denied": _("不予公开"),
        "soon": _("5 个工作日内到期"),
        "late_now": _("现已超期"),
        "steps": _("环节超期"),
    }


def _by_organisation(base: Filters, mine: ItemQuerySet, period: Period) -> Table:
    counts = _Counts(mine)
    asked = questions(period, base)
    found = {name: counts.by_organisation(filters) for name, filters in asked.items() if name != "median"}
    waits = counts.waits(asked["published"])
    used = set().union(*found.values())
    organisations = _shown(used, base.organisation)
    calendar = deadlines.calendar()
    table = Table(_("按单位"), [_("单位"), *_headings().values()])
    table.note = _("各单位的数字包括其下属单位。“现已超期”“即将到期”“环节超期”是现在的情况，不受时间段限制。")
    for organisation, depth in organisations:
        below = [one.pk for one, _depth in organisations if one.path.startswith(organisation.path)]
        questions_here = questions(period, base.but(organisation=organisation))
        sums = {name: sum(counter[pk] for pk in below) for name, counter in found.items()}
        pairs: Counter[tuple[date, date]] = Counter()
        for pk in below:
            pairs.update(waits.get(pk, Counter()))
        table.add(organisation.called, _figures(questions_here, sums, pairs, calendar), depth)
    return table


def _shown(used: set[int], top: Organisation | None) -> list[tuple[Organisation, int]]:
    """The organisations with figures and those above them up to where the table begins, with their depth in it."""
    paths = list(Organisation.objects.filter(pk__in=used).values_list("path", flat=True))
    wanted = set(paths)
    for path in paths:
        parts = path.rstrip("/").split("/")
        wanted |= {"/".join(parts[:n]) + "/" for n in range(1, len(parts))}
    if top:
        wanted = {path for path in wanted if path.startswith(top.path)} | {top.path}
    elif paths:
        # Above the nearest organisation that has all of them below it there is nothing to add up.
        common = _common(paths)
        wanted = {path for path in wanted if path.startswith(common)}
    return _as_tree(list(Organisation.objects.filter(path__in=wanted)))


def _as_tree(rows: list[Organisation]) -> list[tuple[Organisation, int]]:
    """Parents before their children, these in the order of their office."""
    by_path = {one.path: one for one in rows}
    below: dict[str, list[Organisation]] = {}
    for one in rows:
        above = next((path for path in one.paths_above[1:] if path in by_path), "")
        below.setdefault(above, []).append(one)
    found: list[tuple[Organisation, int]] = []

    def walk(path: str, depth: int) -> None:
        for one in sorted(below.get(path, []), key=lambda o: (o.order, o.path)):
            found.append((one, depth))
            walk(one.path, depth + 1)

    walk("", 0)
    return found


def _common(paths: list[str]) -> str:
    parts = [path.rstrip("/").split("/") for path in paths]
    shared = []
    for names in zip(*parts, strict=False):
        if len(set(names)) > 1:
            break
        shared.append(names[0])
    return "".join(f"{name}/" for name in shared)


def _figures(
    asked: dict[str, Filters],
    sums: dict[str, int],
    pairs: Counter[tuple[date, date]],
    calendar: workdays.Calendar,
) -> list[Figure]:
    """The figures of one line, in the order of the headings."""
    published = sums["published"]
    told = []
    for name, filters in asked.items():
        if name == "on_time":
            share = round(100 * sums["on_time"] / published) if published else 0
            said = f"{share}%" if published else "—"
            told.append(Figure(said, sums["on_time"], filters, bar=share))
        elif name == "median":
            told.append(Figure(_median(pairs, calendar), published, filters))
        else:
            bad = name in {"late", "late_now", "steps"} and sums[name]
            told.append(Figure(str(sums[name]), sums[name], filters, shape="late" if bad else ""))
    return told


def _median(pairs: Counter[tuple[date, date]], calendar: workdays.Calendar) -> str:
    """The median of the working days from the day of making to publication; “—” where there is nothing to count."""
    days: Counter[int] = Counter()
    for (made, published), number in pairs.items():
        try:
            days[max(0, calendar.workdays_between(made, published))] += number
        except workdays.OutOfRange:  # made before there was a calendar
            continue
    total = days.total()
    if not total:
        return "—"
    ordered, seen = sorted(days.items()), 0
    low = high = None
    for value, number in ordered:
        seen += number
        if low is None and seen * 2 >= total:
            low = value
        if seen * 2 > total:
            high = value
            break
    assert low is not None and high is not None
    return str(low) if low == high else f"{(low + high) / 2:g}"


def _by_time(base: Filters, mine: ItemQuerySet, period: Period) -> Table:
    """Published, late and on time, returned and registered in each piece of the period."""
    headings = [_("时间"), _("公开"), _("其中逾期"), _("按期率"), _("退回过"), _("登记")]
    table = Table({"month": _("按月"), "quarter": _("按季度"), "year": _("按年")}[period.grain], headings)
    whole = questions(period, base)
    lines = base.but(span=Span.REGISTERED, since=period.since, until=period.until)
    months = {
        "published": _months(whole["published"].apply(mine), "published_at"),
        "late": _months(whole["late"].apply(mine), "published_at"),
        "registered": _months(lines.apply(mine), "registered_at"),
    }
    returns = _returns(base.apply(mine), period).values_list("edition__item", "at")
    returned_on = {(item, clock.day_of(at)) for item, at in returns}
    for called, first, last in period.parts():
        part = questions(Period(first, last), base)
        count = {
            # The first month counts from the first day of the period on: nothing before it was asked for.
            name: sum(n for month, n in counted.items() if first.replace(day=1) <= month <= last)
            for name, counted in months.items()
        }
        published, late = count["published"], count["late"]
        share = round(100 * (published - late) / published) if published else 0
        returned = len({item for item, day in returned_on if first <= day <= last})
        table.add(
            called,
            [
                Figure(str(published), published, part["published"]),
                Figure(str(late), late, part["late"], shape="late" if late else ""),
                Figure(f"{share}%" if published else "—", published - late, part["on_time"], bar=share),
                Figure(str(returned), returned, base.but(span=Span.RETURNED, since=first, until=last)),
                Figure(
                    str(count["registered"]),
                    count["registered"],
                    base.but(span=Span.REGISTERED, since=first, until=last),
                ),
            ],
        )
    return table


def _returns(items: ItemQuerySet, period: Period) -> models.QuerySet[Approval]:
    """The opinions by which these items were returned in the period."""
    return Approval.objects.filter(
        passed=False,
        edition__item__in=items.values("pk"),
        at__gte=clock.beginning(period.since),
        at__lt=clock.end(period.until),
    ).order_by()


def _months(items: ItemQuerySet, name: str) -> dict[date, int]:
    """How many items for each month, by its first day."""
    rows = items.annotate(month=LocalMonth(name)).values_list("month").annotate(n=models.Count("pk"))
    return {date.fromisoformat(month): number for month, number in rows}


def _by_step(base: Filters, mine: ItemQuerySet, period: Period) -> Table:
    """Which step returned how many items in the period, and where steps are overdue now; most returns first."""
    table = Table(_("按环节"), [_("环节"), _("退回（件）"), _("现在超期（件）")])
    table.note = _("同一件被同一环节退回几次，只算一件。")
    scope = base.apply(mine)
    within = base.but(span=Span.RETURNED, since=period.since, until=period.until)
    returned: dict[str, int] = dict(
        _returns(scope, period)
        .values_list("element")
        .annotate(n=models.Count("edition__item", distinct=True))
    )
    overdue: dict[str, set[str]] = {}
    names: dict[str, str] = {}
    late_steps = overdue_steps().filter(case__organisation__in=scope.values("organisation"))
    for task in late_steps.select_related("case"):
        assert task.case.subject is not None
        overdue.setdefault(task.element, set()).add(task.case.subject.uid)
        names.setdefault(task.element, task.name)
    reach = set(scope.filter(uid__in=set().union(*overdue.values())).values_list("uid", flat=True))
    names = {**names, **_step_names()}
    elements = sorted(names.keys() | returned.keys(), key=lambda one: -returned.get(one, 0))
    most = max(returned.values(), default=0)
    for element in elements:
        back, late = returned.get(element, 0), len(overdue.get(element, set()) & reach)
        table.add(
            names.get(element, element),
            [
                Figure(
                    str(back),
                    back,
                    within.but(returned=element),
                    bar=round(100 * back / most) if most else None,
                ),
                Figure(str(late), late, base.but(overdue=element), shape="late" if late else ""),
            ],
        )
    return table


def _step_names() -> dict[str, str]:
    """What the steps of the reviews in force are called, by their elements, in the order of the chart."""
    found: dict[str, str] = {}
    for version in casework.versions_in_force().filter(code=PROCESS):
        for step in bpmn.outline(version.model):
            if step.kind is bpmn.Kind.USER:
                found.setdefault(step.id, step.name)
    return found
