"""Next year's holidays, as an official reads them off the notice: seven holidays, each from–to, and make-up days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yangguang.deadlines.notice import Notice, RejectedRows, from_days
from yangguang.lib.workdays import SpecialDay, statutory_days

HOLIDAYS = ("元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节")
# One more row for what a year may bring besides, such as the commemoration of 2015.
ROWS = len(HOLIDAYS) + 1
MAKE_UP_DAYS = 3
MOST_DAYS = 12
_DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class YearForm(forms.Form):
    """`year` is fixed by the page. `notice()` after is_valid()."""

    basis = forms.CharField(
        label=gettext_lazy("通知文号或标题"), max_length=200, required=False,
        help_text=gettext_lazy("例如 国务院办公厅关于 2027 年部分节假日安排的通知"),
    )  # fmt: skip

    def __init__(self, *args: Any, year: int, known: list[SpecialDay] | None = None, **kwargs: Any) -> None:
        self.year = year
        kwargs["initial"] = {**_initial(year, known), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        for row in range(ROWS):
            name = HOLIDAYS[row] if row < len(HOLIDAYS) else ""
            if not name:
                self.fields[f"name{row}"] = forms.CharField(
                    label=_("其他节日"), max_length=40, required=False
                )
            label = name or _("其他")
            self.fields[f"first{row}"] = _day(_("%(holiday)s从") % {"holiday": label})
            self.fields[f"last{row}"] = _day(_("%(holiday)s至") % {"holiday": label})
            for n in range(MAKE_UP_DAYS):
                self.fields[f"work{row}_{n}"] = _day(
                    _("%(holiday)s调休上班 %(n)d") % {"holiday": label, "n": n + 1}
                )

    def rows(self) -> Iterator[dict[str, Any]]:
        """The table that the page shows."""
        for row in range(ROWS):
            yield {
                "name": HOLIDAYS[row] if row < len(HOLIDAYS) else "",
                "name_field": self[f"name{row}"] if row >= len(HOLIDAYS) else None,
                "first": self[f"first{row}"],
                "last": self[f"last{row}"],
                "work": [self[f"work{row}_{n}"] for n in range(MAKE_UP_DAYS)],
            }

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        days: list[SpecialDay] = []
        for row in range(ROWS):
            days += self._row(row, data)
        if self.errors:
            return data
        if not days:
            raise forms.ValidationError(_("请至少填一个节日。"))
        try:
            self._notice = from_days(days, self.year, data.get("basis", ""))
        except RejectedRows as refusal:
            for reject in refusal.rejects:
                self.add_error(
                    self._field_of(reject.row.split(",")[0], data), f"{reject.row}：{reject.reason}"
                )
        return data

    def _row(self, row: int, data: dict[str, Any]) -> list[SpecialDay]:
        first, last = data.get(f"first{row}"), data.get(f"last{row}")
        work = [day for n in range(MAKE_UP_DAYS) if (day := data.get(f"work{row}_{n}"))]
        name = HOLIDAYS[row] if row < len(HOLIDAYS) else data.get(f"name{row}", "")
        if first is None:
            if last or work:
                self.add_error(f"first{row}", _("请填放假的第一天。"))
            return []
        last = last or first
        if not name:
            self.add_error(f"name{row}", _("请写节日的名称。"))
        if last < first:
            self.add_error(f"last{row}", _("最后一天早于第一天。"))
            return []
        if (last - first).days >= MOST_DAYS:
            self.add_error(f"last{row}", _("放假超过 %(n)d 天，请核对。") % {"n": MOST_DAYS})
            return []
        length = (last - first).days + 1
        rest = [SpecialDay(first + timedelta(days=n), False, name) for n in range(length)]
        return rest + [SpecialDay(day, True, name) for day in work]

    def _field_of(self, day: str, data: dict[str, Any]) -> str | None:
        """The field in which a rejected day was typed."""
        exact = [key for key, value in data.items() if isinstance(value, date) and value.isoformat() == day]
        return exact[-1] if exact else None

    def notice(self) -> Notice:
        return self._notice


def _day(label: str) -> forms.DateField:
    return forms.DateField(
        label=label, required=False, widget=_DATE,
        error_messages={"invalid": _("日期不对，要写成 2027-01-01，并且确有这一天。")},
    )  # fmt: skip


def _initial(year: int, known: list[SpecialDay] | None) -> dict[str, Any]:
    """The year as it is published; for a new one the statutory days whose date is certain."""
    days = known or [SpecialDay(on, False, name) for on, name in statutory_days(year).items()]
    filled: dict[str, Any] = {}
    others = sorted({day.name for day in days} - set(HOLIDAYS))
    for row in range(ROWS):
        name = HOLIDAYS[row] if row < len(HOLIDAYS) else next(iter(others), "")
        rest = sorted(
            day.on for day in days if day.name == name and not day.is_workday and day.on.year == year
        )
        if not rest or not name:
            continue
        filled |= {f"first{row}": rest[0], f"last{row}": rest[-1]}
        if row >= len(HOLIDAYS):
            filled[f"name{row}"] = name
        work = sorted(day.on for day in days if day.name == name and day.is_workday)
        filled |= {f"work{row}_{n}": day for n, day in enumerate(work[:MAKE_UP_DAYS])}
    return filled
