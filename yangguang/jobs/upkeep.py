"""The jobs that keep the jobs in order."""

from django.utils.translation import gettext_lazy as _

from yangguang.jobs import actions
from yangguang.jobs.schedule import every


@every("jobs.reap", seconds=30, label=_("收回中断的任务"))
def reap() -> None:
    actions.reap()


@every("jobs.prune", seconds=24 * 3600, label=_("清理后台任务记录"), steady=True)
def prune() -> None:
    actions.prune()
