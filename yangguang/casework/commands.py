"""``process check FILE`` and ``process draw FILE``: try a definition before it is published."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from yangguang.casework.actions import check_process
from yangguang.lib import bpmn
from yangguang.lib.errors import Refusal

_MOST_BYTES = 2 * 1024 * 1024


def register(commands: Any) -> None:
    """Add this room's commands."""
    parser = commands.add_parser("process", help="检查和绘制办理流程（BPMN 2.0）")
    verbs = parser.add_subparsers(dest="verb", metavar="check | draw", required=True)
    one = verbs.add_parser("check", help="检查一个流程能不能运行、会不会卡住；有错误时退出码为 1")
    one.add_argument("file", type=Path, metavar="FILE")
    one.add_argument("--json", action="store_true")
    one.set_defaults(run=_check)
    two = verbs.add_parser("draw", help="把流程画成 SVG 图")
    two.add_argument("file", type=Path, metavar="FILE")
    two.add_argument("-o", "--output", type=Path, required=True, metavar="SVG")
    two.add_argument("--tall", action="store_true", help="从上到下画，适合窄屏")
    two.set_defaults(run=_draw)


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
    if errors:
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
        raise Refusal(words % {"path": options.output, "reason": error.strerror}, code="unwritable") from None
    sys.stdout.write(_("已画到 %(path)s") % {"path": options.output} + "\n")
    return 0


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
    except OSError as error:
        words = _("读不了 %(path)s：%(reason)s。")
        raise Refusal(words % {"path": path, "reason": error.strerror}, code="not-found") from None
    return content
