"""What ``yangguang doctor`` asks of this room."""

from datetime import timedelta

from django.conf import settings
from django.utils.translation import gettext as _
from django_tasks_db.models import DBTaskResult

from yangguang.jobs import clocks, schedule
from yangguang.jobs.actions import SILENCE
from yangguang.jobs.models import AHEAD, Run, Worker
from yangguang.lib import clock
from yangguang.lib.health import Check

GRACE = timedelta(minutes=5)


def checks() -> list[Check]:
    return [_worker(), _tasks(), _schedule(), _late(), _clock()]


def _worker() -> Check:
    name = _("后台进程")
    now = clock.now()
    if Worker.objects.alive(now - SILENCE).exists():
        return Check(name, True, _("正在运行"))
    return Check(
        name,
        False,
        _("没有运行：日志不会封存，消息不会发出"),
        _("运行 yangguang work，或 systemctl start yangguang-worker"),
        warning=not settings.PRODUCTION,  # who only looks around may do without one
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
    recent = Run.objects.filter(slot__gte=clock.now() - timedelta(days=1))
    newest: dict[str, Run] = {run.job: run for run in recent.order_by("slot")}
    if broken := {job: run.error for job, run in sorted(newest.items()) if run.error}:
        told = _("最近一次没有做成：%(jobs)s（%(error)s）") % {
            "jobs": "、".join(broken),
            "error": next(iter(broken.values()))[:120],
        }
        return Check(name, False, told, _("排除原因后会自动再做；详情看 yangguang work 的日志"))
    failed = sorted(set(recent.exclude(error="").values_list("job", flat=True)))
    if failed:
        return Check(name, True, _("一天内失败过，后来做成了：%(jobs)s") % {"jobs": "、".join(failed)})
    return Check(name, True, _("一天内没有失败"))


def late_jobs() -> list[schedule.Job]:
    """The jobs whose last finished slot lies more than two slots (and five minutes) back.

    In a house that has only just begun none is late: nothing ran before the first run of all.
    """
    now = clock.now()
    began = Run.objects.order_by("slot").values_list("started_at", flat=True).first()
    if began is None:
        return []
    late = []
    for job in schedule.jobs():
        last = (
            Run.objects.filter(job=job.name, finished_at__isnull=False, slot__lte=now + AHEAD)
            .order_by("-slot")
            .first()
        )
        since = last.slot if last else began
        if now - since > timedelta(seconds=2 * job.seconds) + GRACE:
            late.append(job)
    return late


def _late() -> Check:
    name = _("定时任务的准时")
    if late := late_jobs():
        told = _("已经很久没有做完：%(jobs)s") % {"jobs": "、".join(str(job.label) for job in late)}
        return Check(
            name,
            False,
            told,
            _("看 yangguang work 是否在运行；journalctl -u yangguang-worker 里有原因"),
            warning=not settings.PRODUCTION,
        )
    return Check(name, True, _("都按时做了"))


def _clock() -> Check:
    """Whether the machine's clock was set while the worker worked; the book's own look at the time is the journal's."""
    name = _("时钟的跳动")
    by = clocks.jumped()
    if not by:
        return Check(name, True, _("没有"))
    remedy = _("先用 timedatectl 或 chronyc 校准；如果现在的时间是对的，运行 yangguang clock accept。")
    if by > timedelta():
        told = _("服务器的时间往前跳了%(by)s：定时公开和清理暂停，期限都会算错") % {"by": clocks.shown(by)}
    else:
        told = _("服务器的时间倒退了%(by)s：新记录的时间比先前的早，期限都会算错") % {"by": clocks.shown(by)}
    return Check(name, False, told, remedy)
