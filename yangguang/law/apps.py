"""The room as Django sees it."""

from django.apps import AppConfig


class LawConfig(AppConfig):
    name = "yangguang.law"
    label = "law"
    verbose_name = "法律依据"

    def ready(self) -> None:
        from . import citations  # noqa: F401, PLC0415 (screening asks for citation checks)
