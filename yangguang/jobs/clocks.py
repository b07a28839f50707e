"""Whether the machine's clock was set while the house worked: told by the clock that nobody can set.

Each heartbeat of a worker keeps both. What moved the one and not the other is a jump: a clock set by hand or by a
wrong time server, a virtual machine that was paused. After a jump ahead nothing is done that cannot be taken back
(publication at a set moment, deletion of what is old) until the clock is put right, or a person says that it is right.
"""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from yangguang.jobs.models import AHEAD, Worker
from yangguang.lib import clock


class ClockJumped(Exception):
    """A job that cannot be taken back waits: nobody knows whether it is time for it."""


@cache
def boot() -> str:
    """The name of this run of this machine; '' where it has none, and then no jump is noticed."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text().strip()[:36]
    except OSError:
        return ""


def jumped() -> timedelta:
    """By how much the clock was set since the machine started and nobody said that it is right; zero for none."""
    last = _last()
    return timedelta(seconds=_reckoned(last) if last else 0)


def require_steady() -> None:
    """ClockJumped when the clock was set ahead."""
    if (by := jumped()) > AHEAD:
        raise ClockJumped(
            _(
                "服务器的时间往前跳了%(by)s，先不做收不回来的事。校准时间；时间是对的，运行 yangguang clock accept。"
            )
            % {"by": shown(by)}
        )


def _last() -> Worker | None:
    return Worker.objects.exclude(boot="").filter(boot=boot()).order_by("-uptime").first()


def _reckoned(last: Worker) -> float:
    moved = (clock.now() - last.seen_at).total_seconds() - (clock.uptime() - last.uptime)
    jump = last.jump + (moved if abs(moved) > AHEAD.total_seconds() else 0)
    return jump if abs(jump) > AHEAD.total_seconds() else 0.0


def reading() -> dict[str, object]:
    """Both clocks now, and the jump so far, for the row of a worker."""
    return {"boot": boot(), "uptime": clock.uptime(), "jump": jumped().total_seconds()}


@transaction.atomic
def accept() -> timedelta:
    """A person says that the clock is right as it is: what waited goes on. By how much it had jumped."""
    by = jumped()
    for row in Worker.objects.exclude(boot="").filter(boot=boot()).select_for_update():
        row.jump, row.uptime = 0, clock.uptime() - (clock.now() - row.seen_at).total_seconds()
        row.save(update_fields=["jump", "uptime"])
    return by


def shown(by: timedelta) -> str:
    """A length of time as people say it."""
    minutes = round(abs(by).total_seconds() / 60)
    days, hours = divmod(minutes // 60, 24)
    if days:
        return _(" %(days)d 天 %(hours)d 小时") % {"days": days, "hours": hours}
    if hours:
        return _(" %(hours)d 小时 %(minutes)d 分钟") % {"hours": hours, "minutes": minutes % 60}
    return _(" %(minutes)d 分钟") % {"minutes": minutes}
