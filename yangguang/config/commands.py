"""``serve``, ``doctor`` and ``furnish``; the commands for backups have a page of their own."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from yangguang.config import health
from yangguang.config.backup import commands as backup
from yangguang.config.serve import serve
from yangguang.web import pagestore
from yangguang.web.furnishing import furnish


def register(commands: Any) -> None:
    """Add this room's commands."""
    one = commands.add_parser("serve", help="运行网站和后台任务")
    one.add_argument("--host", default="127.0.0.1")
    one.add_argument("--port", type=int, default=8000)
    one.add_argument("--processes", type=int, default=2)
    one.add_argument(
        "--no-worker", action="store_true", help="只运行网站，后台任务另行运行（yangguang work）"
    )
    one.set_defaults(run=_serve)
    two = commands.add_parser("doctor", help="检查这套系统哪里不对，告诉您怎么办")
    two.add_argument("--full", action="store_true", help="也核对整本日志和每一份文件，可能要很久")
    two.add_argument("--json", action="store_true")
    two.set_defaults(run=_doctor)
    three = commands.add_parser(
        "furnish", help="装入随程序带来的期限、工作日历、目录、流程、词库和编号规则；已有的不动"
    )
    three.set_defaults(run=_furnish)
    backup.register(commands)


def _serve(options: argparse.Namespace) -> int:
    return serve(options.port, host=options.host, processes=options.processes, worker=not options.no_worker)


def _furnish(options: argparse.Namespace) -> int:
    with transaction.atomic():
        pagestore.changing()  # seeds change what pages tell without an act
        furnish()
    sys.stdout.write(_("已经装入。再运行一次也不会重复。") + "\n")
    return 0


def _doctor(options: argparse.Namespace) -> int:
    found = health.checks(full=options.full)
    bad = [check for check in found if not check.ok and not check.warning]
    if options.json:
        sys.stdout.write(json.dumps([asdict(check) for check in found], ensure_ascii=False, indent=1) + "\n")
        return 1 if bad else 0
    for check in found:
        mark = "■ 有问题" if check in bad else "▲ 请留意" if not check.ok or check.warning else "● 正常"
        sys.stdout.write(f"{mark}  {check.name}：{check.message}\n")
        if check.remedy and mark != "● 正常":
            sys.stdout.write(f"          怎么办：{check.remedy}\n")
    return 1 if bad else 0
