"""Commands of this room: ``import-items``, and ``archive-item`` (archive/command.py)."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from yangguang.journal.actors import Actor
from yangguang.lib.errors import Refusal
from yangguang.organisations.models import Organisation

from . import actions
from .archive import command as archive_command
from .intake import reading
from .intake.progress import Progress
from .models import Category, Item

_EVERY = 200  # records between two progress lines
_STOPPED = "interrupted"


def register(subparsers: Any) -> None:
    parser = subparsers.add_parser(
        "import-items", help=_("导入文件：.txt .md .docx .pdf .html .jsonl .csv .xlsx")
    )
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
    archive_command.register(subparsers)


def import_items(options: argparse.Namespace) -> int:
    """Read every path in turn. 0 when all of it is here now, 1 when anything was not taken in; Refusal for bad words."""
    order = _order(options)
    say = _say if not options.json else (lambda line: None)
    told = actions.ImportSummary()
    failures: list[str] = []
    stopped = False
    for path in _files(options.paths):
        try:
            told.add(_import_file(path, order, options.nested, say))
        except Refusal as refusal:
            failures.append(refusal.message)
            sys.stderr.write(f"yangguang: {refusal.message}\n")
            if stopped := refusal.code == _STOPPED:
                break
    _report(options, told, failures)
    return 130 if stopped else 1 if failures or told.rejected or not told.read else 0


def _import_file(
    path: Path, order: actions.Order, nested: bool, say: Callable[[str], object]
) -> actions.ImportSummary:
    """One file, from where an earlier run of the same order was stopped. Refusal when it cannot be read."""
    if not path.is_file():
        raise Refusal(_("找不到文件 %(path)s，请核对路径。") % {"path": path})
    place = f"{order.organisation.code}/{order.category.code}/{order.publish_reason}/{nested}"
    progress = Progress(path, place, is_there=lambda uid: Item.objects.filter(uid=uid).exists())
    told = actions.ImportSummary.of(progress.counts)
    if progress.done:
        say(_("%(file)s：接着上次的第 %(count)d 件往下导入") % {"file": path.name, "count": progress.done})
    watch = _Watch(path.name, progress.done, say)
    try:
        actions.import_entries(
            reading.read(path, nested=nested, skip=progress.done),
            order,
            told,
            keeper=progress,
            told=lambda so_far: watch.tell(so_far.read),
        )
    except KeyboardInterrupt:
        raise Refusal(
            _("%(file)s：已停止，前 %(count)d 件已经收下。再运行同一条命令会接着往下导入。")
            % {"file": path.name, "count": told.read},
            code=_STOPPED,
        ) from None
    finally:
        if told.published:
            actions.record_order(order, told, progress.uid)
    progress.clear()
    say(_("%(file)s：%(count)d 件") % {"file": path.name, "count": told.read})
    if told.rejected:
        say(_("%(count)d 件没有收下，原因写在 %(file)s") % {"count": told.rejected, "file": progress.rejects})
    return told


class _Watch:
    """A line of progress now and then."""

    def __init__(self, name: str, begun_at: int, say: Callable[[str], object]) -> None:
        self._name, self._begun_at, self._said, self._say = name, begun_at, begun_at, say
        self._started = time.monotonic()

    def tell(self, count: int) -> None:
        if count - self._said < _EVERY:
            return
        self._said = count
        seconds = max(time.monotonic() - self._started, 0.001)
        rate = (count - self._begun_at) / seconds
        words = {"file": self._name, "count": count, "rate": rate}
        self._say(_("%(file)s：已处理 %(count)d 件，每秒 %(rate)d 件") % words)


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
        raise Refusal(_("没有可以导入的文件：只接受 .txt .md .docx .pdf .html .jsonl .csv .xlsx。"))
    return found


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
            "rejected": told.rejected,
        }
    )


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
