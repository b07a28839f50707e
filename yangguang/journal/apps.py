from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JournalConfig(AppConfig):
    name = "yangguang.journal"
    label = "journal"
    verbose_name = _("公开日志")

    def ready(self) -> None:
        from yangguang.journal import acts, schedule  # noqa: F401, PLC0415
