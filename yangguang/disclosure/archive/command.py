"""``yangguang archive-item INDEX_NO -o FILE.zip``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from yangguang.disclosure.models import Item
from yangguang.lib.errors import Refusal

from .package import name_of, write


def register(subparsers: Any) -> None:
    parser = subparsers.add_parser("archive-item", help=_("生成一件公开信息的归档包，可以离线核对"))
    parser.add_argument("index_number", metavar="INDEX_NO", help=_("索引号"))
    parser.add_argument("-o", "--output", metavar="FILE", type=Path, help=_("写到哪个文件，默认用索引号"))
    parser.set_defaults(run=archive_item)


def archive_item(options: argparse.Namespace) -> int:
    """Write the package; the file appears whole or not at all. Refusal: no such item, not sealed yet."""
    item = (
        Item.objects.select_related("organisation", "category")
        .filter(index_number=options.index_number.strip())
        .first()
    )
    if item is None:
        raise Refusal(_("没有索引号为 %(number)s 的信息，请核对。") % {"number": options.index_number})
    target: Path = options.output or Path(f"{name_of(item)}.zip")
    half = target.with_name(f"{target.name}.part")
    try:
        with half.open("wb") as file:
            write(item, file)
        half.replace(target)
    finally:
        half.unlink(missing_ok=True)
    sys.stdout.write(_("已写到 %(file)s，解开后运行 python3 check.py 核对。\n") % {"file": target})
    return 0
