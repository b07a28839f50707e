"""``yangguang rehearsal``: a rehearsal's clock from the command line. ``yangguang rehearse`` (config/backup) makes one."""

from __future__ import annotations

import argparse
import getpass
import json
import sys
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from yangguang.journal.actors import Actor
from yangguang.lib import clock
from yangguang.lib.errors import Refusal
from yangguang.rehearsal import actions, rules


def register(commands: Any) -> None:
    """Add this room's commands."""
    one = commands.add_parser("rehearsal", help="演练环境：看时间，往前拨时间")
    one.add_argument("--to", metavar="TIME", help="拨到 2026-12-01 或 2026-12-01T09:00")
    one.add_argument("--days", type=int, metavar="N", help="往前拨 N 天")
    one.add_argument("--working-days", type=int, metavar="N", help="往前拨 N 个工作日，到上午九点")
    one.add_argument("--json", action="store_true")
    one.set_defaults(run=_rehearsal)
    two = commands.add_parser("rehearsal-opened", help="把刚恢复的副本变成演练环境（由 rehearse 调用）")
    two.add_argument("backup")
    two.set_defaults(run=_opened)


def _rehearsal(options: argparse.Namespace) -> int:
    to = _moment(options)
    if to is not None:
        name = getpass.getuser()
        actions.move_clock(to, actor=Actor(key=f"shell:{name}", name=name))
    copy = rules.opened()
    if options.json:
        told = {
            "rehearsal": settings.YANGGUANG_REHEARSAL,
            "now": clock.now().isoformat(),
            "ahead_seconds": int(rules.ahead().total_seconds()),
            "opened_at": copy.occurred_at.isoformat() if copy else None,
        }
        sys.stdout.write(json.dumps(told, ensure_ascii=False, indent=1) + "\n")
    elif settings.YANGGUANG_REHEARSAL:
        sys.stdout.write(_("这是演练环境，演练时间 %(now)s。") % {"now": rules.told(clock.now())} + "\n")
    else:
        sys.stdout.write(_("这是正式系统。用 yangguang rehearse 建立演练环境。") + "\n")
    return 0


def _moment(options: argparse.Namespace) -> datetime | None:
    """The moment that was asked for, aware; None when none was. Refusal for words that are no time."""
    asked = [one for one in (options.to, options.days, options.working_days) if one is not None]
    if len(asked) > 1:
        raise Refusal(_("--to、--days、--working-days 只能用一个。"))
    if options.days is not None:
        return clock.now() + timedelta(days=options.days)
    if options.working_days is not None:
        return rules.after_working_days(options.working_days)
    if options.to is None:
        return None
    try:
        given = datetime.fromisoformat(options.to)
    except ValueError:
        raise Refusal(_("时间要写成 2026-12-01 或 2026-12-01T09:00。"), field="to") from None
    if given.tzinfo is None:
        given = given.replace(tzinfo=clock.SHANGHAI)
    return given.astimezone(UTC)


def _opened(options: argparse.Namespace) -> int:
    actions.open_copy(options.backup)
    return 0
