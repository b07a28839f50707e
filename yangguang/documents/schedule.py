"""What the worker does for this room."""

from yangguang.documents.actions import exporting
from yangguang.jobs.schedule import every


@every("documents.sweep_exports", seconds=3600, label="删除过期的导出文件", steady=True)
def sweep_exports() -> None:
    exporting.sweep()
