"""Lists of public items: what a column or a category holds, narrowed by the filters of an address."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db import models
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from yangguang.deadlines import rules as deadlines
from yangguang.deadlines.models import Clock
from yangguang.lib import clock
from yangguang.lib.errors import Refusal
from yangguang.organisations.models import Organisation
from yangguang.sites.models import Column
from yangguang.web.localtime import LocalYear

from . import rules
from .models import Attribute, CatalogueEntry, Category, Item, ItemQuerySet, Validity
from .validity import standing_so

LONGEST_QUESTION = 100
_YEAR = re.compile(r"[0-9]{4}")  # ² and ２０２６ are digits too, to Python


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows a list: an organisation with all below it, a year of publication, words of title or number, and
    whether a document holds today.
    """

    organisation: Organisation | None = None
    year: int | None = None
    q: str = ""
    validity: str = ""

    @classmethod
    def of(cls, request: HttpRequest) -> Filters:
        """From an address; what makes no sense is left out rather than answered with an error."""
        asked = request.GET
        year, code = asked.get("year", ""), asked.get("organisation", "")
        return cls(
            organisation=Organisation.objects.filter(code=code).first() if code else None,
            year=int(year) if _YEAR.fullmatch(year) and 1949 <= int(year) <= 9998 else None,
            q=" ".join(asked.get("q", "").split())[:LONGEST_QUESTION],
            validity=asked.get("validity", "") if asked.get("validity", "") in Validity.values else "",
        )

    @property
    def any(self) -> bool:
        return bool(self.organisation or self.year or self.q or self.validity)

    @property
    def query(self) -> str:
        """The same filters as the query of an address."""
        asked = QueryDict(mutable=True)
        if self.organisation:
            asked["organisation"] = self.organisation.code
        if self.year:
            asked["year"] = str(self.year)
        if self.q:
            asked["q"] = self.q
        if self.validity:
            asked["validity"] = self.validity
        return asked.urlencode()

    def apply(self, items: ItemQuerySet) -> ItemQuerySet:
        if self.organisation:
            items = items.filter(organisation__path__startswith=self.organisation.path)
        if self.year:
            items = items.filter(
                published_at__gte=clock.moment(date(self.year, 1, 1)),
                published_at__lt=clock.moment(date(self.year + 1, 1, 1)),
            )
        if self.validity:
            items = standing_so(items, self.validity)
        if self.q:
            items = items.filter(models.Q(title__icontains=self.q) | models.Q(doc_number__icontains=self.q))
        return items


def public_items() -> ItemQuerySet:
    """Everything public, newest first, with what a row of a list shows."""
    return Item.objects.public().select_related("organisation", "category").newest()


def of_category(category: Category) -> ItemQuerySet:
    return public_items().filter(category__in=rules.category_tree_ids(category))


def items_for(column: Column) -> ItemQuerySet:
    """The answer to a column's stored question: categories and organisations with all below them, genres."""
    asked = column.question or {}
    items = public_items()
    if asked.get("categories"):
        items = items.filter(category__in=rules.category_tree_ids(*asked["categories"]))
    if asked.get("organisations"):
        paths = Organisation.objects.filter(code__in=asked["organisations"]).values_list("path", flat=True)
        items = items.filter(organisation__in=Organisation.objects.under(list(paths)))
    if asked.get("kinds"):
        items = items.filter(genre__in=asked["kinds"])
    return items


def years(items: ItemQuerySet) -> list[int]:
    """The years in which something of a list was published, newest first."""
    found = items.order_by().values_list(LocalYear("published_at"), flat=True).distinct()
    return sorted({int(year) for year in found if year}, reverse=True)


def organisations_with_items(items: ItemQuerySet) -> list[Organisation]:
    """The organisations that a list can be narrowed to, in their order."""
    used = items.order_by().values("organisation")
    return list(Organisation.objects.filter(pk__in=used).in_order())


