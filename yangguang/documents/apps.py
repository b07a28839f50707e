from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    name = "yangguang.documents"
    label = "documents"
    verbose_name = _("文书")

    def ready(self) -> None:
        from . import acts, officemenu, readers, schedule  # noqa: F401, PLC0415 (declare acts, register)
