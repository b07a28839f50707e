"""A year's notice on public holidays as a person enters or imports it, checked before it is believed.

A file is a table of exceptions to the week, one row a day; a header row is allowed::

    2027-01-01,休,元旦
    2027-02-14,班,春节调休

.csv has these rows; .json and .yaml have them as lists or as {date, kind, name} under `days`, with `year` and `basis`
beside it, or the short form of our own seed: {year: 2027, holidays: {元旦: {rest: ["01-01..01-03"], work: ["01-04"]}}}.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _

from yangguang.lib import disk
from yangguang.lib.errors import Refusal
from yangguang.lib.workdays import SpecialDay, special_days, statutory_days

_REST = frozenset({"休", "放假", "休息", "rest", "off", "0", "false"})
_WORK = frozenset({"班", "上班", "调休", "补班", "work", "workday", "1", "true"})
_HEADER = frozenset({"date", "日期", "day"})
_WEEKDAYS = "一二三四五六日"
# A notice may move the very last days of the old year, for New Year's Day.
_REACHES_BACK = timedelta(days=7)
MOST_BYTES = 1024 * 1024


@dataclass(frozen=True)
class Reject:
    line: int
    row: str
    reason: str


class RejectedRows(Refusal):
    """Some rows are wrong, so none was taken; each with its reason."""

    def __init__(self, rejects: Sequence[Reject]) -> None:
        self.rejects = list(rejects)
        first = rejects[0]
        super().__init__(
            _("有 %(n)d 行不能采用，全部没有录入。第 %(line)d 行（%(row)s）：%(reason)s")
            % {"n": len(rejects), "line": first.line, "row": first.row, "reason": first.reason},
            code="invalid",
        )


@dataclass(frozen=True)
class Notice:
    year: int
    days: list[SpecialDay] = field(default_factory=list)
    basis: str = ""

    @property
    def rest(self) -> int:
        return sum(not day.is_workday for day in self.days)

    @property
    def work(self) -> int:
        return sum(day.is_workday for day in self.days)


def read(path: Path) -> Notice:
    """The notice in a file. Refusal with one sentence, or RejectedRows."""
    form = path.suffix.lower()
    if form not in (".csv", ".yaml", ".yml", ".json"):
        raise Refusal(_("只认 .csv、.yaml 和 .json 文件：%(name)s") % {"name": path.name}, field="file")
    try:
        if path.stat().st_size > MOST_BYTES:
            raise Refusal(
                _("文件太大，一年的放假安排只有几十行：%(name)s") % {"name": path.name}, code="too-large"
            )
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refusal(
            _("文件不是 UTF-8 文本，请另存为 UTF-8 后再导入：%(name)s") % {"name": path.name}
        ) from error
    except OSError as error:
        raise Refusal(
            _("读不到文件 %(name)s：%(why)s") % {"name": path, "why": disk.why(error)}, code="not-found"
        ) from error
    if form == ".csv":
        return from_rows(enumerate(csv.reader(io.StringIO(text)), 1))
    try:
        table = json.loads(text) if form == ".json" else yaml.safe_load(text)
    except (ValueError, yaml.YAMLError, RecursionError) as error:
        raise Refusal(_("文件内容不完整或格式不对：%(name)s") % {"name": path.name}) from error
    return from_table(table)


def from_table(table: Any) -> Notice:
    """The notice in a JSON or YAML value."""
    if isinstance(table, list):
        table = {"days": table}
    if not isinstance(table, dict):
        raise Refusal(_("文件里没有放假安排：应是逐日的表，例如 2027-01-01,休,元旦。"))
    basis = str(table.get("basis") or "")
    if isinstance(holidays := table.get("holidays"), dict):
        try:
            year = int(table["year"])
            days = special_days(year, holidays)
        except (KeyError, ValueError, TypeError, AttributeError) as error:
            raise Refusal(
                _('放假安排的写法不对，应有 year 和 holidays，例如 元旦: {rest: ["01-01..01-03"]}。')
            ) from error
        return from_days(days, year, basis)
    rows = table.get("days")
    if not isinstance(rows, list):
        raise Refusal(_("文件里没有放假安排：应是逐日的表，例如 2027-01-01,休,元旦。"))
    return from_rows(((n, _cells(row)) for n, row in enumerate(rows, 1)), table.get("year"), basis)


def as_table(notice: Notice) -> str:
    """The notice as JSON that `from_table` reads back."""
    days = [[day.on.isoformat(), "班" if day.is_workday else "休", day.name] for day in notice.days]
    return json.dumps({"year": notice.year, "basis": notice.basis, "days": days}, ensure_ascii=False)


def _cells(row: Any) -> list[str]:
    if isinstance(row, dict):
        return [str(row.get(key, "")) for key in ("date", "kind", "name")]
    return [str(cell) for cell in row] if isinstance(row, list) else str(row).split(",")


def from_days(days: Iterable[SpecialDay], year: int, basis: str = "") -> Notice:
    """The notice made of days that a form or the short form gave; checked like the rows of a file."""
    rows = [[day.on.isoformat(), "班" if day.is_workday else "休", day.name] for day in days]
    return from_rows(enumerate(rows, 1), year, basis)


def from_rows(rows: Iterable[tuple[int, list[str]]], year: Any = None, basis: str = "") -> Notice:
    """Every row checked on its own and against the others."""
    days: dict[date, SpecialDay] = {}
    rejects: list[Reject] = []
    read_rows: list[tuple[int, str, SpecialDay]] = []
    for line, row in rows:
        cells = [cell.strip() for cell in row]
        if not any(cells) or cells[0].startswith("#") or cells[0].lower() in _HEADER:
            continue
        raw = ",".join(cells)
        try:
            read_rows.append((line, raw, _day(cells)))
        except ValueError as error:
            rejects.append(Reject(line, raw, str(error)))
    of_year = _year(year, [day.on for _line, _raw, day in read_rows], rejects)
    for line, raw, day in read_rows:
        if reason := _objection(day, of_year, days):
            rejects.append(Reject(line, raw, reason))
        else:
            days[day.on] = day
    if rejects:
        raise RejectedRows(sorted(rejects, key=lambda reject: reject.line))
    return Notice(of_year, [days[on] for on in sorted(days)], basis)


def _day(cells: list[str]) -> SpecialDay:
    if len(cells) < 2:
        raise ValueError(_("要有日期和“休”或“班”两栏"))
    try:
        on = date.fromisoformat(cells[0].replace("/", "-").replace(".", "-"))
    except ValueError:
        raise ValueError(_("日期不对，要写成 2027-01-01，并且确有这一天")) from None
    kind = cells[1].lower()
    if kind not in _REST | _WORK:
        raise ValueError(_("第二栏要写“休”或“班”"))
    return SpecialDay(on, kind in _WORK, cells[2] if len(cells) > 2 else "")


def _year(given: Any, dates: list[date], rejects: list[Reject]) -> int:
    if given not in (None, ""):
        try:
            year = int(given)
        except (TypeError, ValueError):
            raise Refusal(_("年份不对：%(year)s") % {"year": given}, field="year") from None
    elif dates:
        year = max(on.year for on in dates)
    elif rejects:
        raise RejectedRows(rejects)
    else:
        raise Refusal(_("文件里没有一行放假安排。"))
    if not 2000 <= year <= 2100:
        raise Refusal(_("年份不对：%(year)s") % {"year": year}, field="year")
    return year


def _objection(day: SpecialDay, year: int, seen: dict[date, SpecialDay]) -> str:
    if day.on.year != year and not date(year, 1, 1) - _REACHES_BACK <= day.on < date(year, 1, 1):
        return _("不在 %(year)d 年，一个文件只放一年") % {"year": year}
    if other := seen.get(day.on):
        same = other.is_workday == day.is_workday
        return _("这一天写了两次") if same else _("这一天既写了休又写了班")
    if day.is_workday and day.on.weekday() < 5:
        return _("这一天是周%(weekday)s，本来就上班，不必写“班”") % {"weekday": _WEEKDAYS[day.on.weekday()]}
    return ""


def doubts(notice: Notice) -> list[str]:
    """What looks odd and is still taken: a statutory day that is not named, a festival without make-up days at all."""
    named = {day.on for day in notice.days if not day.is_workday}
    missing = [
        f"{on.month}月{on.day}日{name}"
        for on, name in sorted(statutory_days(notice.year).items())
        if on not in named and on.weekday() < 5
    ]
    found = []
    if missing:
        found.append(_("这些法定节日没有列为放假，请核对：%(days)s") % {"days": "、".join(missing)})
    weekdays = sum(on.weekday() < 5 for on in named)
    if notice.days and weekdays > 30:
        found.append(_("一年里有 %(n)d 个周一至周五放假，比往年多，请核对") % {"n": weekdays})
    return found
