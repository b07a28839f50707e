"""The office's menu entry of annual reports."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from yangguang.organisations.rules import may_anywhere
from yangguang.web.office import menu

from . import rules


def _permitted(user: Any) -> bool:
    return any(may_anywhere(user, permission) for permission in rules.READS)


menu.register(_("年度报告"), "foi_reports", "date", permitted=_permitted, order=44)
