"""``yangguang search rebuild | retry | words``."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from django.utils.translation import gettext as _

from yangguang.lib.errors import Refusal
from yangguang.search import actions, engines
from yangguang.search.actions import rebuilding, terms


def register(commands: Any) -> None:
    """Add this room's commands."""
    search = commands.add_parser("search", help="维护搜索索引")
    verbs = search.add_subparsers(required=True, metavar="rebuild|retry|words")
    rebuild = verbs.add_parser("rebuild", help="按现有记录重建索引；重建时网站照常能搜，中断了再运行会接着做")
    rebuild.add_argument("--anew", action="store_true", help="放弃没有做完的重建，从头开始")
    rebuild.set_defaults(run=_rebuild)
    verbs.add_parser("retry", help="把更新不了的索引项再试一次").set_defaults(run=_retry)
    verbs.add_parser("words", help="重新收集输入时提示的词").set_defaults(run=_words)


def _rebuild(options: argparse.Namespace) -> int:
    task = rebuilding.begin_anew() if options.anew else rebuilding.begin()
    if task.copied:
        sys.stdout.write(_("接着上次做：已经有 %(n)d 项。") % {"n": task.copied} + "\n")
    try:
        number = actions.rebuild()
    except engines.Unavailable as error:
        raise Refusal(
            _("索引现在不能重建：%(error)s。请稍后再运行一次，会接着做。") % {"error": error}, code="conflict"
        ) from error
    sys.stdout.write(_("索引重建完成，共 %(n)d 项。") % {"n": number} + "\n")
    return 0


def _words(options: argparse.Namespace) -> int:
    sys.stdout.write(_("收集了 %(n)d 个词。") % {"n": terms.learn()} + "\n")
    return 0


def _retry(options: argparse.Namespace) -> int:
    sys.stdout.write(_("又更新了 %(n)d 项。") % {"n": actions.retry()} + "\n")
    return 0
