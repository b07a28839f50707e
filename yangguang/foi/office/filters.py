"""What narrows the register of requests: read from an address, written back into one, applied to the requests.

One question answers the list, its export and every number of the statistics: a number and the list behind it agree.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from django.db import models
from django.db.models.functions import Concat, Substr
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from yangguang.casework.models import Case, CaseState
from yangguang.deadlines import rules as deadlines
from yangguang.deadlines.models import Clock
from yangguang.foi import answers, channels, registers, rules
from yangguang.foi.models import Request, RequestQuerySet
from yangguang.lib import clock
from yangguang.organisations.models import Organisation
from yangguang.organisations.permissions import Permission
from yangguang.organisations.rules import organisations_where
from yangguang.parties.kinds import PartyKind

LONGEST_QUESTION = 100
SOON = 5  # working days
_PREFIX = f"{Request.REF_KIND}:"


class Stand(models.TextChoices):
    """Where a request stands, and how against its limit."""

    UNRECEIVED = "unreceived", _("待确定收到日期")
    OPEN = "open", _("在办")
    WAITING = "waiting", _("中止计时")
    SOON = "soon", _("5 个工作日内到期")
    LATE = "late", _("已超期，还没有答复")
    ENDED = "ended", _("已办结")
    ON_TIME = "on-time", _("按期办结")
    ENDED_LATE = "ended-late", _("超期办结")
    AGAIN = "again", _("纠正后重新办理")


class Span(models.TextChoices):
    """Which day of a request lies in the span of days."""

    RECEIVED = "received", _("收到日期")
    ENDED = "ended", _("办结日期")


@dataclass(frozen=True, slots=True)
class Filters:
    """``since`` and ``until`` are both included. With ``cell`` exactly what that cell of the annual report counts."""

    organisation: Organisation | None = None
    exactly: bool = False
    year: int = 0
    channel: str = ""
    kind: str = ""
    state: str = ""
    answer: str = ""
    span: str = ""
    since: date | None = None
    until: date | None = None
    cell: str = ""
    q: str = ""

    @classmethod
    def of(cls, asked: QueryDict) -> Filters:
        """From an address; what makes no sense is left out rather than answered with an error."""
        since, until = _day(asked.get("since", "")), _day(asked.get("until", ""))
        span = _known(asked.get("span", ""), Span.values)
        year = asked.get("year", "")
        organisation = Organisation.objects.filter(code=asked.get("organisation", "")[:60]).first()
        year_asked = int(year) if year.isdecimal() and len(year) == 4 else 0
        return cls(
            organisation=organisation,
            exactly=asked.get("exactly") == "1",
            year=year_asked if 2008 <= year_asked <= 2999 else 0,
            channel=_known(asked.get("channel", ""), channels.channels()),
            kind=_known(asked.get("kind", ""), PartyKind.values),
            state=_known(asked.get("state", ""), Stand.values),
            answer=_known(asked.get("answer", ""), answers.answers()),
            span=span or (str(Span.RECEIVED) if since or until else ""),
            since=since,
            until=until,
            cell=asked.get("cell", "")[:80],
            q=" ".join(asked.get("q", "").split())[:LONGEST_QUESTION],
        )

    def but(self, **changes: Any) -> Filters:
        return replace(self, **changes)

    @property
    def any(self) -> bool:
        return self != Filters()

    @property
    def query(self) -> str:
        """The same question as the tail of an address."""
        found = QueryDict(mutable=True)
        for field in fields(self):
            value = getattr(self, field.name)
            if value in ("", 0, None, False):
                continue
            if isinstance(value, Organisation):
                value = value.code
            found[field.name] = "1" if value is True else str(value)
        return found.urlencode()

    def apply(self, requests: RequestQuerySet) -> RequestQuerySet:
        """These requests, narrowed. Refusal ``not-found`` for a cell that there is not."""
        if self.cell and self.organisation and self.year:
            cell = registers.of_cell(self.organisation, self.year, self.cell)
            requests = requests.filter(pk__in=cell.order_by().values("pk"))
        elif self.year:
            begin, end = date(self.year, 1, 1), date(self.year, 12, 31)
            requests = requests.filter(
                submitted_at__gte=clock.beginning(begin), submitted_at__lt=clock.end(end)
            )
        if self.channel:
            requests = requests.filter(channel=self.channel)
        if self.kind:
            requests = requests.filter(applicant_kind=self.kind)
        if self.answer:
            requests = requests.filter(answer_type=self.answer)
        if self.span:
            field = f"{self.span}_on"
            bounds = {f"{field}__gte": self.since, f"{field}__lte": self.until}
            told = {name: day for name, day in bounds.items() if day}
            requests = requests.filter(**told) if told else requests.filter(**{f"{field}__isnull": False})
        if self.q:
            requests = requests.filter(models.Q(number__icontains=self.q) | models.Q(title__icontains=self.q))
        return self._by_state(requests)

    def _by_state(self, requests: RequestQuerySet) -> RequestQuerySet:
        state = self.state
        if state == Stand.UNRECEIVED:
            return requests.filter(received_on=None, ended_on=None)
        if state == Stand.OPEN:
            return requests.filter(ended_on=None)
        if state in {Stand.ENDED, Stand.ON_TIME, Stand.ENDED_LATE}:
            requests = requests.filter(ended_on__isnull=False)
        if state in {Stand.ON_TIME, Stand.ENDED_LATE}:
            outcome = "met" if state == Stand.ON_TIME else "late"
            return requests.filter(models.Exists(reply_clocks(outcome=outcome)))
        if state in {Stand.WAITING, Stand.SOON, Stand.LATE}:
            return requests.filter(ended_on=None, uid__in=_uids(_running(state)))
        if state == Stand.AGAIN:
            open_cases = Case.objects.filter(
                state=CaseState.OPEN, subject__startswith=_PREFIX, version__process__code=rules.PROCESS
            ).annotate(about=Substr("subject", len(_PREFIX) + 1))
            return requests.filter(ended_on__isnull=False, uid__in=open_cases.order_by().values("about"))
        return requests


def reply_clocks(**such: Any) -> models.QuerySet[Clock]:
    """The clocks of the answer of the request in an outer query."""
    subject = Concat(models.Value(_PREFIX), models.OuterRef("uid"), output_field=models.CharField())
    return Clock.objects.filter(subject=subject, limit__code=rules.REPLY, **such).order_by()


def _running(state: str) -> models.QuerySet[Clock]:
    if state == Stand.LATE:
        return Clock.objects.overdue()
    if state == Stand.WAITING:
        return Clock.objects.held()
    today = clock.today()
    return Clock.objects.running().filter(
        due_on__range=(today, deadlines.calendar().add_workdays(today, SOON))
    )


def _uids(clocks: models.QuerySet[Clock]) -> models.QuerySet[Any, Any]:
    """Whose clocks these are: few run, so they are found first and not looked for at each request."""
    mine = clocks.filter(limit__code=rules.REPLY, subject__startswith=_PREFIX)
    return mine.annotate(about=Substr("subject", len(_PREFIX) + 1)).order_by().values("about")


def places(user: Any, filters: Filters) -> list[int]:
    """The organisations that the question is about, as far as the person sees their requests."""
    rows = organisations_where(user, Permission.SEE_REQUESTS)
    if filters.organisation is not None:
        chosen = filters.organisation
        rows = rows.filter(pk=chosen.pk) if filters.exactly else rows.filter(path__startswith=chosen.path)
    return list(rows.order_by().values_list("pk", flat=True))


def requests_of(user: Any, filters: Filters, where: list[int] | None = None) -> RequestQuerySet:
    """The one queryset of list, export and figures.

    By the keys of the organisations: the register of one is then read along its own index, newest first.
    """
    keys = places(user, filters) if where is None else where
    rows = Request.objects.filter(organisation=keys[0]) if len(keys) == 1 else None
    return filters.apply(rows if rows is not None else Request.objects.filter(organisation__in=keys))


def _known(word: str, choices: Any) -> str:
    return word if word in choices else ""


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if 1949 <= found.year <= 9998 else None
