"""``demo``: a county to look at and to work in, on one machine, in two minutes."""

from __future__ import annotations

import argparse
import os
import sys
import time
from typing import Any

from django.utils.translation import gettext as _

from yangguang.demo import build
from yangguang.demo.county import PASSWORD
from yangguang.demo.world.offices import CAST
from yangguang.organisations.models import Appointment


def register(commands: Any) -> None:
    """Add this room's command."""
    one = commands.add_parser("demo", help="建立虚构的阳光县并运行网站，用于试用和演示")
    one.add_argument("--port", type=int, default=8000)
    one.add_argument("--fresh", action="store_true", help="删除已有的演示数据，重新建立")
    one.add_argument("--no-serve", action="store_true", help="只建立数据，不运行网站")
    one.add_argument("--months", type=int, default=build.MONTHS, help="故事讲几个月（默认 18）")
    one.set_defaults(run=_demo)


def _demo(options: argparse.Namespace) -> int:  # noqa: RET503 (never returns from the site)
    started = time.monotonic()
    base_url = f"http://127.0.0.1:{options.port}"
    os.environ.setdefault("YANGGUANG_BASE_URL", base_url)
    built = build.prepare(options.fresh, _say, options.months)
    if built:
        _say(_("演示数据已建好，用时 %(seconds)d 秒。") % {"seconds": time.monotonic() - started})
    else:
        _say(_("使用已有的演示数据（重新建立：yangguang demo --fresh）。"))
    _introduce(base_url)
    if options.no_serve:
        return 0
    sys.stdout.flush()
    # The site runs in a process of its own kind: the same command that an operator types.
    words = [sys.executable, "-m", "yangguang", "serve", "--port", str(options.port)]
    os.execv(sys.executable, words)


def _introduce(base_url: str) -> None:
    _say("")
    _say(_("网站　　%(url)s/") % {"url": base_url})
    _say(_("办公　　%(url)s/office/") % {"url": base_url})
    _say(_("接口　　%(url)s/data/") % {"url": base_url})
    _say("")
    _say(_("账号（密码都是 %(password)s）：") % {"password": PASSWORD})
    held = (
        Appointment.objects.current()
        .filter(user__name__in=[name for _o, _p, name, _g, _t in CAST])
        .select_related("user", "post__organisation")
        .order_by("post__organisation__order", "post__order")
    )
    seen = set()
    for appointment in held:
        user, post = appointment.user, appointment.post
        if user.pk in seen:
            continue
        seen.add(user.pk)
        _say(f"  {user.username:<16}{user.name:　<4}　{post.organisation.called}　{post.name}")
    _say("")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
