"""What kind of text a document is, as its title ends: 通知, 公告, 办法."""

from __future__ import annotations

import re

_GENRES = (
    "决议|决定|命令|公报|公告|通告|意见|通知|通报|报告|请示|批复|议案|函|纪要"
    "|规定|办法|细则|条例|方案|计划|规划|指南|目录|清单|年报|总结|预案|公示|解读|图解|预算|决算|月报"
)
_GENRE = re.compile(rf"(?P<genre>{_GENRES}|令|答复|复函)(?:[(（][^)）]*[)）])*$")
# The genre of an item that sets false or incomplete information right (条例第六条), whatever its title ends with:
# columns ask for it, lists and search narrow to it.
CLARIFICATION = "澄清"


def genre_of(title: str) -> str:
    """The kind of document that a title ends with (文种); '' when it tells none."""
    found = _GENRE.search(title.strip())
    if not found:
        return ""
    return {"令": "命令", "答复": "函", "复函": "函"}.get(found["genre"], found["genre"])
