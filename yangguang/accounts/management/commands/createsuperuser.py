"""Django's command of this name, unusable on purpose."""

from __future__ import annotations

from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _


class Command(BaseCommand):
    help = "There is no superuser here: all rights come from appointments."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--noinput", "--no-input", action="store_false", dest="interactive")

    def handle(self, *args: Any, **options: Any) -> NoReturn:
        raise CommandError(
            _("本平台没有超级用户：所有权限都来自任职。第一位系统管理员请用 yangguang people operator 任命。")
        )
