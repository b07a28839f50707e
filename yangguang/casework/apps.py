from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CaseworkConfig(AppConfig):
    name = "yangguang.casework"
    label = "casework"
    verbose_name = _("办件")

    def ready(self) -> None:
        for part in ("acts", "clocks", "handlers", "schedule", "officemenu", "casefile.maker"):
            if find_spec(f"{self.name}.{part}"):
                import_module(f"{self.name}.{part}")
