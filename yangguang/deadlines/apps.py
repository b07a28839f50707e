"""The room as Django sees it."""

from django.apps import AppConfig


class DeadlinesConfig(AppConfig):
    name = "yangguang.deadlines"
    label = "deadlines"
    verbose_name = "期限"

    def ready(self) -> None:
        from . import acts, office  # noqa: F401, PLC0415 (acts and menu)
