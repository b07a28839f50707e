"""The room as Django sees it."""

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "yangguang.organisations"
    label = "organisations"
    verbose_name = "机构与岗位"

    def ready(self) -> None:
        from . import acts, office  # noqa: F401, PLC0415 (declare the room's acts and its entries in the office)
