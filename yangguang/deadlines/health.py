"""What `yangguang doctor` asks of time: next year's calendar, provisional and overdue clocks."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext as _

from yangguang.deadlines import actions, rules
from yangguang.deadlines.models import Calendar, Clock, Limit, Recount, Suspension, Warning
from yangguang.lib import clock
from yangguang.lib.health import Check

_ASK_FROM_MONTH = 11  # the State Council's notice comes out in November, at times in December
_RECENT = timedelta(days=30)
_MISS_FROM_MONTH = 12  # twenty working days from now lie in the next year: what is counted is likely to move


def checks() -> list[Check]:
    return [_calendar(), _provisional(), _recounts(), _overdue(), _suspended(), _unwarned(), _unverified()]


def _calendar() -> Check:
    name = _("工作日历")
    if not Calendar.objects.filter(code=rules.NATIONAL).exists():
        return Check(name, False, _("没有工作日历，不能推算期限"), _("运行安装步骤，装入初始数据。"))
    calendar, today = rules.calendar(), clock.today()
    if not calendar.is_published(today.year):
        return Check(
            name,
            False,
            _("今年（%(year)d 年）的放假安排没有录入，期限都是暂定的") % {"year": today.year},
            _("在办公后台“工作日历”录入，或运行 yangguang calendar import 文件。"),
        )
    if today.month >= _ASK_FROM_MONTH and not calendar.is_published(today.year + 1):
        return Check(
            name,
            today.month < _MISS_FROM_MONTH,
            _("%(year)d 年的放假安排还没有录入，跨年的期限暂按周末和法定节日推算") % {"year": today.year + 1},
            _("国务院办公厅通知公布后，在办公后台“工作日历”录入，或运行 yangguang calendar import 文件。"),
            warning=today.month < _MISS_FROM_MONTH,
        )
    return Check(name, True, _("录入到 %(year)d 年") % {"year": max(calendar.published)})


def _provisional() -> Check:
    number = Clock.objects.provisional().count()
    return Check(
        _("暂定的期限"),
        True,
        _("%(n)d 个期限是暂定的，录入放假安排后自动重算") % {"n": number} if number else _("没有"),
        warning=bool(number),
    )


def _recounts() -> Check:
    """A year is published at once; the clocks follow, and the worker counts those that are many."""
    name = _("重新推算期限")
    row = Recount.objects.filter(ended_at=None).order_by("pk").first()
    if row is None:
        return Check(name, True, _("没有在推算的"))
    return Check(
        name,
        True,
        _("放假安排录入后还有 %(n)d 个期限没有重新推算") % {"n": actions.left_of(row)},
        _("后台进程会继续推算；一直不减少，请检查 yangguang worker 是否在运行。"),
        warning=True,
    )


def _overdue() -> Check:
    number = Clock.objects.overdue().count()
    return Check(
        _("超期"),
        True,
        _("%(n)d 个期限已过而没有办结") % {"n": number} if number else _("没有"),
        _("在“待办”按最迟日期查看是谁的。") if number else "",
        warning=bool(number),
    )


def _suspended() -> Check:
    """Those that lapse run on by themselves; a supplement that did not come is for the room that asked for it."""
    open_rows = Suspension.objects.filter(until__isnull=True)
    number = open_rows.filter(expected_by__lt=clock.today()).count()
    text = _("%(n)d 个期限中止计时") % {"n": open_rows.count()} if open_rows.exists() else _("没有")
    if number:
        text = _("%(n)d 个期限的中止已超过法定或者约定的时间，还没有恢复") % {"n": number}
    remedy = _("在办公后台“期限”里选“中止已到期”，请办理人恢复计时或者办结。") if number else ""
    return Check(_("中止的期限"), True, text, remedy, warning=bool(number))


def _unwarned() -> Check:
    rows = Warning.objects.filter(told=0, at__gte=clock.now() - _RECENT, clock__outcome="running")
    number = rows.count()
    return Check(
        _("期限提醒"),
        True,
        _("%(n)d 个提醒没有人可以告知") % {"n": number} if number else _("都已发出"),
        _("多半是岗位空缺：在“我的任务”的“无人可办”里查看，给岗位任命人员。") if number else "",
        warning=bool(number),
    )


def _unverified() -> Check:
    number = Limit.objects.in_force().filter(verified_on=None).count()
    return Check(
        _("时限依据"),
        True,
        _("%(n)d 条现行时限的依据待核实") % {"n": number} if number else _("都已核实"),
        _("在办公后台“时限”逐条核对原文。") if number else "",
        warning=bool(number),
    )
