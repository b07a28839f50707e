"""The JSON of a report is read strictly: each fault is a sentence with its place, all of them at once."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yangguang.foi.report import Cell, Table, broken, read, written

from .reports import dense, small


def _changed(change: Callable[[dict[str, Any]], object]) -> str:
    value = json.loads(written(small()))
    change(value)
    return json.dumps(value, ensure_ascii=False)


def _put(*path: str, value: Any) -> Callable[[dict[str, Any]], None]:
    def change(report: dict[str, Any]) -> None:
        for key in path[:-1]:
            report = report[key]
        report[path[-1]] = value

    return change


def _drop(*path: str) -> Callable[[dict[str, Any]], None]:
    def change(report: dict[str, Any]) -> None:
        for key in path[:-1]:
            report = report[key]
        del report[path[-1]]

    return change


@pytest.mark.parametrize(
    ("change", "place", "message"),
    [
        (_drop("t3"), "t3", "报告缺少“t3”（表三）。"),
        (_drop("year"), "year", "报告缺少“year”。"),
        (_drop("t3", "granted"), "t3.granted", "t3缺少“granted”（予以公开）。"),
        (_drop("t4", "review", "total"), "t4.review.total", "t4.review缺少“total”（总计）。"),
        (
            _put("t4", "mediation", value={}),
            "t4.mediation",
            "t4有不认识的键“mediation”；这里只能是：review、litigation_direct、litigation_post_review。",
        ),
        (
            _put("t3", "granted", "legal", value="3"),
            "t3.granted.legal",
            "表三第3行“予以公开”的“法律服务机构”（t3.granted.legal）应当是一个数；现在是 文字“3”。没有的填 0。",
        ),
        (
            _put("t3", "granted", "legal", value=2.5),
            "t3.granted.legal",
            "表三第3行“予以公开”的“法律服务机构”（t3.granted.legal）应当是整数；现在是 2.5。",
        ),
        (
            _put("t3", "denied.third_party", "total", value=None),
            "t3.denied.third_party.total",
            "表三第8行“保护第三方合法权益”的“总计”（t3.denied.third_party.total）应当是一个数；"
            "现在是 空值 null。没有的填 0。",
        ),
        (
            _put("t2", "fees", "amount_wan", value=0.1234567),
            "t2.fees.amount_wan",
            "表二“行政事业性收费”的“本年收费金额（单位：万元）”（t2.fees.amount_wan）最多六位小数；现在是 0.1234567。",
        ),
        (
            _put("t3", "granted", "legal", value=True),
            "t3.granted.legal",
            "表三第3行“予以公开”的“法律服务机构”（t3.granted.legal）应当是一个数；现在是 true。没有的填 0。",
        ),
        (
            _put("t3", "granted", value=3),
            "t3.granted",
            "表三的“予以公开”（t3.granted）应当是一个对象，每列一个键；现在是 3。",
        ),
        (_put("t2", value=[]), "t2", "表二（t2）应当是一个对象，每行一个键；现在是 一个列表。"),
        (
            _put("year", value="2025"),
            "year",
            "“year”应当是报告的年份，一个四位数，如 2025；现在是 文字“2025”。",
        ),
        (
            _put("organisation", value=" "),
            "organisation",
            "“organisation”应当是编报机构的代码或者名称，不能为空。",
        ),
    ],
)
def test_what_is_no_report_is_told_with_its_place(
    change: Callable[[dict[str, Any]], None], place: str, message: str
) -> None:
    report = read(_changed(change))
    assert report.figures is None
    assert [(one.place, one.message) for one in report.faults] == [(place, message)]


def test_all_faults_are_told_at_once() -> None:
    def change(report: dict[str, Any]) -> None:
        del report["t2"]["rules"]
        report["t3"]["granted"]["total"] = "六"
        report["notes"] = ""

    assert [one.place for one in read(_changed(change)).faults] == ["notes", "t2.rules", "t3.granted.total"]


def test_a_negative_number_is_read_and_named_by_y7() -> None:
    report = read(_changed(_put("t3", "granted", "legal", value=-1)))
    assert report.figures is not None
    found = {one.check: one.message for one in broken(report.figures)}
    assert found["Y7"] == "表三第3行“予以公开”的“法律服务机构”不能是负数：-1。"
    assert {"Y2", "Y3"} <= found.keys()


@pytest.mark.parametrize(
    ("text", "begin"),
    [
        ("", "这不是 JSON：第 1 行第 1 个字符处读不下去。"),
        ("[1, 2]", "年度报告应当是一个对象"),
        ("{", "这不是 JSON"),
        (b"\xff\xfe{", "这不是 UTF-8 编码的文本文件。"),
        ("[" * 100_000, "这不是年度报告的 JSON：括号套得太深。"),
    ],
)
def test_what_is_no_json_is_said_in_a_sentence(text: str | bytes, begin: str) -> None:
    report = read(text)
    assert report.figures is None
    assert report.faults[0].message.startswith(begin)


@pytest.mark.parametrize("number", ["NaN", "Infinity", "9" * 5000, "1e999999999", "9" * 15])
def test_numbers_that_nobody_counts_are_refused(number: str) -> None:
    text = written(small()).replace('"legal": 1', f'"legal": {number}', 1)
    assert read(text).figures is None
    assert read(text).faults[0].place == "t3.new_received.legal"


def test_a_key_that_stands_twice_is_a_fault() -> None:
    text = written(small()).replace('"legal": 1', '"legal": 1, "legal": 2', 1)
    assert [one.message for one in read(text).faults] == [
        "t3.new_received的“legal”写了不止一次，不知道以哪个为准。"
    ]


def test_money_is_exact() -> None:
    fees = Cell(Table.T2, "fees", "amount_wan")
    report = small().changed((fees, Decimal("1234567.890120")))
    assert '"amount_wan": 1234567.89012}' in written(report)
    again = read(written(report).encode("utf-8")).figures
    assert again is not None
    assert again[fees] == Decimal("1234567.89012")


_ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@given(_ANYTHING, st.sampled_from([(), ("t2",), ("t3", "granted"), ("t3", "granted", "total"), ("year",)]))
@settings(max_examples=150)
def test_whatever_stands_there_reading_never_breaks(value: Any, path: tuple[str, ...]) -> None:
    report = read(_changed(_put(*path, value=value)) if path else json.dumps(value))
    assert (report.figures is None) == bool(report.faults)


def test_a_report_is_written_in_the_order_of_the_form() -> None:
    value = json.loads(written(dense(1)))
    assert list(value) == ["organisation", "year", "t2", "t3", "t4"]
    assert list(value["t3"])[:3] == ["new_received", "carried_over", "granted"]
    assert list(value["t3"]["granted"])[-1] == "total"
