"""``foi report-check FILE``: whether the figures of an annual report agree with each other and with what lies beside them.

``foi report`` writes an organisation's report as a file.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from yangguang.foi import taking_over
from yangguang.foi.output import FORMS, made
from yangguang.foi.report import Beside, Check, Fault, Figures, Finding, Level, Read, checked, read
from yangguang.foi.reporting import papers
from yangguang.lib import disk
from yangguang.lib.errors import Refusal
from yangguang.organisations.models import Organisation

_MOST_BYTES = 4 * 1024 * 1024


def register(commands: Any) -> None:
    """Add this room's commands."""
    parser = commands.add_parser("foi", help="依申请公开和政府信息公开年度报告")
    verbs = parser.add_subparsers(dest="verb", metavar="report-check|import", required=True)
    one = verbs.add_parser("report-check", help="核对年度报告的勾稽关系；有一条不成立，退出码为 1")
    one.add_argument("file", type=Path, metavar="FILE.json")
    one.add_argument("--previous", type=Path, metavar="FILE.json", help="上一年的报告（Y4、Y6）")
    one.add_argument(
        "--part",
        type=Path,
        action="append",
        default=[],
        metavar="FILE.json",
        help="编报单位的报告，可多次（Y8）",
    )
    one.add_argument("--text", type=Path, metavar="FILE.txt", help="报告正文（Y9）")
    one.add_argument("--previous-text", type=Path, metavar="FILE.txt", help="上一年的正文（Y9）")
    one.add_argument("--counted", type=Path, metavar="FILE.json", help="台账统计出的数（Y10、Y11）")
    one.add_argument(
        "--carry-reason", default="", metavar="TEXT", help="结转数不衔接的原因，如机构合并（Y4）"
    )
    one.add_argument("--json", action="store_true")
    one.set_defaults(run=_check, needs_no_database=True)
    two = verbs.add_parser("report", help="把一个机构的年度报告写成文件；还没有编制的，按台账实时统计")
    two.add_argument("--organisation", required=True, metavar="CODE", help="机构代号")
    two.add_argument("--year", required=True, type=int, metavar="Y", help="报告的年份")
    two.add_argument("--format", required=True, choices=list(FORMS), help="文件格式")
    two.add_argument("-o", "--output", required=True, metavar="FILE", help="写到哪里；- 是标准输出")
    two.set_defaults(run=_report)
    taking_over.add(verbs)


def _report(options: argparse.Namespace) -> int:
    organisation = Organisation.objects.filter(code=options.organisation).first()
    if organisation is None:
        words = _("没有代号为“%(code)s”的机构，请核对 --organisation。")
        raise Refusal(words % {"code": options.organisation}, code="not-found")
    paper, source = papers.newest(organisation, options.year)
    content = made(paper, options.format)
    if options.output == "-":
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    else:
        _write(Path(options.output), content)
    told = {"title": paper.title, "source": papers.SOURCE_NAMES[source], "size": len(content)}
    sys.stderr.write(_("《%(title)s》（%(source)s），%(size)d 字节。") % told + "\n")
    return 0


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except IsADirectoryError:
        raise Refusal(_("%(path)s 是一个文件夹，请给出文件名。") % {"path": path}) from None
    except OSError as error:
        if disk.is_full(error):
            raise
        words = _("写不了 %(path)s：%(reason)s。请核对文件夹是否存在、是否可写。")
        raise Refusal(words % {"path": path, "reason": disk.why(error)}) from None


