"""``yangguang work``: the worker; ``yangguang clock accept``: the machine's clock is right as it is."""

import signal
import sys
import threading
from argparse import ArgumentParser, Namespace
from typing import Any

from django.utils.translation import gettext as _

from yangguang.jobs import clocks, worker
from yangguang.lib import clock


def register(subparsers: Any) -> None:
    parser: ArgumentParser = subparsers.add_parser("work", help="运行后台任务：封存日志、传达、发送消息等")
    parser.add_argument("--once", action="store_true", help="做完当前能做的就退出")
    parser.add_argument("--interval", type=_seconds, default=1.0, help="空闲时每隔多少秒查看一次（默认 1）")
    parser.set_defaults(run=work)
    clocked = subparsers.add_parser("clock", help="服务器时间跳动以后，确认现在的时间是对的")
    verbs = clocked.add_subparsers(required=True, metavar="accept")
    verbs.add_parser("accept", help="时间是对的：暂停的定时公开和清理继续").set_defaults(run=accept_clock)


def work(options: Namespace) -> int:
    """Run until SIGTERM or SIGINT; what is under way is finished first."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_arguments: stop.set())
    _say(_("后台任务已启动，按 Ctrl+C 停止。"))
    done = worker.run(stop, interval=options.interval, once=options.once, say=_say)
    _say(_("后台任务已停止，共处理 %(count)d 项。") % {"count": done})
    return 0


def accept_clock(options: Namespace) -> int:
    """Say which time is taken for right, and what jump that settles."""
    by = clocks.accept()
    facts = {"now": f"{clock.local(clock.now()):%Y-%m-%d %H:%M}", "by": clocks.shown(by)}
    told = _("已确认现在是 %(now)s；先前跳了%(by)s。") if by else _("现在是 %(now)s，没有发现跳动。")
    sys.stdout.write(told % facts + "\n")
    return 0


def _say(line: str) -> None:
    sys.stdout.write(f"{clock.local(clock.now()):%H:%M:%S} {line}\n")
    sys.stdout.flush()


def _seconds(text: str) -> float:
    value = float(text)
    if not 0.05 <= value <= 3600:
        raise ValueError(text)
    return value
