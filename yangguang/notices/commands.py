"""``yangguang notices retry``: send again what was stuck."""

import sys
from argparse import ArgumentParser, Namespace
from typing import Any

from django.utils.translation import gettext as _

from yangguang.notices import actions


def register(subparsers: Any) -> None:
    parser: ArgumentParser = subparsers.add_parser("notices", help="通知：重新发送受阻的邮件和短信")
    verbs = parser.add_subparsers(dest="verb", required=True)
    again = verbs.add_parser("retry", help="把多次未发出的通知重新放入待发")
    again.set_defaults(run=retry)


def retry(options: Namespace) -> int:
    count = actions.retry_stuck()
    sys.stdout.write(_("已重新放入待发：%(count)d 条。") % {"count": count} + "\n")
    return 0
