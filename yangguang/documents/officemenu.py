"""The office's menu entry of this room."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yangguang.documents import kinds
from yangguang.organisations.permissions import Permission
from yangguang.organisations.rules import may_anywhere
from yangguang.web.office import menu

menu.register(
    _("文书模板"),
    "templates_office",
    "draft",
    permitted=lambda user: bool(kinds.registered()) and may_anywhere(user, Permission.MANAGE_TEMPLATES),
    order=620,
)
