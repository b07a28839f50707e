"""The room as Django sees it."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "yangguang.files"
    label = "files"
    verbose_name = "文件"

    def ready(self) -> None:
        from . import acts, schedule  # noqa: F401, PLC0415 (declare the room's acts and jobs)
