"""Commands of this room: ``import-items``."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from yangguang.journal.actors import Actor
from yangguang.lib.errors import Refusal
from yangguang.organisations.models import Organisation

from . import actions
from .intake import reading
from .intake.records import Record, Rejected
from .models import Category

_EVERY = 200  # records between two progress lines


def register(subparsers: Any) -> None:
    parser = subparsers.add_parser("import-items", help=_("导入文件：.txt .md .docx .jsonl"))
    parser.add_argument("paths", nargs="+", metavar="PATH", type=Path)
    parser.add_argument("--organisation", required=True, metavar="CODE", help=_("发布机构代号"))
    parser.add_argument("--category", required=True, metavar="CODE", help=_("公开目录分类代码"))
    parser.add_argument(
        "--published", action="store_true", help=_("不经审核直接公开（系统管理员的命令，须写明理由）")
    )
    parser.add_argument("--reason", default="", metavar="TEXT", help=_("直接公开的理由，会公开"))
    parser.add_argument("--nested", action="store_true", help=_("一篇里还有多份材料的，分开导入"))
    parser.add_argument("--json", action="store_true", help=_("结果用 JSON"))
    parser.set_defaults(run=import_items)


def import_items(options: argparse.Namespace) -> int:
    """Read every path in turn. 0 when something was read, 1 when nothing could be; Refusal for bad words."""
    order = _order(options)
    files = _files(options.paths)
    told = actions.ImportSummary()
    failures: list[str] = []
    for path in files:
        before = len(told.rejected)
        say = _say if not options.json else (lambda line: None)
        try:
            actions.import_entries(_with_progress(path, options.nested, say), order, told)
        except Refusal as refusal:
            failures.append(refusal.message)
            sys.stderr.write(f"yangguang: {refusal.message}\n")
            continue
        rejected = told.rejected[before:]
        if rejected:
            written = _write_rejected(path, rejected)
            say(_("%(count)d 件没有收下，原因写在 %(file)s") % {"count": len(rejected), "file": written})
    if told.published:
        actions.record_order(order, told)
    _report(options, told, failures)
    return 0 if told.drafted + told.published + told.known else 1


def _order(options: argparse.Namespace) -> actions.Order:
    organisation = Organisation.objects.current().filter(code=options.organisation).first()
    if organisation is None:
        raise Refusal(
            _("没有代号为“%(code)s”的机构，请核对 --organisation。") % {"code": options.organisation}
        )
    category = Category.objects.fillable().filter(code=options.category).first()
    if category is None:
        raise Refusal(
            _("没有可以放信息的分类“%(code)s”，请核对 --category（例如 A20_01、A20_15）。")
            % {"code": options.category}
        )
    reason = " ".join(options.reason.split())
    if options.published and not reason:
        raise Refusal(_('直接公开要写明理由：请加 --reason "…"，理由会记入公开日志。'))
    actor = Actor(
        key="operator",
        name=_("系统管理员"),
        post=_("系统管理员"),
        organisation=organisation.name,
        organisation_code=organisation.code,
    )
    return actions.Order(organisation, category, actor, reason if options.published else "")


def _files(paths: list[Path]) -> list[Path]:
    """The files named, and those directly inside folders named, sorted. Refusal when one does not exist."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(p for p in path.iterdir() if p.suffix.lower() in reading.SUFFIXES)
            found.extend(p for p in inside if not p.name.endswith(".rejected.jsonl"))
        elif path.exists():
            found.append(path)
        else:
            raise Refusal(_("找不到 %(path)s，请核对路径。") % {"path": path})
    if not found:
        raise Refusal(_("没有可以导入的文件：只接受 .txt .md .docx .jsonl。"))
    return found


def _with_progress(path: Path, nested: bool, say: Any) -> Iterator[Record | Rejected]:
    started, number = time.monotonic(), 0
    for number, entry in enumerate(reading.read(path, nested=nested), 1):
        yield entry
        if number % _EVERY == 0:
            seconds = max(time.monotonic() - started, 0.001)
            say(
                _("%(file)s：已处理 %(count)d 件，每秒 %(rate)d 件")
                % {"file": path.name, "count": number, "rate": number / seconds}
            )
    say(_("%(file)s：%(count)d 件") % {"file": path.name, "count": number})


def _write_rejected(path: Path, rejected: list[Rejected]) -> Path:
    """Reasons and raw content beside the source, or where the command runs if that folder cannot be written."""
    lines = "".join(
        json.dumps({"origin": r.origin, "reason": r.reason, "raw": r.raw}, ensure_ascii=False) + "\n"
        for r in rejected
    )
    target = path.with_name(f"{path.name}.rejected.jsonl")
    try:
        target.write_text(lines, encoding="utf-8")
    except OSError:
        target = Path.cwd() / target.name
        target.write_text(lines, encoding="utf-8")
    return target


def _report(options: argparse.Namespace, told: actions.ImportSummary, failures: list[str]) -> None:
    if options.json:
        sys.stdout.write(json.dumps({**told.as_json(), "failures": failures}, ensure_ascii=False) + "\n")
        return
    for note in told.notes:
        _say(f"  {note}")
    for title in told.blocked_titles:
        _say("  " + _("留作草稿，有必须处理的问题：%(title)s") % {"title": title})
    _say(
        _(
            "读到 %(read)d 件：公开 %(published)d，草稿 %(drafted)d（其中有问题 %(blocked)d），已有 %(known)d，没收下 %(rejected)d"
        )
        % {
            "read": told.read,
            "published": told.published,
            "drafted": told.drafted,
            "blocked": told.blocked,
            "known": told.known,
            "rejected": len(told.rejected),
        }
    )


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
