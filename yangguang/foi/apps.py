from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FoiConfig(AppConfig):
    name = "yangguang.foi"
    label = "foi"
    verbose_name = _("依申请公开")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from yangguang.foi import case, covering, handlers, officemenu, schedule  # noqa: F401, PLC0415
        from yangguang.foi.reporting import clocks, menu, work  # noqa: F401, PLC0415
