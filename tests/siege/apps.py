"""A room above all others, for the length of a siege."""

from __future__ import annotations

from django.apps import AppConfig


class Siege(AppConfig):
    name = "tests.siege"
    label = "siege"

    def ready(self) -> None:
        from tests.siege import handlers  # noqa: F401
