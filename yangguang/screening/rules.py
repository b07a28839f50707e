"""Screening: what stands in a text that should be looked at before it becomes public. Nothing is written here."""

from __future__ import annotations

from datetime import date

from yangguang.lib.html import to_text
from yangguang.organisations.models import Organisation
from yangguang.screening.checks import lists_held, register, registered
from yangguang.screening.findings import BLOCK, HINT, WARN, Finding, Text
from yangguang.screening.forms_of_writing import amounts, document_numbers, impossible_dates
from yangguang.screening.personal import personal_data
from yangguang.screening.secrecy import secrecy_mark, secrecy_marks
from yangguang.screening.words import listed_words

__all__ = [
    "BLOCK",
    "HINT",
    "WARN",
    "Finding",
    "blocking",
    "lists_held",
    "screen",
    "screen_document",
    "screen_text",
    "secrecy_mark",
]

for _check in (secrecy_marks, personal_data, listed_words, document_numbers, impossible_dates, amounts):
    register(_check)

_WEIGHT = {BLOCK: 0, WARN: 1, HINT: 2}


def screen(
    *, title: str, html: str, organisation: Organisation | None = None, on: date | None = None
) -> list[Finding]:
    """Everything found in a document. Offsets are those of `lib.html.to_text(html)`."""
    return screen_document(title, to_text(html), organisation=organisation, on=on)


def screen_document(
    title: str, plain: str, *, organisation: Organisation | None = None, on: date | None = None
) -> list[Finding]:
    """The same for a body whose plain text is known. Offsets are those of `plain`.

    What is found in the title alone has start = end = -1, so that it is never marked inside the body. `on` is the
    date of the document: citations are checked against the law of that day (today).
    """
    found = screen_text(plain, title=title, organisation=organisation, on=on)
    in_title = screen_text(title, organisation=organisation, on=on)
    known = {finding.key for finding in found}
    aside = [
        Finding(f.code, f.level, -1, -1, f.excerpt, f.message, f.suggestion, f.key)
        for f in in_title
        if f.key not in known
    ]
    return sorted(aside + found, key=lambda f: (_WEIGHT[f.level], f.start, f.end))


def screen_text(
    plain: str, *, title: str = "", organisation: Organisation | None = None, on: date | None = None
) -> list[Finding]:
    """Everything found in a plain text, in the order of the text."""
    text = Text(plain, title, organisation, on)
    found = [finding for check in registered() for finding in check(text)]
    return sorted(found, key=lambda f: (f.start, f.end, f.code))


def blocking(findings: list[Finding]) -> list[Finding]:
    """Those that keep a text from going on until they are mended or overruled."""
    return [finding for finding in findings if finding.level == BLOCK]
