from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DisclosureConfig(AppConfig):
    name = "yangguang.disclosure"
    label = "disclosure"
    verbose_name = _("信息公开")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from yangguang.disclosure import (  # noqa: F401, PLC0415
            case,
            clocks,
            covering,
            desk,
            handlers,
            officemenu,
            schedule,
        )
