"""What changed between two texts, in words: a comparison that understands Chinese.

Paragraphs are aligned first, then the words inside those that differ. Words are cut by rjieba, so that a
change reads as 补助<del>12万元</del><ins>15万元</ins> and not as single characters. Only neighbouring
operations of different kinds follow each other; joining all but the inserted texts gives the old text back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from html import escape
from itertools import groupby
from typing import Literal

import rjieba

Op = Literal["same", "added", "removed"]
Change = tuple[Op, str]

# Comparing n words with m costs about n × m; beyond this a rewritten passage is shown as removed and added whole.
_TOO_MANY = 4_000_000
_KEPT_AROUND = 1  # unchanged paragraphs shown before and after a change


def diff(old: str, new: str) -> list[Change]:
    """The operations that turn one text into the other, in reading order."""
    if old == new:
        return [("same", old)] if old else []
    old_lines, new_lines = old.splitlines(keepends=True), new.splitlines(keepends=True)
    changes: list[Change] = []
    matcher = SequenceMatcher(None, old_lines, new_lines, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        before, after = "".join(old_lines[a:b]), "".join(new_lines[c:d])
        if tag == "equal":
            changes.append(("same", before))
        else:
            changes.extend(_words(before, after))
    return _joined(changes)


def _words(old: str, new: str) -> Iterator[Change]:
    olds, news = _cut(old), _cut(new)
    if not olds or not news or len(olds) * len(news) > _TOO_MANY:
        yield ("removed", old)
        yield ("added", new)
        return
    for tag, a, b, c, d in SequenceMatcher(None, olds, news, autojunk=False).get_opcodes():
        if tag == "equal":
            yield ("same", "".join(olds[a:b]))
        else:
            yield ("removed", "".join(olds[a:b]))
            yield ("added", "".join(news[c:d]))


def _cut(text: str) -> list[str]:
    return list(rjieba.cut(text)) if text else []


def _joined(changes: Iterable[Change]) -> list[Change]:
    """Empty operations out, neighbours of one kind together, what is removed before what is added."""
    result: list[Change] = []
    for same, run in groupby((c for c in changes if c[1]), key=lambda change: change[0] == "same"):
        parts = list(run)
        if same:
            result.append(("same", "".join(text for _, text in parts)))
            continue
        for op in ("removed", "added"):
            text = "".join(text for kind, text in parts if kind == op)
            if text:
                result.append((op, text))
    return result


def changed(changes: Sequence[Change]) -> bool:
    return any(op != "same" for op, _ in changes)


def counts(changes: Sequence[Change]) -> tuple[int, int]:
    """How many characters were added and how many removed, white space not counted."""
    added = sum(len("".join(text.split())) for op, text in changes if op == "added")
    removed = sum(len("".join(text.split())) for op, text in changes if op == "removed")
    return added, removed


def render(changes: Sequence[Change], *, skipped: str = "…") -> str:
    """HTML of the comparison: paragraphs with ``<ins>`` and ``<del>``; far from any change, paragraphs are skipped.

    ``skipped`` stands for a run of unchanged paragraphs and may contain ``%d`` for their number.
    """
    paragraphs = _paragraphs(changes)
    near = {
        index + distance
        for index, (_, touched) in enumerate(paragraphs)
        if touched
        for distance in range(-_KEPT_AROUND, _KEPT_AROUND + 1)
    }
    out: list[str] = []
    for shown, run in groupby(range(len(paragraphs)), key=near.__contains__):
        indices = list(run)
        if shown:
            out.extend(f"<p>{paragraphs[index][0]}</p>" for index in indices)
        else:
            words = skipped.replace("%d", str(len(indices)))
            out.append(f'<p class="skipped">{escape(words, quote=False)}</p>')
    return "\n".join(out)


def _paragraphs(changes: Sequence[Change]) -> list[tuple[str, bool]]:
    """Each paragraph's HTML and whether anything in it changed."""
    tags = {"added": "ins", "removed": "del"}
    paragraphs: list[tuple[str, bool]] = []
    parts: list[str] = []
    touched = False
    for op, text in changes:
        lines = text.split("\n")
        for number, line in enumerate(lines):
            if number:
                if parts:
                    paragraphs.append(("".join(parts), touched))
                parts, touched = [], False
            if not line:
                continue
            safe = escape(line, quote=False)
            parts.append(f"<{tags[op]}>{safe}</{tags[op]}>" if op in tags else safe)
            touched = touched or op != "same"
    if parts:
        paragraphs.append(("".join(parts), touched))
    return paragraphs
