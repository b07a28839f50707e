"""What happens by itself: the clocks of the year that is over begin; one ends when its report is public."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yangguang.disclosure.acts import PUBLISHED
from yangguang.disclosure.models import Item
from yangguang.foi.actions import filing, reports
from yangguang.jobs.schedule import every
from yangguang.journal.models import Act
from yangguang.journal.subscriptions import on


@every("foi.open_reports", seconds=6 * 3600, label=_("开始年度报告的期限"))
def open_reports() -> None:
    reports.open_reports()


@on(PUBLISHED)
def end_clock(act: Act) -> None:
    item = Item.objects.filter(uid=act.subject.uid).first() if act.subject else None
    if item is not None:
        filing.end_clock(item)
