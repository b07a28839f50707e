"""The room as Django sees it."""

from django.apps import AppConfig


class RehearsalConfig(AppConfig):
    name = "yangguang.rehearsal"
    label = "rehearsal"
    verbose_name = "演练"

    def ready(self) -> None:
        from . import acts, officemenu, schedule, subjects  # noqa: F401, PLC0415
