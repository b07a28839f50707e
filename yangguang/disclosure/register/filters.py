"""What narrows the register: read from an address, written back into one, applied to the items."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import models
from django.db.models.functions import Concat, Substr
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from yangguang.casework.models import Task
from yangguang.deadlines import rules as deadlines
from yangguang.deadlines.models import Clock
from yangguang.disclosure import rules
from yangguang.disclosure.models import Approval, Attribute, Category, Item, ItemQuerySet
from yangguang.lib import clock
from yangguang.organisations.models import Organisation

LONGEST_QUESTION = 100
SOON = 5  # working days


class Span(models.TextChoices):
    """Which day of an item lies in the span of days. With a span, only items that have such a day are shown."""

    PUBLISHED = "published", _("公开日期")
    GENERATED = "generated", _("成文日期")
    CREATED = "created", _("起草日期")
    REGISTERED = "registered", _("登记日期")
    RETURNED = "returned", _("退回日期")


class Timing(models.TextChoices):
    """How an item stands against the 20 working days (条例第二十六条)."""

    NOW = "late-now", _("已超期，还没有公开")
    SOON = "soon", _("5 个工作日内到期")
    LATE = "late", _("逾期公开")
    ON_TIME = "on-time", _("按期公开")


ORDERS = {
    "newest": (_("起草先后"), ("-pk",)),
    "published": (_("公开时间"), (models.F("published_at").desc(nulls_last=True), "-pk")),
    "generated": (_("成文日期"), (models.F("generated_on").desc(nulls_last=True), "-pk")),
    "due": (_("公开时限"), (models.F("due_on").asc(nulls_last=True), "-pk")),
    "late": (_("逾期多少"), ("-late_days", "-pk")),
    "organisation": (_("单位"), ("organisation__order", "organisation__path", "-pk")),
}


@dataclass(frozen=True, slots=True)
class Filters:
    """``since`` and ``until`` are both included; ``exactly`` leaves out what lies below the organisation.

    ``returned`` and ``overdue`` name a step of the review by its element, or ``any``.
    """

    organisation: Organisation | None = None
    exactly: bool = False
    category: Category | None = None
    state: str = ""
    attribute: str = ""
    span: str = ""
    since: date | None = None
    until: date | None = None
    timing: str = ""
    returned: str = ""
    overdue: str = ""
    q: str = ""
    order: str = "newest"

    @classmethod
    def of(cls, asked: QueryDict) -> Filters:
        """From an address; what makes no sense is left out rather than answered with an error."""
        since, until = _day(asked.get("since", "")), _day(asked.get("until", ""))
        span = asked.get("span", "")
        return cls(
            organisation=Organisation.objects.filter(code=asked.get("organisation", "")).first(),
            exactly=asked.get("exactly") == "1",
            category=Category.objects.filter(code=asked.get("category", "")).first(),
            state=_known(asked.get("state", ""), rules.State),
            attribute=_known(asked.get("attribute", ""), Attribute),
            span=_known(span, Span) or (Span.PUBLISHED if since or until else ""),
            since=since,
            until=until,
            timing=_known(asked.get("timing", ""), Timing),
            returned=asked.get("returned", "")[:80],
            overdue=asked.get("overdue", "")[:80],
            q=" ".join(asked.get("q", "").split())[:LONGEST_QUESTION],
            order=asked.get("order", "") if asked.get("order", "") in ORDERS else "newest",
        )

    def but(self, **changes: Any) -> Filters:
        """The same question with something else in it."""
        return replace(self, **changes)

    @property
    def query(self) -> str:
        """The same filters as the query of an address."""
        asked = QueryDict(mutable=True)
        for name in ("state", "attribute", "span", "timing", "returned", "overdue", "q"):
            if getattr(self, name):
                asked[name] = str(getattr(self, name))
        for name in ("organisation", "category"):
            if getattr(self, name):
                asked[name] = getattr(self, name).code
        if self.exactly:
            asked["exactly"] = "1"
        for name in ("since", "until"):
            if getattr(self, name):
                asked[name] = getattr(self, name).isoformat()
        if self.order != "newest":
            asked["order"] = self.order
        return asked.urlencode()

    @property
    def any(self) -> bool:
        return bool(replace(self, order="newest").query)

    def apply(self, items: ItemQuerySet) -> ItemQuerySet:
        """The items that the question takes in, in no order."""
        items = items.order_by()
        if self.organisation and self.exactly:
            items = items.filter(organisation=self.organisation)
        elif self.organisation:
            items = items.filter(organisation__path__startswith=self.organisation.path)
        if self.category:
            items = items.filter(category__in=rules.category_tree_ids(self.category))
        if self.state:
            items = rules.in_state(items, self.state)
        if self.attribute:
            items = items.filter(attribute=self.attribute)
        if self.q:
            items = items.filter(
                models.Q(title__icontains=self.q)
                | models.Q(doc_number__icontains=self.q)
                | models.Q(index_number=self.q)
            )
        return self._by_time(items)

    def _by_time(self, items: ItemQuerySet) -> ItemQuerySet:
        if self.span == Span.RETURNED or self.returned:
            # Few were returned: they are found first, and not looked for at each item.
            items = items.filter(pk__in=self._returns().order_by().values("edition__item"))
        if self.span == Span.GENERATED:
            items = items.filter(
                generated_on__isnull=False, **_within("generated_on", self.since, self.until)
            )
        elif self.span in {Span.PUBLISHED, Span.CREATED, Span.REGISTERED}:
            field = f"{self.span}_at"
            items = items.filter(**{f"{field}__isnull": False}, **_moments(field, self.since, self.until))
        if self.timing == Timing.NOW:
            items = items.filter(pk__in=_timed(Clock.objects.overdue()))
        elif self.timing == Timing.SOON:
            today = clock.today()
            last = deadlines.calendar().add_workdays(today, SOON)
            items = items.filter(pk__in=_timed(Clock.objects.running().filter(due_on__range=(today, last))))
        elif self.timing == Timing.LATE:
            items = items.filter(published_at__isnull=False, late_days__gt=0)
        elif self.timing == Timing.ON_TIME:
            items = items.filter(published_at__isnull=False, late_days=0)
        if self.overdue:
            items = items.filter(uid__in=overdue_steps(self.overdue).order_by().values("item_uid"))
        return items

    def _returns(self) -> models.QuerySet[Approval]:
        """The opinions by which an item was returned, as far as the question asks for them."""
        found = Approval.objects.filter(passed=False)
        if self.span == Span.RETURNED:
            found = found.filter(**_moments("at", self.since, self.until))
        if self.returned and self.returned != "any":
            found = found.filter(element=self.returned)
        return found

    def ordered(self, items: ItemQuerySet) -> ItemQuerySet:
        """The same items in the order asked for."""
        if self.order == "due":
            due = Clock.objects.filter(
                subject=Concat(models.Value(f"{Item.REF_KIND}:"), models.OuterRef("uid")),
                limit__code=rules.PUBLISH_LIMIT,
            ).order_by("-pk")
            items = items.annotate(
                due_on=models.Subquery(due.values("due_on")[:1], output_field=models.DateField(null=True))
            )
        return items.order_by(*ORDERS[self.order][1])


def items_of(user: Any, filters: Filters) -> ItemQuerySet:
    """What this person works on, narrowed: the one queryset of list, totals, exports and figures."""
    return filters.apply(Item.objects.inside(user))


def overdue_steps(element: str = "any") -> models.QuerySet[Any]:
    """The open steps of reviews whose last day has passed, with ``item_uid``."""
    late = (
        Clock.objects.overdue()
        .filter(subject__startswith=f"{Task.REF_KIND}:")
        .annotate(task_uid=Substr("subject", len(Task.REF_KIND) + 2))
    )
    found = Task.objects.open().filter(
        uid__in=late.order_by().values("task_uid"), case__subject__startswith=f"{Item.REF_KIND}:"
    )
    if element != "any":
        found = found.filter(element=element)
    return found.annotate(item_uid=Substr("case__subject", len(Item.REF_KIND) + 2))


def _timed(clocks: models.QuerySet[Clock]) -> models.QuerySet[Any]:
    """The items whose limit of publication these clocks count: their keys, so that they are found by themselves and
    once, whatever else is asked of them.
    """
    mine = clocks.filter(limit__code=rules.PUBLISH_LIMIT, subject__startswith=f"{Item.REF_KIND}:")
    cut = mine.annotate(item_uid=Substr("subject", len(Item.REF_KIND) + 2))
    return Item.objects.filter(uid__in=cut.order_by().values("item_uid")).order_by().values("pk")


def _known(word: str, choices: Any) -> str:
    return word if word in {str(one) for one in choices} else ""


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if 1949 <= found.year <= 9998 else None


def _within(field: str, since: date | None, until: date | None) -> dict[str, date]:
    bounds = {f"{field}__gte": since, f"{field}__lte": until}
    return {name: day for name, day in bounds.items() if day}


def _moments(field: str, since: date | None, until: date | None) -> dict[str, datetime]:
    bounds: dict[str, datetime] = {}
    if since:
        bounds[f"{field}__gte"] = clock.beginning(since)
    if until:
        bounds[f"{field}__lt"] = clock.end(until)
    return bounds


__all__ = ["ORDERS", "SOON", "Filters", "Span", "Timing", "items_of", "overdue_steps"]
