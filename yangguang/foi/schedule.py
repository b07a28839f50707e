"""What the worker does for this room."""

from yangguang.foi import actions
from yangguang.jobs.schedule import every


@every("foi.lapse", seconds=600, label="征求意见期满")
def lapse() -> None:
    actions.lapse()
