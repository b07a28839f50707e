"""The office's menu entries of this room."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from yangguang.organisations.permissions import Permission
from yangguang.organisations.rules import may_anywhere
from yangguang.web.office import menu


def _sees(user: Any) -> bool:
    return may_anywhere(user, Permission.SEE_REQUESTS)


menu.register(_("依申请公开"), "foi_register", "mail", permitted=_sees, order=40)
menu.register(_("依申请公开统计"), "foi_statistics", "view", permitted=_sees, order=42)
