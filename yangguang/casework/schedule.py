"""What the worker does for this room."""

from yangguang.casework import actions, claims, events, spelling, stepping
from yangguang.jobs.schedule import every


@every("casework.place_again", seconds=300, label="为无人可办的步骤找办理人")
def place_again() -> None:
    actions.place_again()


@every("casework.free_stale_claims", seconds=300, label="离岗人员领取的任务退回待办池")
def free_stale_claims() -> None:
    claims.free_stale_claims()


@every("casework.spell_titles", seconds=60, label="办件标题的拼音首字母")
def spell_titles() -> None:
    spelling.spell_titles()


@every("casework.follow_again", seconds=86_400, label="任务的最迟日期与计时核对")
def follow_again() -> None:
    stepping.follow_again()


@every("casework.fire_timers", seconds=60, label="期限到了的事件往下走")
def fire_timers() -> None:
    events.fire_timers()
