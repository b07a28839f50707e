"""``yangguang case file NUMBER -o FILE``: the file of a case, written by whoever runs the house."""

from __future__ import annotations

import argparse
import hashlib
import sys
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from yangguang.casework.acts import FILE_EXPORTED
from yangguang.casework.casefile.collect import collect
from yangguang.casework.casefile.package import write_package
from yangguang.casework.casefile.paper import write_pdf
from yangguang.casework.models import Case
from yangguang.documents.makers import unheard
from yangguang.journal.actions import record
from yangguang.journal.actors import Actor
from yangguang.lib.errors import Refusal

_COMMAND_LINE = Actor(key="command-line", name="命令行")


def register(commands: Any) -> None:
    """Add ``case file``."""
    parser = commands.add_parser("case", help="办件：导出案卷")
    verbs = parser.add_subparsers(dest="verb", metavar="file", required=True)
    one = verbs.add_parser("file", help="把一个办件的案卷写成 PDF，或带凭证的 ZIP（看文件名的结尾）")
    one.add_argument("number", metavar="NUMBER", help="办件号")
    one.add_argument(
        "-o", "--output", type=Path, required=True, metavar="FILE", help="写到哪里，以 .pdf 或 .zip 结尾"
    )
    one.set_defaults(run=case_file)


def case_file(options: argparse.Namespace) -> int:
    """Write the file and the act that it was taken away; the file appears whole or not at all."""
    target: Path = options.output
    form = target.suffix.lower().removeprefix(".")
    if form not in {"pdf", "zip"}:
        raise Refusal(_("文件名要以 .pdf 或 .zip 结尾。"), code="unwritable")
    rows = Case.objects.select_related("organisation", "version__process", "parent")
    case = rows.filter(number=options.number.strip()).first()
    if case is None:
        raise Refusal(
            _("没有办件号为 %(number)s 的办件，请核对。") % {"number": options.number}, code="not-found"
        )
    half = target.with_name(f"{target.name}.part")
    write = write_package if form == "zip" else write_pdf
    try:
        with half.open("wb") as out:
            write(collect(case, by=_COMMAND_LINE), out, unheard)
        content = half.read_bytes()
        with transaction.atomic():
            record(
                FILE_EXPORTED,
                subject=case.ref,
                actor=_COMMAND_LINE,
                public={
                    "number": case.number,
                    "form": form.upper(),
                    "size": len(content),
                    "sha256": hashlib.sha256(content).hexdigest(),
                },
                organisation_code=case.organisation.code,
            )
        half.replace(target)
    finally:
        half.unlink(missing_ok=True)
    sys.stdout.write(_("已写到 %(file)s\n") % {"file": target})
    return 0
