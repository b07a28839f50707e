import re

from hypothesis import given, settings
from hypothesis import strategies as st

from yangguang.lib.textdiff import changed, counts, diff, render, rows

OLD = "第一段\n每台补助12万元，由县财政局拨付。\n第三段\n四\n五\n六\n七"
NEW = "第一段\n每台补助15万元，由县财政局在15个工作日内拨付。\n第三段\n四\n五\n六\n七"


def test_a_change_is_shown_by_whole_words_and_in_its_paragraph() -> None:
    changes = diff(OLD, NEW)
    assert ("removed", "12") in changes
    assert ("added", "15") in changes
    assert ("added", "在15个工作日内") in changes
    assert counts(changes) == (10, 2)
    html = render(changes, skipped="（%d 段未改）")
    assert "每台补助<del>12</del><ins>15</ins>万元" in html
    assert '<p class="skipped">（4 段未改）</p>' in html
    assert "第一段" in html


def test_equal_texts_have_no_changes() -> None:
    assert not changed(diff(OLD, OLD))
    assert diff("", "") == []


def test_what_is_shown_cannot_be_markup() -> None:
    assert "<b>" not in render(diff("<b>旧", "<b>新"))


_texts = st.text(alphabet="低保金额提高12。\n", max_size=60)


@settings(max_examples=150)
@given(_texts, _texts)
def test_both_texts_can_be_told_from_the_changes(old: str, new: str) -> None:
    changes = diff(old, new)
    assert "".join(text for op, text in changes if op != "added") == old
    assert "".join(text for op, text in changes if op != "removed") == new


def test_side_by_side_a_rewritten_paragraph_stands_beside_its_former_self() -> None:
    told = rows(
        "一、标准\n每台补助12万元。\n三、附则", "一、标准\n新增的说明段落。\n每台补助15万元。\n三、附则"
    )
    assert [(row.old, row.new) for row in told] == [
        ("一、标准", "一、标准"),
        ("", "<ins>新增的说明段落。</ins>"),
        ("每台补助<del>12</del>万元。", "每台补助<ins>15</ins>万元。"),
        ("三、附则", "三、附则"),
    ]
    assert [row.changed for row in told] == [False, True, True, False]


def test_side_by_side_nothing_is_markup() -> None:
    assert rows("<b>旧", "<b>新")[0].old == "&lt;b&gt;<del>旧</del>"


_TAGS = re.compile(r"</?(?:ins|del)>")


@settings(max_examples=150)
@given(_texts, _texts)
def test_side_by_side_loses_no_paragraph(old: str, new: str) -> None:
    told = rows(old, new)
    for text, side in ((old, "old"), (new, "new")):
        shown = [_TAGS.sub("", getattr(row, side)) for row in told]
        assert [line for line in shown if line] == [line for line in text.splitlines() if line.strip()]
