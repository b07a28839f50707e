"""The office's menu entry of this room."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from yangguang.organisations.permissions import Permission
from yangguang.organisations.rules import may_anywhere
from yangguang.web.office import menu

from . import written


def _permitted(user: Any) -> bool:
    return any(may_anywhere(user, p) for p in (Permission.DRAFT, Permission.REVIEW, Permission.SEE_INTERNAL))


def _returned(user: Any) -> int:
    """What waits for the officer: texts that were handed back."""
    return written.count_written(user).returned


menu.register(
    _("信息公开"), "disclosure_office:items", "doc-full", permitted=_permitted, order=30, count=_returned
)
menu.register(_("公开台账"), "disclosure_office:register", "table", permitted=_permitted, order=32)
menu.register(_("公开统计"), "disclosure_office:statistics", "view", permitted=_permitted, order=34)
