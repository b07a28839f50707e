"""The office's menu entries of this room."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from yangguang.casework import desklist
from yangguang.organisations.permissions import Permission
from yangguang.organisations.rules import may_anywhere
from yangguang.web.office import menu


def _waiting(user: Any) -> int:
    return len(desklist.lying(user))


menu.register(_("我的任务"), "desk", "tasks", order=10, count=_waiting)
menu.register(_("全部办件"), "cases", "list-ul", order=20)
menu.register(
    _("办理流程"),
    "processes_office",
    "draft",
    permitted=lambda user: may_anywhere(user, Permission.MANAGE_PROCESSES),
    order=600,
)
