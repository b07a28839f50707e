"""``foi import FILE.jsonl``: the closed register of the system before this one."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from yangguang.foi import actions
from yangguang.foi.actions import Taken
from yangguang.journal.actors import Actor
from yangguang.lib.errors import Refusal


def add(verbs: Any) -> None:
    """Add the command."""
    one = verbs.add_parser("import", help="转入旧系统里已经办结的申请；有没收下的行，退出码为 1")
    one.add_argument("file", type=Path, metavar="FILE.jsonl", help="一行一件，见操作手册")
    one.add_argument("--reason", required=True, help="从哪里转入、依据什么；记入日志")
    one.set_defaults(run=_run)


def _run(options: argparse.Namespace) -> int:
    path: Path = options.file
    if not path.is_file():
        raise Refusal(_("找不到文件 %(path)s，请核对路径。") % {"path": path})
    told = Taken()
    with path.open(encoding="utf-8", errors="replace") as lines:
        by = Actor(key="operator", name=_("系统管理员"), post=_("系统管理员"))
        for so_far in actions.import_register(lines, reason=options.reason, by=by):
            told = so_far
            _say(_("已收下 %(taken)d 件，已有 %(known)d 件。") % {"taken": told.taken, "known": told.known})
    if not told.refused:
        return 0
    rejected = path.with_suffix(".rejected.jsonl")
    with rejected.open("w", encoding="utf-8") as out:
        for line, text, why in told.refused:
            row = {"line": line, "reason": why, "row": text.rstrip("\n")}
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
    rejected.chmod(0o600)  # it holds what applicants told of themselves
    _say(
        _("%(n)d 行没有收下，原因写在 %(file)s；改好以后再运行一次，已有的会跳过。")
        % {"n": len(told.refused), "file": rejected}
    )
    return 1


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
