"""A plain text needs no sanitiser: laid out by itself, it is what the sanitiser would have given."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from yangguang.disclosure.intake import layout
from yangguang.lib.html import sanitise, to_text

# What documents are made of, and what has tripped readers of HTML before.
_PIECES = st.sampled_from(
    ["阳光县", "各镇人民政府：", "附件：", "（此件公开发布）", "一、", "（一）", "2026年1月5日", "民政局", "。", "x", "１", "〔", "𠀀",
     "<b>", "</p>", "<!--[if x]>", "<?xml", "&", "&amp;", "&nbsp;", '"', "'", ">", "]]>", " ", "  ", "\t", "\u00a0", "\u3000",
     "\u2003", "\u200b", "\ufeff", "\x00", "\x08", "\x0b", "\x0c", "\r", "\x1f", "\x7f", "\x85", "\u2028", "\u00ad", "\ufffe",
     "\ufdd0", "\uffff", "\ue000", "\U0001f600", "\U0001fffe", "\U0010ffff"]
)  # fmt: skip
_LINES = st.lists(
    st.lists(_PIECES, max_size=6).map("".join)
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
    max_size=9,
)


@given(_LINES)
@example(["关于<低保>的通知", "各镇人民政府：", "a  b\t c", "阳光县人民政府", "2026年1月5日", "某某方案"])
def test_lines_are_laid_out_as_the_sanitiser_would_leave_them(lines: list[str]) -> None:
    html = sanitise(layout.to_html(lines))
    assert layout.body_of(lines) == (html, to_text(html))


def test_no_plain_character_is_changed_by_the_sanitiser() -> None:
    plain = [char for char in map(chr, range(0x40000)) if layout._PLAIN.fullmatch(char)]
    lines = ["。".join(["", *plain[start : start + 500], ""]) for start in range(0, len(plain), 500)]
    html = sanitise(layout.to_html(lines))
    assert layout.body_of(lines) == (html, to_text(html))
    assert to_text(html) == "\n".join(lines).replace("\t", " ")
