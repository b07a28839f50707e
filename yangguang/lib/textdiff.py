"""What changed between two texts, in words: a comparison that understands Chinese.

Paragraphs are aligned first, then the words inside those that differ. Words are cut by rjieba, so that a
change reads as 补助<del>12万元</del><ins>15万元</ins> and not as single characters. Only neighbouring
operations of different kinds follow each other; joining all but the inserted texts gives the old text back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from html import escape
from itertools import groupby, zip_longest
from typing import Literal

import rjieba

Op = Literal["same", "added", "removed"]
Change = tuple[Op, str]

# Comparing n words with m costs about n × m; beyond this a rewritten passage is shown as removed and added whole.
_TOO_MANY = 4_000_000
_TOO_MANY_PAIRS = 900  # paragraphs times paragraphs; beyond this they are paired in order
_LIKE = 0.4  # paragraphs less alike than this are not the same one rewritten
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


@dataclass(frozen=True, slots=True)
class Row:
    """One paragraph of either text, beside the other; '' where the other has none. Both are HTML."""

    old: str
    new: str
    changed: bool


def rows(old: str, new: str) -> list[Row]:
    """Two texts side by side, paragraph by paragraph: those that belong together stand in one row.

    In a paragraph that changed the words that went are ``<del>``, those that came ``<ins>``.
    """
    olds, news = ([line for line in text.splitlines() if line.strip()] for text in (old, new))
    told: list[Row] = []
    for tag, a, b, c, d in SequenceMatcher(None, olds, news, autojunk=False).get_opcodes():
        if tag == "equal":
            told.extend(Row(_safe(line), _safe(line), False) for line in olds[a:b])
        else:
            told.extend(_beside(*pair) for pair in _paired(olds[a:b], news[c:d]))
    return told


def _beside(before: str, after: str) -> Row:
    if not before or not after:
        return Row(_tagged("del", before), _tagged("ins", after), True)
    changes = _joined(_words(before, after))
    old = "".join(_tagged("del" if op == "removed" else "", text) for op, text in changes if op != "added")
    new = "".join(_tagged("ins" if op == "added" else "", text) for op, text in changes if op != "removed")
    return Row(old, new, True)


def _tagged(tag: str, text: str) -> str:
    return f"<{tag}>{_safe(text)}</{tag}>" if tag and text else _safe(text)


def _safe(text: str) -> str:
    return escape(text, quote=False)


def _paired(olds: list[str], news: list[str]) -> list[tuple[str, str]]:
    """Rewritten paragraphs with those that replace them, in order; the likest pairs of all ways to pair them."""
    if len(olds) * len(news) > _TOO_MANY_PAIRS:
        return list(zip_longest(olds, news, fillvalue=""))
    # best[i][j]: the best that can be made of olds[i:] and news[j:].
    best = [[0.0] * (len(news) + 1) for _ in range(len(olds) + 1)]
    like = [[SequenceMatcher(None, a, b, autojunk=False).ratio() for b in news] for a in olds]
    for i in reversed(range(len(olds))):
        for j in reversed(range(len(news))):
            both = best[i + 1][j + 1] + like[i][j] if like[i][j] >= _LIKE else 0.0
            best[i][j] = max(both, best[i + 1][j], best[i][j + 1])
    pairs: list[tuple[str, str]] = []
    i = j = 0
    while i < len(olds) or j < len(news):
        if (
            i < len(olds)
            and j < len(news)
            and like[i][j] >= _LIKE
            and best[i][j] == best[i + 1][j + 1] + like[i][j]
        ):
            pairs.append((olds[i], news[j]))
            i, j = i + 1, j + 1
        elif i < len(olds) and (j == len(news) or best[i][j] == best[i + 1][j]):
            pairs.append((olds[i], ""))
            i += 1
        else:
            pairs.append(("", news[j]))
            j += 1
    return pairs


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
