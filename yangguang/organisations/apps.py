"""The room as Django sees it."""

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "yangguang.organisations"
    label = "organisations"
    verbose_name = "机构与岗位"

    def ready(self) -> None:
        from yangguang.accounts.rules import guarded_by  # noqa: PLC0415 (models are known only now)

        from . import acts, office, subjects  # noqa: F401, PLC0415 (declare acts, register with office and journal)
        from .rules import holds_guarded  # noqa: PLC0415

        guarded_by(holds_guarded)
