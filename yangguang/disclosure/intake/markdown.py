"""Markdown, with tables: the title is the first heading."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt

from yangguang.lib.html import sanitise

_FRONT = re.compile(r"\A---\n.*?\n---\n", re.S)
_TITLE = re.compile(r"\A\s*#\s+(?P<title>[^\n]+)\n?")


def to_html(text: str) -> tuple[str, str]:
    """Title ('' when there is none) and sanitised body."""
    text = _FRONT.sub("", text.replace("\r\n", "\n"))
    found = _TITLE.match(text)
    title = found["title"].strip(" #") if found else ""
    body = text[found.end() :] if found else text
    return title, sanitise(MarkdownIt("commonmark", {"html": False}).enable("table").render(body))
