"""The room as Django sees it."""

from django.apps import AppConfig


class ScreeningConfig(AppConfig):
    name = "yangguang.screening"
    label = "screening"
    verbose_name = "内容审查"

    def ready(self) -> None:
        from . import acts, office, reading, suggesting  # noqa: F401, PLC0415 (acts, menu, looks at files)
