"""What this room tells ``yangguang doctor``."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext as _

from yangguang.casework import rules, worklist
from yangguang.casework.models import Task
from yangguang.lib import clock
from yangguang.lib.health import Check


def checks() -> list[Check]:
    """Steps that nobody can do, events whose limit ran out unfollowed, days of steps that are not those of their clocks."""
    return [*_held(), _claims(), _timers(), _astray()]


def _astray() -> Check:
    name = str(_("任务的最迟日期"))
    found = Task.objects.astray().select_related("case")
    first = found.first()
    if first is None:
        return Check(name, True, str(_("任务的最迟日期都与计时一致")))
    message = _("有 %(n)d 项任务的最迟日期与计时不一致，例如“%(task)s”（%(case)s）") % {
        "n": found.count(),
        "task": first.name,
        "case": first.case.number,
    }
    return Check(
        name,
        False,
        str(message),
        str(_("后台任务（yangguang worker）每天核对一次，会自行更正；再次出现请查数据库是否被手工改动。")),
    )


def _claims() -> Check:
    name = str(_("领取的任务"))
    number = worklist.stale_claims().filter(claimed_at__lt=clock.now() - timedelta(minutes=15)).count()
    if not number:
        return Check(name, True, str(_("领取任务的人都还在岗")))
    message = str(_("有 %(n)d 项任务的领取人已不在岗，还没有退回待办池") % {"n": number})
    return Check(name, True, message, str(_("请看后台任务（yangguang worker）是否在运行。")), warning=True)


def _timers() -> Check:
    name = str(_("期限事件"))
    late = rules.ran_out().filter(due_on__lt=clock.today() - timedelta(days=1))
    number = late.count()
    if not number:
        return Check(name, True, str(_("期限到了的事件都已往下走")))
    message = str(_("有 %(n)d 个事件的期限到了还没有往下走") % {"n": number})
    remedy = str(_("请看后台任务（yangguang worker）是否在运行，日志里有没有“timer not fired”和原因。"))
    return Check(name, True, message, remedy, warning=True)


def _held() -> list[Check]:
    name = str(_("任务"))
    stuck = Task.objects.open().filter(unheld=True).select_related("case", "organisation")
    number = stuck.count()
    if not number:
        return [
            Check(name, True, str(_("每一步都有人可办，待办 %(n)d 项")) % {"n": Task.objects.open().count()})
        ]
    first = stuck[0]
    message = _("有 %(n)d 步没有人可办，例如%(organisation)s的“%(task)s”（%(case)s）") % {
        "n": number,
        "organisation": first.organisation.called,
        "task": first.name,
        "case": first.case.number,
    }
    return [
        Check(name, True, message, str(_("请给这个岗位任命一个人；起草人不能审核自己的文本。")), warning=True)
    ]
