"""What the worker does for this room."""

from yangguang.casework import actions
from yangguang.jobs.schedule import every


@every("casework.place_again", seconds=300, label="为无人可办的步骤找办理人")
def place_again() -> None:
    actions.place_again()
