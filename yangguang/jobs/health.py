"""What ``yangguang doctor`` asks of this room."""

from datetime import timedelta

from django.utils.translation import gettext as _
from django_tasks_db.models import DBTaskResult

from yangguang.jobs.actions import SILENCE
from yangguang.jobs.models import Run, Worker
from yangguang.lib import clock
from yangguang.lib.health import Check


def checks() -> list[Check]:
    return [_worker(), _tasks(), _schedule()]


def _worker() -> Check:
    name = _("后台进程")
    now = clock.now()
    if Worker.objects.alive(now - SILENCE).exists():
        return Check(name, True, _("正在运行"))
    return Check(
        name, False, _("没有运行：日志不会封存，消息不会发出"), _("运行 yangguang work"), warning=True
    )


def _tasks() -> Check:
    name = _("后台任务")
    failed = DBTaskResult.objects.failed().count()
    waiting = DBTaskResult.objects.ready().count()
    if failed:
        told = _("%(failed)d 项任务多次重试仍失败") % {"failed": failed}
        return Check(name, False, told, _("查看日志，排除原因后重新提交"))
    return Check(name, True, _("%(waiting)d 项等待执行") % {"waiting": waiting})


def _schedule() -> Check:
    name = _("定时任务")
    recent = Run.objects.filter(slot__gte=clock.now() - timedelta(days=1)).exclude(error="")
    if broken := sorted(set(recent.values_list("job", flat=True))):
        return Check(name, False, _("一天内有失败：%(jobs)s") % {"jobs": "、".join(broken)}, _("查看日志"))
    return Check(name, True, _("一天内没有失败"))
