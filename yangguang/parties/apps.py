from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartiesConfig(AppConfig):
    name = "yangguang.parties"
    label = "parties"
    verbose_name = _("当事人")

    def ready(self) -> None:
        from . import acts, readers  # noqa: F401, PLC0415 (declare acts, register)