def _check(options: argparse.Namespace) -> int:
    report = read(_bytes(options.file))
    if report.figures is None:
        return _unreadable(report, as_json=options.json)
    beside = Beside(
        previous=_figures(options.previous) if options.previous else None,
        parts=[_figures(path) for path in options.part],
        text=_text(options.text),
        previous_text=_text(options.previous_text),
        counted=_figures(options.counted) if options.counted else None,
        carry_reason=options.carry_reason,
    )
    found, unasked = checked(report.figures, beside)
    is_well = all(one.level is Level.EXPLAINED for one in found)
    if options.json:
        _say_json(is_well, [_finding(one) for one in found], unasked)
    else:
        for one in found:
            sys.stdout.write(f"{_MARKS[one.level]} {one.check} {one.message}\n")
        sys.stdout.write(_verdict(report.figures, found, unasked, is_well=is_well) + "\n")
    return 0 if is_well else 1


_MARKS = {Level.ERROR: "■", Level.WARN: "▲", Level.EXPLAINED: "○"}


def _verdict(figures: Figures, found: list[Finding], unasked: list[Check], *, is_well: bool) -> str:
    told = {"name": figures.organisation, "year": figures.year}
    if is_well:
        words = _("%(name)s %(year)s 年度报告：核对过的勾稽关系都成立。") % told
    else:
        broken = [one for one in found if one.level is not Level.EXPLAINED]
        codes = "、".join(dict.fromkeys(one.check for one in broken))
        words = _("%(name)s %(year)s 年度报告：%(codes)s 不成立，共 %(count)d 处。")
        words = words % {**told, "codes": codes, "count": len(broken)}
    lacking: dict[str, list[str]] = {}
    for check in unasked:
        lacking.setdefault(check.needs, []).append(check.code)
    if lacking:
        listed = "；".join(f"{'、'.join(codes)} 需要{needs}" for needs, codes in lacking.items())
        words += _("没有核对的：%(list)s。") % {"list": listed}
    return words


def _unreadable(report: Read, *, as_json: bool) -> int:
    if as_json:
        _say_json(False, [_fault(one) for one in report.faults], [])
        return 1
    for one in report.faults:
        sys.stdout.write(f"■ {one.check}{' ' if one.check else ''}{one.message}\n")
    sys.stdout.write(_("这份报告读不成，共 %(count)d 处要改。") % {"count": len(report.faults)} + "\n")
    return 1


def _say_json(is_well: bool, problems: list[dict[str, Any]], unasked: list[Check]) -> None:
    answer = {
        "ok": is_well,
        "problems": problems,
        "not_checked": [{"check": one.code, "needs": one.needs} for one in unasked],
    }
    sys.stdout.write(json.dumps(answer, ensure_ascii=False, indent=1) + "\n")


def _finding(one: Finding) -> dict[str, Any]:
    return {
        "check": one.check,
        "level": one.level,
        "message": one.message,
        "cells": [cell.key for cell in one.cells],
        "left": None if one.left is None else str(one.left),
        "right": None if one.right is None else str(one.right),
    }


def _fault(one: Fault) -> dict[str, Any]:
    return {"check": one.check, "level": Level.ERROR, "message": one.message, "place": one.place}


def _figures(path: Path) -> Figures:
    report = read(_bytes(path))
    if report.figures is None:
        words = _("%(path)s 不是一份读得成的年度报告：%(fault)s")
        raise Refusal(words % {"path": path, "fault": report.faults[0].message})
    return report.figures


def _text(path: Path | None) -> str:
    if path is None:
        return ""
    try:
        return _bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refusal(_("%(path)s 不是 UTF-8 编码的文本文件。") % {"path": path}) from None


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
    except FileNotFoundError:
        raise Refusal(_("没有 %(path)s 这个文件。") % {"path": path}, code="not-found") from None
    except IsADirectoryError:
        raise Refusal(_("%(path)s 是一个文件夹，请给出其中的文件。") % {"path": path}) from None
    except OSError as error:
        words = _("读不了 %(path)s：%(reason)s。")
        raise Refusal(words % {"path": path, "reason": disk.why(error)}, code="not-found") from None
    if len(content) > _MOST_BYTES:
        raise Refusal(_("%(path)s 超过 4 MB，不是年度报告的数据。") % {"path": path}, code="too-large")
    return content
