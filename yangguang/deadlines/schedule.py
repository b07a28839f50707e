"""What the worker does for this room."""

from yangguang.deadlines import actions
from yangguang.jobs.schedule import continuously, every
from yangguang.lib import clock

_FROM, _TO = 8, 20  # nobody is warned in the night


@every("deadlines.resume_lapsed", seconds=600, label="恢复法定时间已满的中止")
def resume_lapsed() -> None:
    actions.resume_lapsed()


@every("deadlines.warn", seconds=600, label="期限提醒")
def warn() -> None:
    if _FROM <= clock.local(clock.now()).hour < _TO:
        actions.warn()


@continuously("deadlines.recount")
def recount() -> int:
    """What a newly published year moves, beyond the first few thousand."""
    return actions.recount_more()
