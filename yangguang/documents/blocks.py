"""What a template is made of: paragraphs of a few kinds, in order, with {placeholders}. Plain values, no rows, no code.

A paragraph, list item or row whose placeholder is optional and has no value is left out. A value is text: braces in it
are never looked at again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yangguang.documents.kinds import Kind

MOST_BLOCKS = 60
MOST_TEXT = 5000
_SLOT = re.compile(r"\{([^{}]*)\}")


class BlockKind(StrEnum):
    TITLE = "title"
    TO = "to"
    HEADING = "heading"
    BODY = "body"
    LIST = "list"
    FACTS = "facts"
    REMEDIES = "remedies"
    SIGNATURE = "signature"
    NOTE = "note"


LABELS: dict[BlockKind, str | Promise] = {
    BlockKind.TITLE: gettext_lazy("标题"),
    BlockKind.TO: gettext_lazy("主送"),
    BlockKind.HEADING: gettext_lazy("小标题"),
    BlockKind.BODY: gettext_lazy("正文"),
    BlockKind.LIST: gettext_lazy("列举（一行一项）"),
    BlockKind.FACTS: gettext_lazy("事项表（一行一项，写成“名称：内容”）"),
    BlockKind.REMEDIES: gettext_lazy("救济途径"),
    BlockKind.SIGNATURE: gettext_lazy("落款（一行一项）"),
    BlockKind.NOTE: gettext_lazy("附注"),
}
_FLOWING = {BlockKind.BODY, BlockKind.LIST, BlockKind.REMEDIES, BlockKind.NOTE}
_LINES = re.compile(r"\s*[\n\r\v\f\x85\u2028\u2029]+\s*")
# What XML and type cannot carry: controls but the line feed, halves of pairs, non-characters.
_CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Block:
    kind: BlockKind
    text: str

    @property
    def label(self) -> str:
        return str(LABELS[self.kind])

    @property
    def lines(self) -> list[str]:
        return [line.strip() for line in self.text.splitlines() if line.strip()]


def read(rows: Iterable[Mapping[str, Any]]) -> list[Block]:
    """Blocks from plain values. ValueError for a kind that there is not."""
    return [Block(BlockKind(str(row["kind"])), str(row["text"])) for row in rows]


def plain(blocks: Iterable[Block]) -> list[dict[str, str]]:
    """The same as plain values, to be stored and hashed."""
    return [{"kind": str(block.kind), "text": block.text} for block in blocks]


def names(text: str) -> list[str]:
    """The placeholders of a text, in order."""
    return [name.strip() for name in _SLOT.findall(text)]


def problems(kind: Kind, blocks: Sequence[Block]) -> list[str]:
    """What is wrong with a template of a kind, each in one sentence that says what to do; empty when it can be used."""
    return [*_shape(blocks), *_slots(kind, blocks)]


def _shape(blocks: Sequence[Block]) -> Iterator[str]:
    if not blocks:
        yield _("模板还是空的，请先加上标题、正文和落款。")
    if len(blocks) > MOST_BLOCKS:
        yield _("一个模板最多 %(n)d 段，请合并一些。") % {"n": MOST_BLOCKS}
    for kind in (BlockKind.TITLE, BlockKind.SIGNATURE):
        found = sum(block.kind == kind for block in blocks)
        if found != 1:
            yield _("要有一段“%(kind)s”，并且只能有一段，现在有 %(n)d 段。") % {
                "kind": LABELS[kind],
                "n": found,
            }
    for number, block in enumerate(blocks, 1):
        told = {"n": number, "kind": block.label, "most": MOST_TEXT}
        if not block.lines:
            yield _("第 %(n)d 段（%(kind)s）是空的，请写上内容或者去掉。") % told
        if len(block.text) > MOST_TEXT:
            yield _("第 %(n)d 段（%(kind)s）超过 %(most)d 字，请分成几段。") % told
        if block.kind is BlockKind.FACTS and any("：" not in line for line in block.lines):
            yield _("第 %(n)d 段（事项表）每一行要写成“名称：内容”，用中文冒号隔开。") % told


def _slots(kind: Kind, blocks: Sequence[Block]) -> Iterator[str]:
    known = {one.name: one for one in kind.vocabulary}
    used: set[str] = set()
    for number, block in enumerate(blocks, 1):
        rest = _SLOT.sub("", block.text)
        if "{" in rest or "}" in rest:
            yield _("第 %(n)d 段的花括号不成对，占位符要写成 {名称}。") % {"n": number}
        for name in names(block.text):
            used.add(name)
            if name not in known:
                yield _("第 %(n)d 段的 {%(name)s} 不是这种文书的占位符。可以用：%(known)s。") % {
                    "n": number,
                    "name": name,
                    "known": "、".join(f"{{{one.name}}}（{one.label}）" for one in known.values()),
                }
    for one in known.values():
        if one.required and one.name not in used:
            yield _("缺少必须有的 {%(name)s}（%(label)s），请写进模板。") % {
                "name": one.name,
                "label": one.label,
            }


def missing(kind: Kind, data: Mapping[str, str]) -> list[str]:
    """What a document of a kind lacks, by its Chinese names."""
    return [
        str(one.label) for one in kind.placeholders if one.required and not data.get(one.name, "").strip()
    ]


def fill(blocks: Iterable[Block], data: Mapping[str, str]) -> list[Block]:
    """The paragraphs with their values. A line whose placeholder has no value is left out, and so is an empty block.

    Where a kind knows paragraphs, a value of several lines becomes several; elsewhere it stays on its line.
    """
    found = []
    for block in blocks:
        values = (
            data if block.kind in _FLOWING else {name: _LINES.sub(" ", value) for name, value in data.items()}
        )
        lines = [line for one in block.lines if (line := _filled(one, values)) is not None]
        if lines:
            found.append(Block(block.kind, "\n".join(lines)))
    return found


def cleaned(data: Mapping[str, Any]) -> dict[str, str]:
    """Values as they can be set and written: text without control characters, without blanks at the ends."""
    return {name: _CONTROLS.sub("", str(value).replace("\r\n", "\n")).strip() for name, value in data.items()}


def _filled(line: str, data: Mapping[str, str]) -> str | None:
    if any(not data.get(name, "").strip() for name in names(line)):
        return None
    return _SLOT.sub(lambda slot: data[slot[1].strip()], line)
