"""The office's menu entry of this room."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yangguang.organisations.permissions import Permission
from yangguang.organisations.rules import may_anywhere
from yangguang.web.office import menu

menu.register(
    _("决策表"),
    "tables_office",
    "table",
    permitted=lambda user: may_anywhere(user, Permission.MANAGE_TABLES),
    order=610,
)
