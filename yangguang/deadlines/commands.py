"""`due` and `calendar import`: what the command line asks of time."""

from __future__ import annotations

import argparse
import csv
import getpass
import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from yangguang.deadlines import actions, rules
from yangguang.deadlines.notice import Reject, RejectedRows
from yangguang.journal.actors import Actor
from yangguang.lib.errors import Refusal
from yangguang.organisations.models import Organisation


def register(commands: Any) -> None:
    """Add this room's commands."""
    one = commands.add_parser("due", help="推算一个时限的最迟日期，并说明怎么算的")
    one.add_argument("limit", metavar="LIMIT_CODE")
    one.add_argument("--from", dest="start", metavar="DATE", required=True, help="起算日，例如 2026-09-21")
    one.add_argument("--organisation", metavar="CODE", help="按这个机构适用的时限和日历")
    one.add_argument("--extend", type=int, default=0, metavar="N", help="延长 N（单位与时限相同）")
    one.add_argument("--json", action="store_true")
    one.set_defaults(run=_due)
    two = commands.add_parser("calendar", help="工作日历").add_subparsers(
        dest="verb", metavar="VERB", required=True
    )
    three = two.add_parser("import", help="导入一年的放假安排（.csv .yaml .json）")
    three.add_argument("file", type=Path)
    three.add_argument("--calendar", default=rules.NATIONAL, metavar="CODE")
    three.add_argument("--replace", action="store_true", help="更正已经录入的年份")
    three.add_argument("--rejects", type=Path, metavar="FILE", help="不能采用的行写到哪里（默认在原文件旁）")
    three.add_argument("--json", action="store_true")
    three.set_defaults(run=_import)


def _due(options: argparse.Namespace) -> int:
    answer = rules.due(
        options.limit,
        _date(options.start),
        _organisation(options.organisation),
        extension=max(0, options.extend),
    )
    if options.json:
        sys.stdout.write(json.dumps(answer.as_json(), ensure_ascii=False, indent=1) + "\n")
    else:
        word = _("（暂定）") if answer.provisional else ""
        sys.stdout.write(f"{answer.on}{word}\n{answer.text_zh}\n")
    return 0


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refusal(_("日期不对：%(text)s。要写成 2026-09-21，并且确有这一天。") % {"text": text}) from None


def _organisation(code: str | None) -> Organisation | None:
    if code is None:
        return None
    found = Organisation.objects.filter(code=code).first()
    if found is None:
        raise Refusal(_("没有代码为 %(code)s 的机构。") % {"code": code}, code="not-found")
    return found


def _import(options: argparse.Namespace) -> int:
    who = getpass.getuser()
    actor = Actor(key=f"shell:{who}", name=who, post=_("系统管理员（命令行）"))
    try:
        summary = actions.import_calendar(
            options.file, actor, calendar_code=options.calendar, replace=options.replace
        )
    except RejectedRows as refusal:
        target = options.rejects or options.file.with_suffix(".rejected.csv")
        _write_rejects(target, refusal.rejects)
        raise Refusal(
            _("%(message)s 全部不能采用的行和原因在 %(file)s。")
            % {"message": refusal.message, "file": target}
        ) from refusal
    if options.json:
        sys.stdout.write(
            json.dumps(
                {
                    "year": summary.year,
                    "rest": summary.rest,
                    "work": summary.work,
                    "unchanged": summary.unchanged,
                    "doubts": summary.doubts,
                    "left": summary.left,
                    "moved": [
                        {"subject": str(c.subject), "limit": c.limit.code, "due": str(c.due_on)}
                        for c in summary.moved
                    ],
                },
                ensure_ascii=False,
            )
            + "\n"
        )
        return 0
    if summary.unchanged:
        sys.stdout.write(_("%(year)d 年已经录入，内容相同，没有变化。") % {"year": summary.year} + "\n")
        return 0
    sys.stdout.write(
        _("已录入 %(year)d 年放假安排：放假 %(rest)d 天，调休上班 %(work)d 天；%(moved)d 个期限随之变动。")
        % {"year": summary.year, "rest": summary.rest, "work": summary.work, "moved": len(summary.moved)}
        + "\n"
    )
    if summary.left:
        sys.stdout.write(_("还有 %(n)d 个期限由后台进程继续推算。") % {"n": summary.left} + "\n")
    for doubt in summary.doubts:
        sys.stdout.write(_("请留意：%(doubt)s") % {"doubt": doubt} + "\n")
    return 0


def _write_rejects(target: Path, rejects: list[Reject]) -> None:
    with target.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow([_("行号"), _("内容"), _("原因")])
        writer.writerows([reject.line, reject.row, reject.reason] for reject in rejects)
