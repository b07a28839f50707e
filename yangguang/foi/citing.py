"""Articles as the room's data writes them in short, and as the law writes them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from yangguang.lib.numerals import to_chinese

_ARTICLE = re.compile(r"(\d+)(?:\((\d+)\))?(?:\.(\d+))?")


def cited(law: str, articles: Sequence[str]) -> str:
    """["16", "36(3)"] → 《政府信息公开条例》第十六条、第三十六条第（三）项; empty without articles."""
    return f"《{law}》{'、'.join(map(_article, articles))}" if articles else ""


def _article(short: str) -> str:
    found = _ARTICLE.fullmatch(short)
    if found is None:
        raise ValueError(f"not an article: {short}")
    number, item, paragraph = found.groups()
    told = f"第{to_chinese(int(number))}条"
    if item:
        return f"{told}第（{to_chinese(int(item))}）项"
    return f"{told}第{to_chinese(int(paragraph))}款" if paragraph else told
