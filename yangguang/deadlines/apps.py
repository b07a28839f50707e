"""The room as Django sees it."""

from django.apps import AppConfig


class DeadlinesConfig(AppConfig):
    name = "yangguang.deadlines"
    label = "deadlines"
    verbose_name = "期限"

    def ready(self) -> None:
        from . import acts, handlers, officemenu, papers, schedule  # noqa: F401, PLC0415
