"""Who may change a word list."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from yangguang.lib.errors import Refusal
from yangguang.organisations.models import Organisation
from yangguang.organisations.permissions import Permission
from yangguang.organisations.rules import may, organisations_where
from yangguang.screening.models import WordList


def scope_of(user: Any, word_list: WordList) -> Organisation | None:
    """The organisation for which the user changes the list; the house's lists belong to its top organisations."""
    if word_list.organisation is not None:
        return word_list.organisation if may(user, Permission.MANAGE_WORDS, word_list.organisation) else None
    return organisations_where(user, Permission.MANAGE_WORDS).filter(parent=None).first()


def require_managed(user: Any, word_list: WordList) -> Organisation:
    """The scope, or Refusal `forbidden`."""
    found = scope_of(user, word_list)
    if found is None:
        raise Refusal(
            _("您没有维护“%(list)s”的权限，请联系本单位管理审查词库的人。") % {"list": word_list.name},
            code="forbidden",
        )
    return found
