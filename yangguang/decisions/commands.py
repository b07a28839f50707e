"""``table check FILE`` and ``table publish FILE``: DMN or spreadsheet."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from yangguang.decisions.actions import Checked, check_table, publish_table
from yangguang.journal.actors import SYSTEM
from yangguang.lib import disk
from yangguang.lib.errors import Refusal
from yangguang.organisations.models import Organisation

_MOST_BYTES = 4 * 1024 * 1024


def register(commands: Any) -> None:
    """Add this room's commands."""
    parser = commands.add_parser("table", help="检查和发布决策表（DMN 或电子表格）")
    verbs = parser.add_subparsers(dest="verb", metavar="check | publish", required=True)
    one = verbs.add_parser("check", help="证明一张表没有遗漏和重叠；有错误时退出码为 1")
    one.add_argument("file", type=Path, metavar="FILE")
    one.add_argument("--json", action="store_true")
    one.set_defaults(run=_check)
    two = verbs.add_parser("publish", help="检查后发布一张表")
    two.add_argument("file", type=Path, metavar="FILE")
    two.add_argument("--code", required=True, help="代码；相同就是同一张表的新版本")
    two.add_argument("--organisation", default="", metavar="CODE", help="适用机构的代码；不写就是各单位")
    two.set_defaults(run=_publish)


def _check(options: argparse.Namespace) -> int:
    checked = check_table(_read(options.file))
    proof = checked.proof
    if options.json:
        sys.stdout.write(json.dumps(_answer(checked), ensure_ascii=False, indent=1) + "\n")
        return 0 if proof.ok else 1
    for problem in proof.problems:
        sys.stdout.write(f"{'■' if problem.level == 'error' else '▲'} {problem.message}\n")
    sys.stdout.write(
        _("“%(name)s”：%(verdict)s") % {"name": checked.decision.name, "verdict": proof.verdict} + "\n"
    )
    return 0 if proof.ok else 1


def _answer(checked: Checked) -> dict[str, Any]:
    problems = [
        {
            "level": one.level,
            "code": one.code,
            "message": one.message,
            "rules": list(one.rules),
            "facts": {name: str(value) for name, value in one.facts.items()},
        }
        for one in checked.proof.problems
    ]
    return {
        "table": checked.decision.name,
        "ok": checked.proof.ok,
        "verdict": checked.proof.verdict,
        "problems": problems,
    }


def _publish(options: argparse.Namespace) -> int:
    organisation = None
    if options.organisation:
        organisation = Organisation.objects.filter(code=options.organisation).first()
        if organisation is None:
            words = _("没有代码为 %(code)s 的机构。")
            raise Refusal(words % {"code": options.organisation}, code="not-found")
    version = publish_table(_read(options.file), code=options.code, organisation=organisation, actor=SYSTEM)
    told = {"name": version.name, "number": version.number, "url": version.get_absolute_url()}
    sys.stdout.write(_("已发布“%(name)s”第 %(number)d 版：%(url)s") % told + "\n")
    return 0


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_MOST_BYTES + 1)
    except OSError as error:
        words = _("读不了 %(path)s：%(reason)s。")
        raise Refusal(words % {"path": path, "reason": disk.why(error)}, code="not-found") from None
