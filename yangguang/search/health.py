"""Whether the index keeps up."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext as _

from yangguang.lib import clock
from yangguang.lib.health import Check
from yangguang.search import engines
from yangguang.search.actions import PATIENCE
from yangguang.search.models import Change, Entry, Rebuild

LATE = timedelta(minutes=1)
SLOW = timedelta(hours=6)  # a million items take less


def checks() -> list[Check]:
    """Lag, changes that fail again and again, and an index that holds another number of things than the records."""
    waiting = Change.objects.filter(attempts__lt=PATIENCE)
    oldest = waiting.order_by("id").values_list("at", flat=True).first()
    lag = clock.now() - oldest if oldest else timedelta()
    stuck = Change.objects.filter(attempts__gte=PATIENCE)
    found = [
        Check(
            _("搜索索引的进度"),
            lag <= LATE,
            _("%(n)d 项待更新，最早一项等了 %(s)d 秒")
            % {"n": waiting.count(), "s": max(0, int(lag.total_seconds()))},
            _("看后台任务是否在运行（yangguang work）。"),
        ),
        Check(
            _("更新不了的索引"),
            not stuck.exists(),
            _("%(n)d 项：%(error)s")
            % {"n": stuck.count(), "error": stuck.values_list("error", flat=True).first() or _("没有")},
            _("排除原因后运行 yangguang search rebuild，再运行 yangguang search retry。"),
        ),
    ]
    found.append(_rebuild())
    try:
        size = engines.current().size()
    except engines.Unavailable as error:
        return [
            *found,
            Check(_("搜索索引"), False, str(error), _("检查 YANGGUANG_DATA_DIR 是否存在、可写。")),
        ]
    entries = Entry.objects.exclude(position=None).count()
    agrees = size == entries or waiting.exists()
    return [
        *found,
        Check(
            _("搜索索引"),
            agrees,
            _("索引 %(size)d 项，应有 %(entries)d 项") % {"size": size, "entries": entries},
            _("运行 yangguang search rebuild 重建索引；重建时网站照常能搜。"),
        ),
    ]


def _rebuild() -> Check:
    """Whether an index that was begun anew is gone on with."""
    name, begun = _("重建索引"), Rebuild.objects.order_by("id").first()
    if begun is None:
        return Check(name, True, _("没有在重建"))
    facts = {"n": begun.copied, "when": f"{clock.local(begun.started_at):%Y-%m-%d %H:%M}"}
    told = _("%(when)s 开始，已做 %(n)d 项，还没有做完；旧索引照常能搜") % facts
    if clock.now() - begun.started_at < SLOW:
        return Check(name, True, told)
    return Check(name, False, told, _("看后台任务是否在运行；或再运行 yangguang search rebuild，会接着做。"))
