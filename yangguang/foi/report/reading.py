"""The JSON of a report: ``{"organisation", "year", "t2", "t3": {row: {column: n}}, "t4": {group: {column: n}}}``.

Strictly: what is missing, unknown, written twice or no number is a fault with its place, and all faults are told at once.
A negative number is read, so that the other checks can be asked; Y7 names it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from .figures import Figures, Number
from .shape import COLUMNS, ROWS, Cell, Table, cells

FIRST_YEAR, LAST_YEAR = 2008, 2200  # the regulation is in force since 2008
MOST = 10**12
MOST_PLACES = 6
_KEYS = ("organisation", "year", "t2", "t3", "t4")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with the text of a report. ``place`` is the path in the JSON, ``check`` Y7 for a wrong number."""

    place: str
    message: str
    check: str = ""


@dataclass(frozen=True)
class Read:
    """A report, or why it is none."""

    figures: Figures | None
    faults: tuple[Fault, ...]


class _Twice(dict[str, Any]):
    """An object of the JSON, with the keys that stand in it more than once."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        keys = [key for key, _value in pairs]
        self.twice = tuple(key for key in self if keys.count(key) > 1) if len(self) < len(keys) else ()


class _Odd:
    """A number that JSON does not know: NaN, Infinity, or more figures than anybody counts."""

    def __init__(self, text: str) -> None:
        self.text = text


def read(text: str | bytes) -> Read:
    """The figures of a report, or every fault of its text."""
    try:
        words = text.decode("utf-8-sig") if isinstance(text, bytes) else text
        value = json.loads(
            words,
            object_pairs_hook=_Twice,
            parse_float=_exact,
            parse_int=lambda figure: int(figure) if len(figure) <= 20 else _Odd(figure),
            parse_constant=_Odd,
        )
    except UnicodeDecodeError:
        return _none(Fault("", _("这不是 UTF-8 编码的文本文件。")))
    except json.JSONDecodeError as error:
        told = _("这不是 JSON：第 %(line)d 行第 %(column)d 个字符处读不下去。")
        return _none(Fault("", told % {"line": error.lineno, "column": error.colno}))
    except RecursionError:
        return _none(Fault("", _("这不是年度报告的 JSON：括号套得太深。")))
    return _report(value)


def _exact(figure: str) -> Decimal | _Odd:
    try:
        return Decimal(figure) if len(figure) <= 40 else _Odd(figure)
    except InvalidOperation:
        return _Odd(figure)


def written(figures: Figures) -> str:
    """The JSON of a report, a line for each row, in the document's order."""
    parts = [
        f' "organisation": {json.dumps(figures.organisation, ensure_ascii=False)}',
        f' "year": {figures.year}',
    ]
    for table in Table:
        lines = []
        for row in ROWS[table].values():
            entries = [f'"{one}": {_plain(figures[Cell(table, row.key, one)])}' for one in row.columns]
            lines.append(f'  "{row.key}": {{{", ".join(entries)}}}')
        parts.append(f' "{table}": {{\n' + ",\n".join(lines) + "\n }")
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _plain(number: Number) -> str:
    """A Decimal as JSON writes it: exact, without an exponent, without noughts at its end."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _none(*faults: Fault) -> Read:
    return Read(None, faults)


def _report(value: Any) -> Read:
    faults: list[Fault] = []
    if not isinstance(value, dict):
        return _none(Fault("", _("年度报告应当是一个对象：%(keys)s。") % {"keys": "、".join(_KEYS)}))
    faults += _keys("", value, _KEYS)
    organisation, year = value.get("organisation", ""), value.get("year", FIRST_YEAR)
    if "organisation" in value and not (isinstance(organisation, str) and organisation.strip()):
        faults.append(Fault("organisation", _("“organisation”应当是编报机构的代码或者名称，不能为空。")))
    is_year = isinstance(year, int) and not isinstance(year, bool)
    if not (is_year and FIRST_YEAR <= year <= LAST_YEAR):
        words = _("“year”应当是报告的年份，一个四位数，如 2025；现在是 %(found)s。")
        faults.append(Fault("year", words % {"found": _shown(year)}))
    numbers: dict[Cell, Number] = {}
    for table in Table:
        if table.value in value:
            faults += _table(table, value[table.value], numbers)
    if faults or numbers.keys() != set(cells()):
        return Read(None, tuple(faults))
    return Read(Figures(organisation.strip(), year, numbers), ())


def _table(table: Table, value: Any, numbers: dict[Cell, Number]) -> Iterable[Fault]:
    if not isinstance(value, dict):
        words = _("%(title)s（%(place)s）应当是一个对象，每行一个键；现在是 %(found)s。")
        yield Fault(
            table.value, words % {"title": table.title_zh, "place": table.value, "found": _shown(value)}
        )
        return
    yield from _keys(table.value, value, list(ROWS[table]))
    for row in ROWS[table].values():
        if row.key not in value:
            continue
        place, line = f"{table.value}.{row.key}", value[row.key]
        if not isinstance(line, dict):
            words = _("%(title)s的“%(row)s”（%(place)s）应当是一个对象，每列一个键；现在是 %(found)s。")
            told = {"title": table.title_zh, "row": row.short, "place": place, "found": _shown(line)}
            yield Fault(place, words % told)
            continue
        yield from _keys(place, line, row.columns)
        for column in row.columns:
            if column in line:
                cell = Cell(table, row.key, column)
                fault = _wrong(cell, line[column])
                if fault:
                    yield fault
                else:
                    numbers[cell] = Decimal(line[column]) if cell.is_money else line[column]


def _keys(place: str, found: dict[str, Any], wanted: Iterable[str]) -> Iterable[Fault]:
    wanted = list(wanted)
    for key in wanted:
        if key not in found:
            words = _("%(place)s缺少“%(key)s”%(name)s。")
            yield Fault(
                _path(place, key), words % {"place": _where(place), "key": key, "name": _named(place, key)}
            )
    for key in found:
        if key not in wanted:
            words = _("%(place)s有不认识的键“%(key)s”；这里只能是：%(known)s。")
            told = {"place": _where(place), "key": key[:80], "known": "、".join(wanted)}
            yield Fault(_path(place, key[:80]), words % told)
    for key in getattr(found, "twice", ()):
        words = _("%(place)s的“%(key)s”写了不止一次，不知道以哪个为准。")
        yield Fault(_path(place, key[:80]), words % {"place": _where(place), "key": key[:80]})


def _path(place: str, key: str) -> str:
    return f"{place}.{key}" if place else key


def _where(place: str) -> str:
    return place or _("报告")


def _named(place: str, key: str) -> str:
    """The name of what is missing, in brackets, as the form calls it."""
    table, _dot, row = place.partition(".")
    if not table:
        return f"（{Table(key).title_zh}）" if key in {one.value for one in Table} else ""
    name = COLUMNS[Table(table)][key] if row else ROWS[Table(table)][key].short
    return f"（{name}）"


def _wrong(cell: Cell, value: Any) -> Fault | None:
    told = {"cell": cell.name, "place": cell.key, "found": _shown(value)}
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return Fault(
            cell.key, _("%(cell)s（%(place)s）应当是一个数；现在是 %(found)s。没有的填 0。") % told, "Y7"
        )
    if cell.is_money:
        exponent = value.as_tuple().exponent if isinstance(value, Decimal) else 0
        if isinstance(exponent, int) and exponent < -MOST_PLACES:
            words = _("%(cell)s（%(place)s）最多六位小数；现在是 %(found)s。")
            return Fault(cell.key, words % told, "Y7")
    elif isinstance(value, Decimal):
        return Fault(cell.key, _("%(cell)s（%(place)s）应当是整数；现在是 %(found)s。") % told, "Y7")
    if abs(value) > MOST:
        return Fault(cell.key, _("%(cell)s（%(place)s）的数太大：%(found)s。") % told, "Y7")
    return None


def _shown(value: Any) -> str:
    """What stands there, short enough for a sentence."""
    if value is None or isinstance(value, bool):
        return {None: _("空值 null"), True: "true", False: "false"}[value]
    if isinstance(value, _Odd):
        return value.text[:30]
    if isinstance(value, str):
        return _("文字“%(text)s”") % {"text": value[:30]}
    if isinstance(value, dict | list):
        return _("一个对象") if isinstance(value, dict) else _("一个列表")
    return str(value)[:30]
