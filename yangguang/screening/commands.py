"""`screen FILE`: what screening finds in a file."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from yangguang.lib.errors import Refusal
from yangguang.organisations.models import Organisation
from yangguang.screening import rules
from yangguang.screening.reading import read_html


def register(commands: Any) -> None:
    """Add this room's command."""
    one = commands.add_parser(
        "screen", help="审查一个文件（.txt .md .docx .html），有必须处理的问题时退出码为 1"
    )
    one.add_argument("file", type=Path)
    one.add_argument("--organisation", metavar="CODE", help="按这个机构适用的词库")
    one.add_argument("--json", action="store_true")
    one.set_defaults(run=_screen)


def _screen(options: argparse.Namespace) -> int:
    organisation = None
    if options.organisation:
        organisation = Organisation.objects.filter(code=options.organisation).first()
        if organisation is None:
            raise Refusal(
                _("没有代码为 %(code)s 的机构。") % {"code": options.organisation}, code="not-found"
            )
    findings = rules.screen(title="", html=read_html(options.file), organisation=organisation)
    if options.json:
        sys.stdout.write(
            json.dumps([finding.as_json() for finding in findings], ensure_ascii=False, indent=1) + "\n"
        )
    else:
        _print(findings)
    return 1 if rules.blocking(findings) else 0


_MARKS = {rules.BLOCK: "■", rules.WARN: "▲", rules.HINT: "◆"}


def _print(findings: list[rules.Finding]) -> None:
    if not findings:
        sys.stdout.write(_("没有发现问题。") + "\n")
    for finding in findings:
        line = f"{_MARKS[finding.level]} {finding.start}-{finding.end} {finding.message}  …{finding.excerpt}…"
        if finding.suggestion:
            line += "  " + _("建议：%(text)s") % {"text": finding.suggestion}
        sys.stdout.write(line + "\n")
