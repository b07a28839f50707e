"""The language of the office: what a person reads, or hears from a screen reader, holds no English but a short list."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

from yangguang.accounts.models import User
from yangguang.organisations.models import Organisation, Post
from yangguang.sites.models import Column

READERS = ("qian", "lin", "sun")  # who between them open every page of the office
# Names that Chinese offices write in Latin letters, and what they type as it stands.
ALLOWED = re.compile(
    r"""\b(?:
        CSV|Excel|Word|BPMN|DMN|PDF|SVG|JSON|XML|HTML|OFD|Tab|Enter|Ctrl|Shift|Esc|MB|KB|GB|AB|bytes?
        |S-FEEL|yg:\w+|outcome|pass|return|first|nrOf_pass  # what a process is written in
        |xlsx?|docx?|txt|zip|png|ics|ColumnDescription|GB/T\s*[\d.-]+|SHA-256|TOTP|APP|QR
    )\b""",
    re.VERBOSE | re.ASCII | re.IGNORECASE,
)
# What is no language: addresses, codes, user names, fingerprints.
CODE = re.compile(
    r"[\w.+-]+@[\w.-]+|https?://\S+|\b[\w-]*\d[\w./-]*\b|\.\w{2,5}\b|\b[JK]\b|\b[A-Z]\b", re.ASCII
)
WORD = re.compile(r"[A-Za-z]{2,}")
SPOKEN = {"aria-label", "title", "placeholder", "alt", "aria-description", "data-empty-message", "label"}
SILENT = {"script", "style", "code", "kbd", "textarea", "option"}


class Voice(HTMLParser):
    """Every piece of text that somebody sees or hears; codes in ``.code`` are codes."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self._silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        for name in SPOKEN & given.keys():
            self.said.append(given[name] or "")
        if tag == "input" and given.get("type") in {"submit", "button"}:
            self.said.append(given.get("value") or "")
        if self._silent and tag == self._silent[0]:
            self._silent.append(tag)
        elif not self._silent and (tag in SILENT or "code" in str(given.get("class")).split()):
            self._silent = [tag]

    def handle_endtag(self, tag: str) -> None:
        if self._silent and tag == self._silent[0]:
            self._silent.pop()

    def handle_data(self, data: str) -> None:
        if not self._silent and data.strip():
            self.said.append(data.strip())


EXAMPLE = re.compile(r"例如 ?[\w.=-]+", re.ASCII)


def names() -> re.Pattern[str]:
    """Codes of organisations and posts and user names: shown as they are typed."""
    known = [
        *Organisation.objects.values_list("code", flat=True),
        *Post.objects.values_list("code", flat=True),
        *Column.objects.values_list("code", flat=True),
        *User.objects.staff().values_list("username", flat=True),
    ]
    return re.compile("|".join(sorted((re.escape(str(one)) for one in known), key=len, reverse=True)))


def english(html: str) -> set[str]:
    voice = Voice()
    voice.feed(html)
    shown = names()

    def rest(text: str) -> str:
        for known in (EXAMPLE, shown, ALLOWED, CODE):
            text = known.sub(" ", text)
        return text

    return {text for text in voice.said if WORD.search(rest(text))}


def faults(response: Any) -> list[str]:
    """What an answer says in English, if it is a page."""
    if response.streaming or not response.headers.get("Content-Type", "").startswith("text/html"):
        return []
    return [f"says {text!r}" for text in sorted(english(response.content.decode()))]
