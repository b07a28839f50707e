"""The cross-checks of an annual report: what holds passes, what was changed is found and named."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yangguang.foi.report import (
    CHECKS,
    T2,
    T3,
    T3_COLUMNS,
    T4,
    T4_COLUMNS,
    Beside,
    Cell,
    Figures,
    Level,
    Table,
    broken,
    cells,
    chapter_four,
    chapter_three,
    checked,
    read,
    summed,
    written,
)

from .reports import dense, real_2025, small, t3, t4


def _before(figures: Figures) -> Figures:
    """A last year that leads to this one."""
    last = dense(99, figures.year - 1)
    changes = [(t3("carried_forward", one), figures.t3("carried_over", one)) for one in T3_COLUMNS]
    for row in ("rules", "norm_docs"):
        valid = figures.t2(row, "valid") - figures.t2(row, "made") + figures.t2(row, "repealed")
        changes.append((Cell(Table.T2, row, "valid"), valid))
    return last.changed(*changes)


def test_the_form_has_25_rows_by_7_columns_and_the_others() -> None:
    assert len(T3) == 25
    assert len(T3_COLUMNS) == 7
    assert len(cells(Table.T3)) == 175
    assert len(cells(Table.T4)) == 15
    assert len(cells(Table.T2)) == 10
    assert [check.code for check in CHECKS] == [f"Y{number}" for number in range(1, 12)]


def test_the_real_report_on_2025_passes_its_checks() -> None:
    report = real_2025()
    assert report.t3("new_received") == 3830
    assert [report.t4(group.key) for group in T4] == [259, 28, 38]
    assert broken(report) == []


def test_the_small_set_of_the_rule_book_passes() -> None:
    report = small()
    assert [report.t3("total_processed", one) for one in T3_COLUMNS] == [9, 2, 0, 0, 1, 0, 12]
    assert report.t3("new_received") == 13
    assert broken(report) == []


def _one_digit_more(report: Figures, cell: Cell) -> Figures:
    """The last digit of a cell changed."""
    return report.changed((cell, report[cell] + (Decimal("0.000001") if cell.is_money else 1)))


@pytest.mark.parametrize("report", [real_2025(), small(), dense(1)], ids=["real", "small", "dense"])
def test_one_digit_changed_in_any_cell_of_tables_three_and_four_is_found_and_named(report: Figures) -> None:
    for cell in cells(Table.T3, Table.T4):
        found = broken(_one_digit_more(report, cell))
        assert found, cell.key
        assert any(cell in one.cells for one in found), cell.key
        assert all(one.left != one.right for one in found)


def test_of_table_two_a_changed_cell_is_found_only_beside_last_years_report_or_the_parts() -> None:
    """No check covers a single report's table two: nothing in it adds up. Y6 compares three of its columns with last
    year's, Y8 a summary's every cell with its parts; permits, penalties, coercion and fees of a single report can be
    borne out by nothing on the form.
    """
    report = dense(2)
    last = Beside(previous=_before(report))
    assert broken(report, last) == []
    alone = {cell for cell in cells(Table.T2) if broken(_one_digit_more(report, cell))}
    beside_last_year = {cell for cell in cells(Table.T2) if broken(_one_digit_more(report, cell), last)}
    assert alone == set()
    assert {cell.row for cell in beside_last_year} == {"rules", "norm_docs"}
    assert len(beside_last_year) == 6
    total = summed("县", 2025, [report, dense(3)])
    parts = Beside(parts=[report, dense(3)])
    assert broken(total, parts) == []
    for cell in cells():
        assert any(
            cell in one.cells for one in broken(_one_digit_more(total, cell), parts) if one.check == "Y8"
        )


def _codes(report: Figures, beside: Beside | None = None) -> set[str]:
    return {one.check for one in broken(report, beside)}


def test_each_check_names_what_it_is_about_with_both_sums() -> None:
    report = small()
    [y1, *_rest] = broken(report.changed((t3("carried_forward", "natural_person"), 3)))
    assert (y1.check, y1.left, y1.right) == ("Y1", 11, 12)
    assert y1.message == (
        "表三“自然人”列：本年新收 10 + 上年结转 1 = 11，而办理结果总计 9 + 结转下年度 3 = 12，两边应当相等。"
    )
    found = {one.check: one.message for one in broken(report.changed((t3("granted", "commercial"), 4)))}
    assert found["Y2"] == "表三“商业企业”列：办理结果总计（第24行）是 2，而第3行至第23行之和是 5。"
    assert found["Y3"] == ("表三第3行“予以公开”：总计是 6，而六类申请人之和是 5 + 4 + 0 + 0 + 0 + 0 = 9。")
    [y5] = broken(real_2025().changed((t4("review", "correct"), 26)))
    assert y5.message == "表四“行政复议”：总计是 259，而四种结果之和是 119 + 26 + 91 + 24 = 260。"
    negative = broken(report.changed((Cell(Table.T2, "fees", "amount_wan"), Decimal("-0.5"))))
    assert [one.message for one in negative] == [
        "表二“行政事业性收费”的“本年收费金额（单位：万元）”不能是负数：-0.5。"
    ]


def test_last_year_must_lead_to_this_one_or_somebody_says_why_not() -> None:
    report = dense(4)
    last = _before(report)
    assert broken(report, Beside(previous=last)) == []
    other = last.changed((t3("carried_forward", "natural_person"), 1000))
    [y4] = broken(report, Beside(previous=other))
    assert (y4.check, y4.right) == ("Y4", 1000)
    assert "“自然人”列" in y4.message
    explained, _unasked = checked(report, Beside(previous=other, carry_reason="乡镇合并"))
    assert [one.level for one in explained] == [Level.EXPLAINED]
    assert "乡镇合并" in explained[0].message
    assert broken(report, Beside(previous=other, carry_reason="乡镇合并")) == []
    assert _codes(report, Beside(previous=dense(4, 2020))) == {"Y4"}  # the year before last is no last year


def test_a_summary_is_made_of_each_part_once() -> None:
    parts = [dense(5), dense(6)]
    total = summed("县", 2025, parts)
    assert broken(total) == []
    twice = broken(total, Beside(parts=[parts[0], parts[0], parts[1]]))
    assert "机构5”的报告给了 2 份" in twice[0].message
    assert broken(total, Beside(parts=[dense(5, 2024), parts[1]]))[0].right == 2025


def test_what_the_registers_count_is_compared_cell_by_cell() -> None:
    report = dense(7)
    assert broken(report, Beside(counted=report)) == []
    counted = report.changed((t3("granted", "legal"), 0), (t4("review", "correct"), 0))
    found = broken(report, Beside(counted=counted))
    assert [(one.check, one.cells) for one in found] == [
        ("Y10", (t3("granted", "legal"),)),
        ("Y11", (t4("review", "correct"),)),
    ]


def test_checks_that_need_another_report_say_what_they_need() -> None:
    _found, unasked = checked(small())
    assert {one.code: one.needs for one in unasked}["Y8"] == "各编报单位的报告"
    assert [one.code for one in unasked] == ["Y4", "Y6", "Y8", "Y9", "Y10", "Y11"]


@given(st.integers(0, 10**6), st.integers(1, 10**6))
@settings(max_examples=50)
def test_any_report_that_holds_is_the_same_after_writing_and_reading(seed: int, most: int) -> None:
    report = dense(seed, most=most)
    if all(number >= 0 for number in report.numbers.values()):
        assert broken(report) == []
    assert read(written(report)).figures == report


@given(st.integers(0, 10**6))
@settings(max_examples=60)
def test_the_words_made_from_the_tables_agree_with_them(seed: int) -> None:
    report = dense(seed)
    text = "".join(chapter_three(report) + chapter_four(report))
    assert broken(report, Beside(text=text)) == []


def test_the_table_rows_have_the_names_of_the_form() -> None:
    assert T3[11].name == "8.属于行政查询事项"
    assert [row.name for row in T2] == [
        "规章",
        "行政规范性文件",
        "行政许可",
        "行政处罚",
        "行政强制",
        "行政事业性收费",
    ]
    assert list(T4_COLUMNS.values()) == ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
