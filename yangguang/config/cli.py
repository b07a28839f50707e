"""The command line. Commands are the operations manual: they parse, call a verb, and print.

A refusal is one clear line on standard error and a non-zero exit code; never a traceback. The exit code
is 2 for words that cannot be understood, 1 for work that could not be done.
"""

from __future__ import annotations

import argparse
import os
import sys
from importlib import import_module
from importlib.util import find_spec

import django
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db.utils import OperationalError, ProgrammingError

from yangguang.lib import disk
from yangguang.lib.errors import Refusal

# Commands that look into a database whatever it is: the doctor, and what makes a copy into a rehearsal.
_ANYWHERE = {"doctor", "demo", "restored", "rehearsal-opened"}


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> None:  # type: ignore[override]
        self.exit(2, f"{self.prog}: {message}\n")


def parser() -> argparse.ArgumentParser:
    """Every command of every room."""
    top = _Parser(prog="yangguang", description="阳光：在阳光下办公的地方政府平台")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True, parser_class=_Parser)
    for room in ["demo", "config", *reversed(settings.ROOMS)]:
        name = f"yangguang.{room}.commands"
        if find_spec(f"yangguang.{room}") and find_spec(name):
            import_module(name).register(commands)
    return top


def main(words: list[str] | None = None) -> int:
    """Run one command; returns its exit code. ``yangguang manage …`` passes on to Django."""
    words = sys.argv[1:] if words is None else words
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yangguang.config.settings")
    try:
        django.setup()
    except ImproperlyConfigured as error:
        print(f"yangguang: {error}", file=sys.stderr)
        return 2
    if words[:1] == ["manage"]:
        execute_from_command_line(["yangguang manage", *words[1:]])
        return 0
    rehearsal = import_module("yangguang.rehearsal.rules")  # now that its models have their settings
    options = parser().parse_args(words)
    try:
        if options.command not in _ANYWHERE and not getattr(options, "needs_no_database", False):
            rehearsal.require_fitting()
            rehearsal.follow()
        return int(options.run(options) or 0)
    except Refusal as refusal:
        print(f"yangguang: {refusal.message}", file=sys.stderr)
    except (OperationalError, ProgrammingError) as error:
        told = f"数据库用不了：{str(error).splitlines()[0]}（先运行 yangguang manage migrate，或看 yangguang doctor）"
        print(f"yangguang: {disk.NO_ROOM if disk.is_full(error) else told}", file=sys.stderr)
    except OSError as error:
        if disk.is_full(error):
            print(f"yangguang: {disk.NO_ROOM}", file=sys.stderr)
            return 1
        print(f"yangguang: {error.filename or ''} {disk.why(error)}".strip(), file=sys.stderr)
    except KeyboardInterrupt:
        print("yangguang: 已停止", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
