"""The cross-checks of an annual report, Y1 … Y11: as data, and as questions that name what is broken with both sums."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from yangguang.foi.likeness import compare

from .figures import Figures, Number, summed
from .shape import APPLICANTS, OUTCOMES, RESULTS, ROWS, T3, T3_COLUMNS, T4, TOTAL, Cell, Table, cells
from .words import disagreements


class Level(StrEnum):
    ERROR = "error"
    WARN = "warn"
    EXPLAINED = (
        "explained"  # it does not agree, and a person has said why (Y4: organisations merged or dissolved)
    )


@dataclass(frozen=True, slots=True)
class Finding:
    """A check that does not hold: where, and what was compared."""

    check: str
    level: Level
    message: str
    cells: tuple[Cell, ...] = ()
    left: Number | None = None
    right: Number | None = None


@dataclass(frozen=True)
class Beside:
    """What lies beside a report and what some checks need; without it they cannot be asked.

    ``previous`` last year's report, ``parts`` the reports that a summary is made of, ``text`` and ``previous_text`` the
    words of this and of last year's report, ``counted`` what the house's own registers give for this year.
    ``carry_reason``: why what was carried over is not what was carried forward (organisations merged, dissolved).
    """

    previous: Figures | None = None
    parts: Sequence[Figures] = ()
    text: str = ""
    previous_text: str = ""
    counted: Figures | None = None
    carry_reason: str = ""


@dataclass(frozen=True)
class Check:
    """One cross-check. ``needs`` says in Chinese what must lie beside the report; empty: the report alone is enough."""

    code: str
    level: Level
    rule: str
    needs: str
    possible: Callable[[Beside], bool]
    find: Callable[[Check, Figures, Beside], Iterable[Finding]]

    def unequal(self, message: str, about: Iterable[Cell], left: Number, right: Number) -> Finding:
        return Finding(self.code, self.level, message, tuple(about), left, right)


def checked(figures: Figures, beside: Beside | None = None) -> tuple[list[Finding], list[Check]]:
    """What is broken, and which checks could not be asked because nothing lies beside the report to compare with."""
    beside = beside or Beside()
    asked = [check for check in CHECKS if check.possible(beside)]
    found = [finding for check in asked for finding in check.find(check, figures, beside)]
    return found, [check for check in CHECKS if check not in asked]


def broken(figures: Figures, beside: Beside | None = None) -> list[Finding]:
    """Every check that does not hold, explained ones left out."""
    return [one for one in checked(figures, beside)[0] if one.level is not Level.EXPLAINED]


def _t3(row: str, column: str) -> Cell:
    return Cell(Table.T3, row, column)


def _sum(figures: Figures, parts: Sequence[Cell]) -> Number:
    return sum(figures[cell] for cell in parts)


def _y1(check: Check, figures: Figures, beside: Beside) -> Iterable[Finding]:
    for column, name in T3_COLUMNS.items():
        came = [_t3("new_received", column), _t3("carried_over", column)]
        went = [_t3("total_processed", column), _t3("carried_forward", column)]
        left, right = _sum(figures, came), _sum(figures, went)
        if left != right:
            words = _(
                "表三“%(column)s”列：本年新收 %(a)s + 上年结转 %(b)s = %(left)s，"
                "而办理结果总计 %(c)s + 结转下年度 %(d)s = %(right)s，两边应当相等。"
            )
            values = dict(zip("abcd", (figures[cell] for cell in (*came, *went)), strict=True))
            yield check.unequal(
                words % {"column": name, "left": left, "right": right, **values}, [*came, *went], left, right
            )


def _y2(check: Check, figures: Figures, beside: Beside) -> Iterable[Finding]:
    for column, name in T3_COLUMNS.items():
        parts = [_t3(row, column) for row in RESULTS]
        left, right = figures.t3("total_processed", column), _sum(figures, parts)
        if left != right:
            words = _(
                "表三“%(column)s”列：办理结果总计（第24行）是 %(left)s，而第3行至第23行之和是 %(right)s。"
            )
            told = words % {"column": name, "left": left, "right": right}
            yield check.unequal(told, [_t3("total_processed", column), *parts], left, right)


def _y3(check: Check, figures: Figures, beside: Beside) -> Iterable[Finding]:
    for number, row in enumerate(T3, 1):
        parts = [_t3(row.key, column) for column in APPLICANTS]
        left, right = figures.t3(row.key), _sum(figures, parts)
        if left != right:
            words = _(
                "表三第%(number)d行“%(row)s”：总计是 %(left)s，而六类申请人之和是 %(sum)s = %(right)s。"
            )
            told = {
                "number": number,
                "row": row.short,
                "left": left,
                "right": right,
                "sum": _added(figures, parts),
            }
            yield check.unequal(words % told, [_t3(row.key, TOTAL), *parts], left, right)


def _y4(check: Check, figures: Figures, beside: Beside) -> Iterable[Finding]:
    last = beside.previous
    if last is None:
        return
    if last.year != figures.year - 1:
        words = _("拿来比较的是 %(found)s 年的报告，上一年应当是 %(wanted)s 年。")
        yield check.unequal(
            words % {"found": last.year, "wanted": figures.year - 1}, (), last.year, figures.year - 1
        )
        return
    for column, name in T3_COLUMNS.items():
        left, right = figures.t3("carried_over", column), last.t3("carried_forward", column)
        if left == right:
            continue
        words = _(
            "表三“%(column)s”列：本年的上年结转是 %(left)s，"
            "而 %(year)s 年报告的结转下年度继续办理是 %(right)s。"
        )
        message = words % {"column": name, "left": left, "right": right, "year": last.year}
        about = [_t3("carried_over", column), _t3("carried_forward", column)]
        if reason := beside.carry_reason.strip():
            message += _("已说明原因：%(reason)s") % {"reason": reason}
            yield Finding(check.code, Level.EXPLAINED, message, tuple(about), left, right)
        else:
            yield check.unequal(message, about, left, right)


def _y5(check: Check, figures: Figures, beside: Beside) -> Iterable[Finding]:
    for group in T4:
        parts = [Cell(Table.T4, group.key, column) for column in OUTCOMES]
        left, right = figures.t4(group.key), _sum(figures, parts)
        if left != right:
            words = _("表四“%(group)s”：总计是 %(left)s，而四种结果之和是 %(sum)s = %(right)s。")
            told = {"group": group.name, "left": left, "right": right, "sum": _added(figures, parts)}
            yield check.unequal(words % told, [Cell(Table.T4, group.key, TOTAL), *parts], left, right)


def _y6(check: Check, figures: Figures, beside: Beside) -> Iterable[Finding]:
    last = beside.previous
    if last is None or last.year != figures.year - 1:
        return
    for row in (one for one in ROWS[Table.T2].values() if "valid" in one.columns):
        before, made, repealed = (
            last.t2(row.key, "valid"),
            figures.t2(row.key, "made"),
            figures.t2(row.key, "repealed"),
        )
        left, right = figures.t2(row.key, "valid"), before + made - repealed
        if left != right:
            words = _(
                "表二“%(row)s”：现行有效件数是 %(left)s，而上年现行有效 %(before)s + 本年制发 %(made)s"
                " - 本年废止 %(repealed)s = %(right)s。"
            )
            told = {
                "row": row.name,
                "left": left,
                "right": right,
                "before": before,
                "made": made,
                "repealed": repealed,
            }
            about = [Cell(Table.T2, row.key, column) for column in ("valid", "made", "repealed")]
            yield check.unequal(words % told, about, left, right)


def _y7(check: Check, figures: Figures, beside: Beside) -> Iterable[Finding]:
    for cell in cells():
        number = figures[cell]
        if number < 0 or (not cell.is_money and number != int(number)):
            words = _("%(cell)s不能是负数：%(left)s。") if number < 0 else _("%(cell)s应当是整数：%(left)s。")
            yield check.unequal(words % {"cell": cell.name, "left": number}, [cell], number, 0)


def _y8(check: Check, figures: Figures, beside: Beside) -> Iterable[Finding]:
    if not beside.parts:
        return
    for one in (one for one in beside.parts if one.year != figures.year):
        words = _("编报单位“%(name)s”的报告是 %(found)s 年的，汇总的是 %(wanted)s 年。")
        told = {"name": one.organisation, "found": one.year, "wanted": figures.year}
        yield check.unequal(words % told, (), one.year, figures.year)
    names = [one.organisation for one in beside.parts]
    for name in sorted({name for name in names if names.count(name) > 1}):
        words = _("编报单位“%(name)s”的报告给了 %(times)s 份，只能计一份。")
        yield check.unequal(words % {"name": name, "times": names.count(name)}, (), names.count(name), 1)
    total = summed(figures.organisation, figures.year, beside.parts)
    for cell in cells():
        if figures[cell] != total[cell]:
            words = _("%(cell)s：汇总是 %(left)s，而 %(count)d 个编报单位之和是 %(right)s。")
            told = {"cell": cell.name, "left": figures[cell], "right": total[cell], "count": len(names)}
            yield check.unequal(words % told, [cell], figures[cell], total[cell])


def _y9(check: Check, figures: Figures, beside: Beside) -> Iterable[Finding]:
    for odd in disagreements(beside.text, figures):
        yield Finding(check.code, check.level, odd.message, odd.cells, odd.said, odd.counted)
    if beside.previous_text:
        alike = compare(beside.text, beside.previous_text)
        if alike.is_too_much:
            yield Finding(check.code, check.level, alike.sentence)


def _against(
    check: Check, figures: Figures, counted: Figures, table: Table, source: str
) -> Iterable[Finding]:
    for cell in cells(table):
        left, right = figures[cell], counted[cell]
        if left != right:
            words = _("%(cell)s：报告填的是 %(left)s，而%(source)s是 %(right)s。人工改动应当写明原因。")
            told = {"cell": cell.name, "left": left, "right": right, "source": source}
            yield check.unequal(words % told, [cell], left, right)


def _y10(check: Check, figures: Figures, beside: Beside) -> Iterable[Finding]:
    if beside.counted is not None:
        yield from _against(check, figures, beside.counted, Table.T3, _("申请台账统计"))


def _y11(check: Check, figures: Figures, beside: Beside) -> Iterable[Finding]:
    if beside.counted is not None:
        yield from _against(check, figures, beside.counted, Table.T4, _("复议诉讼台账统计"))


def _added(figures: Figures, parts: Sequence[Cell]) -> str:
    return " + ".join(str(figures[cell]) for cell in parts)


def _always(beside: Beside) -> bool:
    return True


_LAST_YEAR = "上一年的报告"
_COUNTED = "本平台的统计"
CHECKS: tuple[Check, ...] = (
    Check("Y1", Level.ERROR, "表三每一列：本年新收 + 上年结转 = 办理结果总计 + 结转下年度", "", _always, _y1),
    Check("Y2", Level.ERROR, "表三每一列：办理结果总计 = 第3行至第23行之和", "", _always, _y2),
    Check("Y3", Level.ERROR, "表三每一行：总计 = 六类申请人之和", "", _always, _y3),
    Check(
        "Y4",
        Level.ERROR,
        "表三每一列：上年结转 = 上一年报告的结转下年度继续办理",
        _LAST_YEAR,
        lambda beside: beside.previous is not None,
        _y4,
    ),
    Check("Y5", Level.ERROR, "表四每一组：总计 = 四种结果之和", "", _always, _y5),
    Check(
        "Y6",
        Level.WARN,
        "表二：现行有效 = 上年现行有效 + 本年制发 - 本年废止",
        _LAST_YEAR,
        lambda beside: beside.previous is not None,
        _y6,
    ),
    Check("Y7", Level.ERROR, "各格都是非负整数，收费金额是非负数", "", _always, _y7),
    Check(
        "Y8",
        Level.ERROR,
        "汇总报告的每一格 = 各编报单位之和",
        "各编报单位的报告",
        lambda beside: bool(beside.parts),
        _y8,
    ),
    Check(
        "Y9",
        Level.WARN,
        "正文的数字、年份与表格一致，与上年正文不雷同",
        "报告正文",
        lambda beside: bool(beside.text),
        _y9,
    ),
    Check(
        "Y10",
        Level.WARN,
        "表三与申请台账的统计一致",
        _COUNTED,
        lambda beside: beside.counted is not None,
        _y10,
    ),
    Check(
        "Y11",
        Level.WARN,
        "表四与复议、诉讼台账的统计一致",
        _COUNTED,
        lambda beside: beside.counted is not None,
        _y11,
    ),
)
