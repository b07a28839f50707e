"""Figures of the register at any moment, counted by the database; each is a question that opens the lines behind it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext as _

from yangguang.deadlines import rules as deadlines
from yangguang.foi import answers, channels
from yangguang.foi.models import RequestQuerySet
from yangguang.lib import clock
from yangguang.organisations.models import Organisation
from yangguang.parties.kinds import PartyKind

from .filters import Filters, Span, Stand, places, requests_of

# By column: what of the register's question it narrows.
_NARROWS = {"channel": "channel", "applicant_kind": "kind", "answer_type": "answer"}


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as it is said; ``query`` opens its lines; ``share`` is the length of its bar in percent."""

    said: str
    query: str = ""
    share: int | None = None
    is_bad: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    label: str
    figures: list[Figure]


@dataclass(frozen=True, slots=True)
class Table:
    name: str
    headings: list[str]
    lines: list[Line]
    note: str = ""

    @property
    def is_wide(self) -> bool:
        """Whether it needs the whole width of the page."""
        return len(self.headings) > 3

    @property
    def rows(self) -> list[tuple[str, list[tuple[str, Figure]]]]:
        """Each line with the heading of each figure, for narrow screens."""
        return [(one.label, list(zip(self.headings[1:], one.figures, strict=True))) for one in self.lines]


@dataclass(frozen=True, slots=True)
class Month:
    """Two columns of the chart: what came in and what ended. Heights and places in units of its box."""

    label: str
    came: int
    ended: int
    x: int
    came_high: int
    ended_high: int
    shown: bool


@dataclass(frozen=True, slots=True)
class Counted:
    filters: Filters
    heads: list[tuple[str, Figure]]
    months: list[Month]
    tables: list[Table]


def counted(user: Any, filters: Filters) -> Counted:
    """All figures of a period (``since`` to ``until`` of the filters) of what this person sees."""
    where = places(user, filters)
    base = Filters(organisation=filters.organisation, since=filters.since, until=filters.until)
    came = base.but(span=Span.RECEIVED)
    ended = base.but(span=Span.ENDED)
    now = Filters(organisation=filters.organisation)
    months = _months(user, came, ended, where)
    ways = {one.code: one.name for one in channels.channels().values()}
    kinds = {str(code): str(name) for code, name in PartyKind.choices}
    results = {one.code: one.name for one in answers.answers().values()}
    tables = [
        _by_month(months, base),
        _by(user, came, where, "channel", _("渠道"), name=_("按渠道（新收）"), names=ways),
        _by(user, came, where, "applicant_kind", _("申请人"), name=_("按申请人（新收）"), names=kinds),
        _by(user, ended, where, "answer_type", _("结果"), name=_("按结果（办结）"), names=results),
        _by_organisation(user, came, ended, now, where),
    ]
    return Counted(base, _heads(user, came, ended, now, where), _drawn(months), tables)


def _rows(user: Any, filters: Filters, where: list[int]) -> RequestQuerySet:
    return requests_of(user, filters, where).order_by()


def _figure(user: Any, filters: Filters, where: list[int], *, is_bad: bool = False) -> Figure:
    number = _rows(user, filters, where).count()
    return Figure(str(number), filters.query, is_bad=is_bad and number > 0)


def _heads(
    user: Any, came: Filters, ended: Filters, now: Filters, where: list[int]
) -> list[tuple[str, Figure]]:
    done = _figure(user, ended, where)
    on_time = _figure(user, ended.but(state=Stand.ON_TIME), where)
    late = _figure(user, ended.but(state=Stand.ENDED_LATE), where, is_bad=True)
    timed = int(on_time.said) + int(late.said)
    rate = f"{100 * int(on_time.said) / timed:.1f}%" if timed else "—"
    return [
        (_("新收"), _figure(user, came, where)),
        (_("办结"), done),
        (_("按期办结"), on_time),
        (_("超期办结"), late),
        (_("按期率"), Figure(rate, ended.but(state=Stand.ON_TIME).query)),
        (_("平均工作日"), Figure(_average(_spans(_rows(user, ended, where))), ended.query)),
        (_("现在在办"), _figure(user, now.but(state=Stand.OPEN), where)),
        (_("现已超期"), _figure(user, now.but(state=Stand.LATE), where, is_bad=True)),
    ]


def _spans(rows: RequestQuerySet) -> Counter[tuple[date, date]]:
    """How often a request was received on one day and ended on another."""
    pairs = rows.filter(received_on__isnull=False, ended_on__isnull=False)
    counts = pairs.values_list("received_on", "ended_on").annotate(n=Count("pk"))
    return Counter({(received, ended): n for received, ended, n in counts})


def _average(spans: Counter[tuple[date, date]]) -> str:
    total = sum(spans.values())
    if not total:
        return "—"
    calendar = deadlines.calendar()
    days = sum(calendar.workdays_between(first, last) * n for (first, last), n in spans.items())
    return f"{days / total:.1f}"


