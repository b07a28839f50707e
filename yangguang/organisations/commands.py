"""``yangguang organisation add`` and ``yangguang people operator``: how an empty house gets its first organisation
and its first operator. Everything after that is done in the office.
"""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from yangguang.accounts.rules import find
from yangguang.journal.actors import Actor
from yangguang.lib.errors import Refusal
from yangguang.organisations import actions
from yangguang.organisations.models import Kind, Organisation
from yangguang.organisations.seeds import standard_posts

# Whoever has the command line has the machine; the act says that it was done there.
COMMAND_LINE = Actor(key="command-line", name="命令行")


def register(subparsers: Any) -> None:
    parser: ArgumentParser = subparsers.add_parser("organisation", help="机构")
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    one = verbs.add_parser("add", help="设立机构")
    one.add_argument("code", metavar="CODE", help="代号，例如 county")
    one.add_argument("name", metavar="NAME", help="全称")
    one.add_argument("--kind", choices=Kind.values, default=Kind.GOVERNMENT.value, help="类别")
    one.add_argument("--parent", metavar="CODE", help="上级机构的代号")
    one.add_argument("--short-name", default="", help="简称")
    one.add_argument("--uscc", help="统一社会信用代码")
    one.add_argument(
        "--post",
        action="append",
        default=[],
        choices=list(standard_posts()),
        help="同时设立的标准岗位，可多次给出",
    )
    one.set_defaults(run=_add)

    parser = subparsers.add_parser("people", help="人员")
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", required=True)
    one = verbs.add_parser("operator", help="任命系统管理员，显示一次初始密码")
    one.add_argument("--organisation", required=True, metavar="CODE", help="在哪个机构任职")
    one.add_argument("--username", required=True, help="用户名；已有的账号直接任命")
    one.add_argument("--name", default="", help="姓名（新账号要填）")
    one.set_defaults(run=_operator)


def _organisation(code: str) -> Organisation:
    found = Organisation.objects.current().filter(code=code).first()
    if found is None:
        raise Refusal(
            _("没有代号为 %(code)s 的机构，请先用 yangguang organisation add 设立。") % {"code": code},
            code="not-found",
        )
    return found


def _add(options: Namespace) -> int:
    actions.load_seeds()
    made = actions.establish_organisation(
        options.code,
        options.name,
        kind=options.kind,
        parent=_organisation(options.parent) if options.parent else None,
        short_name=options.short_name,
        uscc=options.uscc,
        posts=options.post,
        actor=COMMAND_LINE,
    )
    sys.stdout.write(_("已设立 %(name)s（%(code)s）\n") % {"name": made.name, "code": made.code})
    return 0


def _operator(options: Namespace) -> int:
    organisation = _organisation(options.organisation)
    known = find(options.username)
    with transaction.atomic():
        post = organisation.posts.filter(code="operator").first() or actions.create_post(
            organisation, "operator", actor=COMMAND_LINE
        )
        if known is not None:
            actions.appoint(known, post, actor=COMMAND_LINE)
            sys.stdout.write(_("%(name)s 已任命为系统管理员\n") % {"name": known.display_name})
            return 0
        made, initial = actions.take_on(
            post, username=options.username, name=options.name, actor=COMMAND_LINE
        )
    sys.stdout.write(
        _("用户名 %(username)s，初始密码 %(initial)s（只显示这一次，第一次登录时要改）\n")
        % {"username": made.username, "initial": initial}
    )
    return 0
