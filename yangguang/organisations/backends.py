"""Who may enter, as Django and Wagtail ask it: by appointment only."""

from __future__ import annotations

from typing import Any

from yangguang.accounts.backends import IdentifierBackend
from yangguang.accounts.models import User

from . import rules

# Opening Wagtail's admin is the whole of what an appointment gives through Django's own permissions; everything
# inside asks ``organisations.rules``.
ENTER_OFFICE = "wagtailadmin.access_admin"


class PostBackend(IdentifierBackend):
    """Sign-in by identifier and password; the office's door opens to whoever holds a post now."""

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        if perm == ENTER_OFFICE:
            return isinstance(user_obj, User) and bool(rules.appointments(user_obj))
        return bool(super().has_perm(user_obj, perm, obj))