@dataclass(frozen=True, slots=True)
class Due:
    """What is to come in a category: how many texts are on their way, and by when at the latest."""

    count: int
    on: date
    provisional: bool
    responsible: str
    overdue: int = 0

    @property
    def sentence(self) -> str:
        """Titles are not told: what is not public yet is nobody else's to read."""
        if not self.count:
            return _("这里现在没有待公开的信息。今天形成的，最迟 %(on)s 在这里公开。") % {
                "on": self.on.isoformat()
            }
        words = _(
            "有 %(count)d 件信息已经形成、正在办理，最迟 %(on)s 在这里公开，由%(responsible)s负责。"
        ) % {
            "count": self.count,
            "on": self.on.isoformat(),
            "responsible": self.responsible,
        }
        if self.overdue:
            words += _("其中 %(overdue)d 件已超过公开时限，已计入逾期。") % {"overdue": self.overdue}
        if self.provisional:
            words += _("所涉年份的放假安排尚未公布，日期为暂定。")
        return words


def due_in(category: Category, organisation: Organisation | None = None) -> Due | None:
    """What will be published here next, by the clocks that run; None where no limit is known."""
    today = clock.today()
    waiting = Item.objects.filter(
        category__in=rules.category_tree_ids(category),
        live_edition__isnull=True,
        attribute=Attribute.PROACTIVE,
    )
    if organisation:
        waiting = waiting.filter(organisation__path__startswith=organisation.path)
    refs = [item.ref for item in waiting.order_by("-pk")[:500]]
    clocks = list(
        Clock.objects.running()
        .filter(subject__in=refs, limit__code=rules.PUBLISH_LIMIT)
        .select_related("organisation")
        .order_by("due_on")
    )
    if days := [found.due_on for found in clocks if found.due_on]:
        names = Counter(found.organisation.called for found in clocks)
        return Due(
            count=len(clocks),
            on=max(days),
            provisional=any(found.provisional for found in clocks),
            responsible="、".join(list(names)[:3]) + (_("等") if len(names) > 3 else ""),
            overdue=sum(day < today for day in days),
        )
    try:
        counted = deadlines.due(category.limit_code or rules.PUBLISH_LIMIT, today, organisation)
    except Refusal:
        return None
    return Due(0, counted.on, counted.provisional, category.responsible)


@dataclass(slots=True)
class Branch:
    """One line of the tree at the left."""

    label: str
    url: str
    count: int | None
    current: str
    children: list[Branch]


def tree(current: Category | None, organisation: Organisation | None = None) -> list[Branch]:
    """The whole catalogue with counts; of one organisation, the categories that it keeps and those above them.

    Only the branch in which the reader is stands open.
    """
    categories = list(Category.objects.order_by("order", "code"))
    items = Item.objects.public()
    if organisation:
        items = items.filter(organisation__path__startswith=organisation.path)
    own = dict(items.order_by().values_list("category").annotate(n=models.Count("pk")))
    children: dict[int | None, list[Category]] = {}
    for category in categories:
        children.setdefault(category.parent_id, []).append(category)
    kept = _kept(organisation)
    suffix = f"?organisation={organisation.code}" if organisation else ""
    above = _ancestors(current)

    def count(category: Category) -> int:
        return int(own.get(category.pk, 0)) + sum(count(child) for child in children.get(category.pk, ()))

    def shown(category: Category) -> bool:
        below = children.get(category.pk, ())
        return kept is None or category.pk in kept or any(shown(child) for child in below)

    def branch(category: Category) -> Branch:
        is_open = category.code in above or category.code == "statutory"
        return Branch(
            label=category.name if category.kind == "field26" else category.called,
            url=f"/catalogue/{category.code}/{suffix}",
            count=count(category),
            current="page"
            if current and category.pk == current.pk
            else "true"
            if category.code in above
            else "",
            children=[branch(child) for child in children.get(category.pk, ()) if shown(child)]
            if is_open
            else [],
        )

    return [branch(category) for category in children.get(None, ()) if shown(category)]


def _kept(organisation: Organisation | None) -> set[int] | None:
    if organisation is None:
        return None
    rows = CatalogueEntry.objects.filter(
        organisation__path__startswith=organisation.path, ended_on__isnull=True
    )
    ids = set(rows.values_list("category_id", flat=True))
    return ids or None


def _ancestors(category: Category | None) -> set[str]:
    codes: set[str] = set()
    while category is not None:
        codes.add(category.code)
        category = category.parent
    return codes
