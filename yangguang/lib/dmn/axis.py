"""One column of a table as a finite axis: cut at every boundary that a cell names, so that inside a piece all is alike.

A set of pieces is the bits of one number. An ordered axis has, left to right, the space before the first boundary, the
boundary itself, the space behind it, and so on; where values come in steps, a space without a value does not count.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from yangguang.lib import feel

from .decide import step_of
from .model import DmnError, Input
from .types import KINDS


class Unprovable(DmnError):
    """This cell or column is nothing that a proof can reason about; the message says why.

    ``cell``: as it is written, where one of the cells is at fault.
    """

    def __init__(self, message: str, cell: str = "") -> None:
        super().__init__(message)
        self.cell = cell


@dataclass(frozen=True)
class Axis:
    """``domain`` holds the pieces inside the declared domain."""

    column: Input
    kind: str
    points: tuple[Any, ...]  # the boundaries in order, or the values of an enumeration
    step: Decimal | None
    domain: int = 0

    @property
    def ordered(self) -> bool:
        return self.kind in {"number", "day"}

    def pieces(self, cell: feel.Cell) -> int:
        """The pieces that pass a cell, inside the domain or not."""
        everything = (1 << self._size) - 1
        if cell.any:
            return everything
        found = 0
        for test in cell.tests:
            found |= self._of(test)
        return everything & ~found if cell.negated else found

    @property
    def _size(self) -> int:
        return 2 * len(self.points) + 1 if self.ordered else len(self.points)

    def _of(self, test: feel.Test) -> int:
        if test.op in {"=", "!="}:
            found = 0
            for value in _values(test):
                found |= 1 << self._place(value)
            return found if test.op == "=" else ((1 << self._size) - 1) & ~found
        low = 0 if test.low is None else self._place(_end(test.low)) + (0 if test.low_closed else 1)
        high = (
            self._size - 1
            if test.high is None
            else self._place(_end(test.high)) - (0 if test.high_closed else 1)
        )
        return (1 << (high + 1)) - (1 << low) if high >= low else 0

    def _place(self, value: Any) -> int:
        at = self._index[value]
        return 2 * at + 1 if self.ordered else at

    @property
    def _index(self) -> dict[Any, int]:
        index: dict[Any, int] = self.__dict__.get("_places") or {
            value: at for at, value in enumerate(self.points)
        }
        self.__dict__["_places"] = index
        return index

    def real(self) -> int:
        """The pieces that hold a value at all."""
        if not self.ordered:
            return (1 << self._size) - 1
        found = 0
        for piece in range(self._size):
            if self._exists(piece):
                found |= 1 << piece
        return found

    def _exists(self, piece: int) -> bool:
        """Whether a piece holds a value: a boundary off the steps, or a space narrower than a step, does not."""
        unit = self._unit
        if unit is None:
            return True
        if piece % 2:
            return self.kind == "day" or not self.points[piece // 2] % unit
        return self.example(piece) is not None

    @property
    def _unit(self) -> Any:
        return timedelta(days=1) if self.kind == "day" else self.step

    def example(self, piece: int) -> Any:
        """A value in a piece; None when there is none."""
        if not self.ordered or piece % 2:
            return self.points[piece // 2 if self.ordered else piece]
        low = self.points[piece // 2 - 1] if piece else None
        high = self.points[piece // 2] if piece // 2 < len(self.points) else None
        if self.kind == "day":
            return _day_between(low, high)
        return _number_between(low, high, self.step)

    def told(self, piece: int) -> str:
        """A piece in words, with an example where it is a stretch."""
        value = self.example(piece)
        said = value_words(value)
        if not self.ordered or piece % 2:
            return said
        low = self.points[piece // 2 - 1] if piece else None
        high = self.points[piece // 2] if piece // 2 < len(self.points) else None
        ends = [f"大于 {feel.shown(low)}" if low is not None else "", f"小于 {feel.shown(high)}" if high is not None else ""]  # fmt: skip
        return f"{said.rstrip()}（{'、'.join(one for one in ends if one)}的都是）"


def value_words(value: Any) -> str:
    """A value behind the name of its column: a text in quotes."""
    return f"“{value}”" if isinstance(value, str) else f" {feel.shown(value)} "


def _values(test: feel.Test) -> Iterator[Any]:
    value = _end(test.low)
    yield from value if isinstance(value, tuple) else (value,)


def _end(run: Any) -> Any:
    assert isinstance(run, feel.Constant)
    return run.value


def _day_between(low: date | None, high: date | None) -> date | None:
    day = timedelta(days=1)
    try:
        if low is None:
            return high - day if high is not None else date(2026, 1, 1)
        return None if high is not None and high - low <= day else low + day
    except OverflowError:
        return None


def _number_between(low: Decimal | None, high: Decimal | None, step: Decimal | None) -> Decimal | None:
    """A number strictly between, as round as can be; on the steps where there are steps."""
    if step is not None:
        if low is not None:
            found = (low / step).to_integral_value("ROUND_FLOOR") * step + step
        elif high is not None:
            found = (high / step).to_integral_value("ROUND_CEILING") * step - step
        else:
            return Decimal(0)
        return None if high is not None and found >= high else found
    if low is None:
        return Decimal(0) if high is None else high - 1
    if high is None:
        return low + 1
    unit = Decimal(1).scaleb((high - low).adjusted())
    for _round in range(3):
        found = (low / unit).to_integral_value("ROUND_FLOOR") * unit + unit
        if low < found < high:
            return found
        unit /= 10
    return (low + high) / 2


def axis(column: Input, cells: Iterable[feel.Cell]) -> Axis:
    """The axis of a column with these cells. Raises Unprovable with a sentence when it has no provable one."""
    undeclared = not column.values or feel.cell(column.values).any
    if undeclared and KINDS.get(column.type) != "truth":
        raise Unprovable(
            f'条件“{column.called}”没有写明取值范围，例如 [0..1000000] 或 "轻微","较重"，证不出有没有漏。'
        )
    domain = feel.cell("true,false" if undeclared else column.values)
    cells = list(cells)
    values = [value for cell in (domain, *cells) for value in _boundaries(column, cell)]
    kind = KINDS.get(column.type) or (feel.kind(values[0]) if values else "")
    wrong = next((value for value in values if feel.kind(value) != kind), None)
    if wrong is not None:
        raise Unprovable(f"条件“{column.called}”里{value_words(wrong)}和这一列别的值不是同一类。")
    if kind not in {"number", "day", "text", "truth"}:
        raise Unprovable(
            f"条件“{column.called}”的类型是 {column.type or '其他'}，证明只懂数、日期、文字和是否。"
        )
    step = step_of(column) if column.step and kind == "number" else None
    if kind in {"number", "day"}:
        points: tuple[Any, ...] = tuple(sorted(set(values)))
    else:
        if domain.negated or any(test.op != "=" for test in domain.tests) or domain.any:
            raise Unprovable(f"条件“{column.called}”的取值范围要把可取的值一一列出。")
        points = tuple(dict.fromkeys(values))
        if any(test.op == "span" for cell in cells for test in cell.tests):
            raise Unprovable(f"条件“{column.called}”是一一列出的值，格里不能写大小范围。")
    bare = Axis(column, kind, points, step)
    inside = bare.pieces(domain) & bare.real()
    if not inside:
        raise Unprovable(f"条件“{column.called}”的取值范围 {column.values} 里没有任何值。")
    return Axis(column, kind, points, step, inside)


def _boundaries(column: Input, cell: feel.Cell) -> Iterator[Any]:
    for test in cell.tests:
        if not test.literal:
            raise Unprovable(
                f"条件“{column.called}”的一格 {cell.text} 不是写定的值或范围，证不出有没有漏。请写成 [1..5)、<10 或列出值。",
                cell.text,
            )
        for run in (test.low, test.high):
            if run is None:
                continue
            value = _end(run)
            if value is None:
                raise Unprovable(f"条件“{column.called}”里写了空值（null）；每一件都要给出这个条件，请去掉。")
            yield from value if isinstance(value, tuple) else (value,)