def _by(
    user: Any,
    filters: Filters,
    where: list[int],
    column: str,
    heading: str,
    *,
    name: str,
    names: dict[str, str],
) -> Table:
    narrows = _NARROWS[column]
    counts = dict(_rows(user, filters, where).values_list(column).annotate(n=Count("pk")))
    total = sum(counts.values())
    lines = [
        Line(
            label,
            [
                Figure(
                    str(counts[code]), filters.but(**{narrows: code}).query, round(100 * counts[code] / total)
                ),
                Figure(f"{100 * counts[code] / total:.1f}%"),
            ],
        )
        for code, label in names.items()
        if counts.get(code)
    ]
    return Table(name, [heading, _("件数"), _("占比")], lines)


def _months(user: Any, came: Filters, ended: Filters, where: list[int]) -> list[tuple[date, int, int]]:
    """Each month of the period with what came in and what ended."""
    found: list[dict[date, int]] = []
    for filters, field in ((came, "received_on"), (ended, "ended_on")):
        rows = _rows(user, filters, where).annotate(month=TruncMonth(field))
        found.append(dict(rows.values_list("month").annotate(n=Count("pk"))))
    assert came.since is not None
    assert came.until is not None
    month, months = came.since.replace(day=1), []
    while month <= came.until:
        months.append((month, found[0].get(month, 0), found[1].get(month, 0)))
        month = (month + timedelta(days=32)).replace(day=1)
    return months


def _by_month(months: list[tuple[date, int, int]], base: Filters) -> Table:
    lines = []
    for month, came, ended in months:
        last = (month + timedelta(days=32)).replace(day=1) - timedelta(days=1)
        assert base.since is not None
        assert base.until is not None
        within = base.but(since=max(month, base.since), until=min(last, base.until))
        lines.append(
            Line(
                f"{month:%Y-%m}",
                [
                    Figure(str(came), within.but(span=Span.RECEIVED).query),
                    Figure(str(ended), within.but(span=Span.ENDED).query),
                ],
            )
        )
    return Table(_("按月"), [_("月份"), _("新收"), _("办结")], lines)


HIGH, WIDE = 160, 44  # of the chart: the tallest column, and one month


def _drawn(months: list[tuple[date, int, int]]) -> list[Month]:
    most = max((max(came, ended) for _month, came, ended in months), default=0) or 1
    every = max(1, len(months) // 12)
    return [
        Month(
            f"{month:%Y-%m}",
            came,
            ended,
            x=number * WIDE,
            came_high=round(HIGH * came / most),
            ended_high=round(HIGH * ended / most),
            shown=number % every == 0,
        )
        for number, (month, came, ended) in enumerate(months)
    ]


def _by_organisation(user: Any, came: Filters, ended: Filters, now: Filters, where: list[int]) -> Table:
    questions = [
        came,
        ended,
        ended.but(state=Stand.ENDED_LATE),
        now.but(state=Stand.OPEN),
        now.but(state=Stand.LATE),
    ]
    counts = [
        dict(_rows(user, one, where).values_list("organisation").annotate(n=Count("pk"))) for one in questions
    ]
    spans: dict[int, Counter[tuple[date, date]]] = {}
    pairs = _rows(user, ended, where).filter(received_on__isnull=False)
    for place, received, done, n in pairs.values_list("organisation", "received_on", "ended_on").annotate(
        n=Count("pk")
    ):
        spans.setdefault(place, Counter())[received, done] += n
    used = {key for one in counts for key in one}
    rows = Organisation.objects.filter(pk__in=used & set(where)).in_order()
    lines = []
    for one in rows:
        own = [question.but(organisation=one, exactly=True) for question in questions]
        figures = [
            Figure(
                str(count.get(one.pk, 0)), question.query, is_bad=number in {2, 4} and bool(count.get(one.pk))
            )
            for number, (question, count) in enumerate(zip(own, counts, strict=True))
        ]
        average = Figure(_average(spans.get(one.pk, Counter())), own[1].query)
        lines.append(Line(one.called, [*figures[:3], average, *figures[3:]]))
    headings = [
        _("单位"),
        _("新收"),
        _("办结"),
        _("其中超期"),
        _("平均用时（工作日）"),
        _("现在在办"),
        _("现已超期"),
    ]
    note = _("平均用时从收到之日的次日数到办结之日，包括等待补正、征求意见的时间。")
    return Table(_("按单位"), headings, lines, note)


def period(filters: Filters) -> Filters:
    """The period asked for, or the year; this year so far where none was. At most ten years."""
    today = clock.today()
    if filters.year and not (filters.since or filters.until):
        return filters.but(since=date(filters.year, 1, 1), until=date(filters.year, 12, 31))
    until = filters.until or today
    since = filters.since or until.replace(month=1, day=1)
    if since > until:
        since, until = until, since
    return filters.but(since=max(since, until - timedelta(days=3_660)), until=until)
