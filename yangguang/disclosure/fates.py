"""What a person may do with an item after its publication: what the office offers beside it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from yangguang.organisations.permissions import Permission
from yangguang.organisations.rules import may

from . import rules
from .models import Item
from .validity import may_declare


def offered(item: Item, user: Any) -> list[tuple[str, str]]:
    """What this person may do with an item after publication: the address below the item's, and the button's words."""
    state, organisation = rules.state(item), item.organisation
    gone = state == rules.State.EXPUNGED
    choices = [
        (
            "next/",
            _("更正或更新"),
            not gone and rules.may_draft(user, organisation) and not rules.work_state(item),
        ),
        ("validity/", _("有效性"), item.is_public and may_declare(user, organisation)),
        ("withdraw/", _("撤下"), item.is_public and may(user, Permission.WITHDRAW, organisation)),
        (
            "restore/",
            _("恢复公开"),
            state == rules.State.WITHDRAWN and may(user, Permission.WITHDRAW, organisation),
        ),
        ("expunge/", _("依法消除"), not gone and may(user, Permission.EXPUNGE, organisation)),
    ]
    return [(path, words) for path, words, wanted in choices if wanted and item.live_edition_id]
