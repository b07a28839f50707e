"""``process check`` and ``draw`` try a definition before it is published; ``process move`` brings running cases to another
version, after showing where each would stand.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from yangguang.casework.actions import check_process
from yangguang.casework.casefile import command as casefile
from yangguang.casework.models import ProcessVersion
from yangguang.casework.operations import migrate_cases
from yangguang.casework.positions import movable, position
from yangguang.journal.actors import Actor
from yangguang.lib import bpmn, disk
from yangguang.lib.errors import Refusal

_COMMAND_LINE = Actor(key="command-line", name="命令行")
_MOST_BYTES = 2 * 1024 * 1024


def register(commands: Any) -> None:
    """Add this room's commands."""
    parser = commands.add_parser("process", help="检查和绘制办理流程（BPMN 2.0）")
    verbs = parser.add_subparsers(dest="verb", metavar="check | draw | move", required=True)
    one = verbs.add_parser("check", help="检查一个流程能不能运行、会不会卡住；有错误时退出码为 1")
    one.add_argument("file", type=Path, metavar="FILE")
    one.add_argument("--json", action="store_true")
    one.set_defaults(run=_check)
    two = verbs.add_parser("draw", help="把流程画成 SVG 图")
    two.add_argument("file", type=Path, metavar="FILE")
    two.add_argument("-o", "--output", type=Path, required=True, metavar="SVG")
    two.add_argument("--tall", action="store_true", help="从上到下画，适合窄屏")
    two.set_defaults(run=_draw)
    three = verbs.add_parser("move", help="看在办的件换到另一个流程版本会停在哪一步；加 --apply 才真正换")
    three.add_argument("code", metavar="CODE", help="流程代码")
    three.add_argument("number", type=int, metavar="VERSION", help="换到第几版")
    three.add_argument("--case", action="append", metavar="NUMBER", help="只换这一件（办件号），可重复")
    three.add_argument("--apply", action="store_true")
    three.add_argument("--reason", default="", metavar="WHY", help="理由，记入每一件的经过")
    three.set_defaults(run=_move)
    casefile.register(commands)


def _check(options: argparse.Namespace) -> int:
    process, problems = check_process(_read(options.file))
    errors = [problem for problem in problems if problem.level == "error"]
    if options.json:
        answer = {
            "process": process.name,
            "ok": not errors,
            "problems": [asdict(problem) for problem in problems],
        }
        sys.stdout.write(json.dumps(answer, ensure_ascii=False, indent=1) + "\n")
        return 1 if errors else 0
    for problem in problems:
        sys.stdout.write(f"{'■' if problem.level == 'error' else '▲'} {problem.message}\n")
    unproven = any(problem.level == "unproven" for problem in problems)
    if unproven and not errors:
        words = _("“%(name)s”能运行，但证不出总能办完：发布时要写明理由。")
        line = words % {"name": process.name}
    elif errors:
        line = _("“%(name)s”还不能发布：有 %(n)d 个错误。") % {"name": process.name, "n": len(errors)}
    else:
        line = _("“%(name)s”可以发布：都能运行，每一种走法都能办完。") % {"name": process.name}
    sys.stdout.write(line + "\n")
    return 1 if errors else 0


def _draw(options: argparse.Namespace) -> int:
    try:
        process = bpmn.parse(_read(options.file))
    except bpmn.BpmnError as error:
        raise Refusal(str(error), code="unreadable") from None
    svg = bpmn.draw(process, tall=options.tall, standalone=True)
    try:
        options.output.write_text(svg, encoding="utf-8")
    except OSError as error:
        words = _("写不了 %(path)s：%(reason)s。请换一个位置。")
        raise Refusal(
            words % {"path": options.output, "reason": disk.why(error)}, code="unwritable"
        ) from None
    sys.stdout.write(_("已画到 %(path)s") % {"path": options.output} + "\n")
    return 0


def _move(options: argparse.Namespace) -> int:
    version = ProcessVersion.objects.filter(code=options.code, number=options.number).first()
    if version is None:
        words = _("没有代码为 %(code)s 的流程，或没有这个版本。")
        raise Refusal(words % {"code": options.code}, code="not-found")
    rows = movable(version)
    if options.case:
        rows = rows.filter(number__in=options.case)
    if options.apply:
        uids = list(rows.values_list("uid", flat=True))
        moved = migrate_cases(version, uids, reason=options.reason, acting=_COMMAND_LINE)
        sys.stdout.write(
            _("%(n)d 件已经换到第 %(number)d 版。") % {"n": len(moved), "number": version.number} + "\n"
        )
        return 0
    stuck = 0
    for case in rows:
        found = position(case, version)
        stuck += bool(found.problem)
        sign = f"■ {found.problem}" if found.problem else "✓"
        sys.stdout.write(f"{case.number}  {'、'.join(found.steps)}  {sign}\n")
    words = _("共 %(n)d 件，其中 %(stuck)d 件不能换。真正要换，加 --apply --reason 理由。")
    sys.stdout.write(words % {"n": rows.count(), "stuck": stuck} + "\n")
    return 1 if stuck else 0


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
    except OSError as error:
        words = _("读不了 %(path)s：%(reason)s。")
        raise Refusal(words % {"path": path, "reason": disk.why(error)}, code="not-found") from None
    return content
