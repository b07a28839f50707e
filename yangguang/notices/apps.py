from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    name = "yangguang.notices"
    label = "notices"
    verbose_name = _("通知")

    def ready(self) -> None:
        from yangguang.notices import office, witnesses  # noqa: F401, PLC0415
