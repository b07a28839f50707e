"""Citations of law in a text: repealed, not yet in force, or of an article that does not exist.

Only instruments that the house knows are judged; about others nothing is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from yangguang.law.models import Instrument, Status
from yangguang.law.rules import versions_titled
from yangguang.lib import clock
from yangguang.lib.numerals import from_chinese, to_chinese
from yangguang.screening.checks import looked_up, register
from yangguang.screening.findings import HINT, WARN, Finding, Text

_NUMERAL = r"[零〇一二两三四五六七八九十百千0-9]{1,8}"
_ARTICLE = re.compile(rf"第({_NUMERAL})条")
# 《…》, perhaps a year or number in brackets, then the articles: 第二十条第（五）项、第二十六条.
_CITATION = re.compile(
    r"《(?P<title>[^《》\n]{2,40})》(?:（[^（）\n]{1,40}）|\([^()\n]{1,40}\))?"
    rf"(?P<articles>(?:[的之]?(?:[、，和及与或至]|以及)?第{_NUMERAL}条(?:之{_NUMERAL})?"
    rf"(?:第?[（(]?{_NUMERAL}[）)]?[款项目](?:[、和至]第?[（(]?{_NUMERAL}[）)]?[款项目])*)*)*)"
)
# Instruments named to be repealed or amended are rightly named.
_SPEAKS_OF_CHANGE = re.compile(r"废止|修订|修改|失效|代替|取代|原《")
_AROUND = 24


@dataclass(frozen=True)
class Cited:
    """The versions of one instrument, seen from a day."""

    versions: list[Instrument]
    on: date

    @property
    def current(self) -> Instrument | None:
        return next((v for v in self.versions if v.status_on(self.on) is Status.IN_FORCE), None)


def citations(text: Text) -> Iterator[Finding]:
    """The check that screening runs, against the law of the document's day (today)."""
    known: dict[str, list[Instrument]] = {}
    for found in _CITATION.finditer(text.plain):
        title = found["title"].strip()
        if title not in known:
            known[title] = versions_titled(title, looked_up("law.instruments", _instruments))
        if not known[title]:
            continue
        cited = Cited(known[title], text.on or clock.today())
        if cited.current is None:
            yield from _not_in_force(text, found, cited)
        else:
            yield from _articles(text, found, cited, cited.current)


def _instruments() -> list[Instrument]:
    return list(Instrument.objects.all())


def _not_in_force(text: Text, found: re.Match[str], cited: Cited) -> Iterator[Finding]:
    around = text.plain[max(0, found.start() - _AROUND) : found.end() + _AROUND]
    last, first = cited.versions[-1], cited.versions[0]
    if last.effective_to and last.effective_to <= cited.on:
        if _SPEAKS_OF_CHANGE.search(around):
            return
        message = _("《%(title)s》已于 %(day)s 失效") % {"title": last.title, "day": last.effective_to}
        suggestion = _("现行的是《%(title)s》") % {"title": last.replaced_by} if last.replaced_by else ""
        yield text.finding("law.repealed", WARN, *found.span(), message, suggestion=suggestion)
    elif cited.on < first.effective_from and found["articles"]:
        message = _("《%(title)s》自 %(day)s 起施行") % {"title": first.title, "day": first.effective_from}
        yield text.finding("law.not-yet-in-force", WARN, *found.span(), message)


def _articles(text: Text, found: re.Match[str], cited: Cited, current: Instrument) -> Iterator[Finding]:
    base = found.start("articles")
    for article in _ARTICLE.finditer(found["articles"]):
        number = from_chinese(article[1])
        start, end = base + article.start(), base + article.end()
        if number < 1 or (current.articles_count and number > current.articles_count):
            message = _("《%(title)s》现行版本只有 %(n)d 条，没有%(label)s") % {
                "title": current.title,
                "n": current.articles_count or 0,
                "label": article[0],
            }
            yield text.finding("law.no-such-article", WARN, start, end, message)
        elif (moved := current.renumbered.get(str(number))) is not None:
            message = _(
                "《%(title)s》自 %(day)s 起条号有变，原%(label)s现为第%(new)s条，请核对引用的是哪一条"
            ) % {
                "title": current.title,
                "day": current.effective_from,
                "label": article[0],
                "new": to_chinese(moved),
            }
            yield text.finding(
                "law.renumbered", HINT, start, end, message, suggestion=f"第{to_chinese(moved)}条"
            )


register(citations)
