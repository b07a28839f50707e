"""A person's deadlines for a calendar program: a secret address is made, renewed, taken back."""

from __future__ import annotations

import secrets

from yangguang.accounts.models import User
from yangguang.deadlines.feeds import hashed
from yangguang.deadlines.models import DeadlineFeed
from yangguang.lib import clock


def open_feed(user: User) -> str:
    """A fresh key for the person's feed; an older one is void from now on. Only its hash is kept: show it at once."""
    key = secrets.token_urlsafe(32)
    DeadlineFeed.objects.update_or_create(
        user=user, defaults={"key_hash": hashed(key), "made_at": clock.now()}
    )
    return key


def revoke_feed(user: User) -> bool:
    """Shut the address; whether there was one."""
    return bool(DeadlineFeed.objects.filter(user=user).delete()[0])
