"""Figures of the home page, read from the public log; each names the page of what it is made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal

from django.utils.translation import gettext as _

from yangguang.casework.models import Case
from yangguang.disclosure.acts import PUBLISHED
from yangguang.disclosure.models import Item
from yangguang.journal.models import Act, ActQuerySet
from yangguang.lib import clock

WINDOW = 30
"""Days, today included."""


@dataclass(frozen=True, slots=True)
class Figure:
    """``value`` with its unit; ``url`` leads to what it counts."""

    label: str
    value: str
    unit: str
    note: str
    url: str


def publications(since: date | None = None, until: date | None = None, *, late: bool = False) -> ActQuerySet:
    """Acts of publication between two days (both included), newest first; only the overdue ones if asked."""
    acts = Act.objects.public().filter(kind=PUBLISHED)
    if since:
        acts = acts.filter(occurred_at__gte=clock.beginning(since))
    if until:
        acts = acts.filter(occurred_at__lt=clock.end(until))
    if late:
        acts = acts.filter(public__late_days__gt=0)
    return acts.order_by("-occurred_at", "-id")


def today() -> list[Figure]:
    """The four figures."""
    day = clock.today()
    since = day - timedelta(days=WINDOW - 1)
    of_today = publications(day, day).count()
    lately = publications(since, day).count()
    late = publications(since, day, late=True).count()
    in_review = Case.objects.open().filter(subject__startswith=f"{Item.REF_KIND}:").count()
    return [
        Figure(
            _("今天公开"),
            f"{of_today:,}",
            _("件"),
            _("截至 %(time)s") % {"time": f"{clock.local(clock.now()):%H:%M}"},
            f"/published/?from={day}",
        ),
        Figure(
            _("近 30 天公开"),
            f"{lately:,}",
            _("件"),
            _("自 %(day)s 起") % {"day": since},
            f"/published/?from={since}",
        ),
        Figure(_("正在审查"), f"{in_review:,}", _("件"), _("通过后自动公开，看审查流程"), "/processes/"),
        Figure(_("按时公开率"), *_on_time(lately, late), f"/published/?from={since}&late=1"),
    ]


def _on_time(lately: int, late: int) -> tuple[str, str, str]:
    if not lately:
        return "—", "", _("近 30 天没有公开")
    # Rounded down: one late among many must never read as 100.
    rate = (Decimal(lately - late) * 100 / lately).quantize(Decimal("0.1"), ROUND_DOWN)
    note = _("近 30 天 %(n)d 件中超期 %(late)d 件") % {"n": lately, "late": late}
    return str(rate).removesuffix(".0"), "%", note
