from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DecisionsConfig(AppConfig):
    name = "yangguang.decisions"
    label = "decisions"
    verbose_name = _("决策表")

    def ready(self) -> None:
        from . import acts, officemenu  # noqa: F401, PLC0415 (declare acts, register with the office)
