from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JobsConfig(AppConfig):
    name = "yangguang.jobs"
    label = "jobs"
    verbose_name = _("后台任务")

    def ready(self) -> None:
        from yangguang.jobs import upkeep  # noqa: F401, PLC0415
