"""What this room tells ``yangguang doctor``."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext as _

from yangguang.disclosure.models import PublicationPlan
from yangguang.lib import clock
from yangguang.lib.health import Check

_PATIENCE = timedelta(minutes=2)


def checks() -> list[Check]:
    """Signed texts whose moment came and that are not public."""
    name = str(_("定时公开"))
    waiting = PublicationPlan.objects.waiting()
    failed = waiting.filter(failed_at__isnull=False).select_related("edition")
    if number := failed.count():
        first = failed.order_by("publish_at")[0]
        told = _("%(number)d 件到时没有公开，例如《%(title)s》：%(why)s") % {
            "number": number,
            "title": first.edition.title,
            "why": first.failure,
        }
        return [Check(name, False, told, _("请信息员打开这一件，取消定时后核对文本、重新送审"))]
    overdue = waiting.filter(publish_at__lt=clock.now() - _PATIENCE).count()
    if overdue:
        told = _("%(number)d 件已过公开时间两分钟以上") % {"number": overdue}
        return [Check(name, False, told, _("检查后台进程：yangguang work"))]
    return [Check(name, True, _("%(number)d 件已签发，等待公开") % {"number": waiting.count()})]
