"""What the worker does for the room."""

from yangguang.files import actions
from yangguang.jobs.schedule import every


@every("files.sweep", seconds=3600, label="清理无人使用的文件内容", steady=True)
def sweep() -> None:
    actions.sweep()
