"""The room as Django sees it."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "yangguang.accounts"
    label = "accounts"
    verbose_name = "账号"

    def ready(self) -> None:
        from . import acts, schedule  # noqa: F401, PLC0415 (declare the room's acts and jobs)
