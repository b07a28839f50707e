"""Placeholders: what is wrong is said in sentences, what is filled in stays text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from yangguang.documents import blocks
from yangguang.documents.blocks import Block, BlockKind

from .conftest import BLOCKS, LETTER


def wrong(*rows: Block) -> str:
    return "".join(blocks.problems(LETTER, rows))


def test_a_good_template_has_nothing_to_be_said_of() -> None:
    assert blocks.problems(LETTER, BLOCKS) == []


def test_each_mistake_is_one_sentence_that_says_what_to_do() -> None:
    assert "还是空的" in wrong()
    body = [*BLOCKS, Block(BlockKind.BODY, "给{nobody}")]
    assert "{nobody} 不是这种文书的占位符" in wrong(*body) and "{addressee}（当事人）" in wrong(*body)
    assert "缺少必须有的 {addressee}（当事人）" in wrong(*[b for b in BLOCKS if b.kind != BlockKind.TO])
    assert "花括号不成对" in wrong(*BLOCKS, Block(BlockKind.BODY, "{matter"))
    assert "花括号不成对" in wrong(*BLOCKS, Block(BlockKind.BODY, "{{matter}}"))
    assert "要有一段“标题”，并且只能有一段，现在有 2 段" in wrong(*BLOCKS, BLOCKS[0])
    assert "写成“名称：内容”" in wrong(*BLOCKS, Block(BlockKind.FACTS, "事项 {matter}"))
    assert "是空的" in wrong(*BLOCKS, Block(BlockKind.NOTE, "  "))
    assert "超过 5000 字" in wrong(*BLOCKS, Block(BlockKind.BODY, "字" * 5001))


def test_a_line_whose_word_is_missing_is_left_out_and_so_is_an_empty_block() -> None:
    data = {"addressee": "王小明", "matter": "低保", "organisation": "民政局", "issued_on": "2026年1月5日"}
    told = blocks.fill([*BLOCKS, Block(BlockKind.NOTE, "{remark}")], data)
    assert told[2].lines == ["你提出的低保已经收到。"]
    assert [line for one in told if one.kind == BlockKind.FACTS for line in one.lines] == ["事项：低保"]
    assert all(one.kind != BlockKind.NOTE for one in told)


def test_a_long_answer_keeps_its_paragraphs_and_a_row_stays_a_row() -> None:
    data = {"matter": "第一段\n第二段"}
    body, row = blocks.fill(
        [Block(BlockKind.BODY, "{matter}"), Block(BlockKind.FACTS, "事项：{matter}")], data
    )
    assert body.lines == ["第一段", "第二段"] and row.lines == ["事项：第一段 第二段"]


_NAMES = st.sampled_from(["addressee", "matter", "remark", "organisation"])
_TEXT = st.text("中文 ab0#*<_$：\u3000😀", max_size=20)
_PIECES = st.lists(st.one_of(_TEXT, _NAMES.map(lambda name: f"{{{name}}}")), min_size=1, max_size=8)


@given(_PIECES, st.dictionaries(_NAMES, st.text(max_size=30)))
def test_property_every_value_stands_where_its_name_stood_and_nothing_else_is_read(
    pieces: list[str], data: dict[str, str]
) -> None:
    """Against an oracle that never looks for braces: it knows the pieces. Values may hold braces, names, line ends."""
    values = blocks.cleaned(data)
    line = "".join(pieces).strip()
    wanted = [piece[1:-1] for piece in pieces if piece.startswith("{")]
    filled = blocks.fill([Block(BlockKind.TITLE, line)], values)
    if not line or any(not values.get(name, "").strip() for name in wanted):
        assert filled == []
        return
    flat = {
        name: " ".join(part.strip() for part in value.split("\n") if part.strip())
        for name, value in values.items()
    }
    expected = "".join(flat[piece[1:-1]] if piece.startswith("{") else piece for piece in pieces)
    squeezed = " ".join(expected.split())
    assert [" ".join(one.text.split()) for one in filled] == ([squeezed] if squeezed else [])


@given(st.text(max_size=200), st.sampled_from(list(BlockKind)))
def test_property_whatever_is_typed_is_refused_or_can_be_filled(text: str, kind: BlockKind) -> None:
    block = Block(kind, text)
    if blocks.problems(LETTER, [*BLOCKS, block]):
        return
    for one in blocks.fill([block], LETTER.sample):
        assert one.lines and (kind != BlockKind.FACTS or all("：" in line for line in one.lines))
