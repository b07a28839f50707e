"""What a person's calendar feed holds: numbers, steps and last days; no titles, no texts, no other people's names."""

from __future__ import annotations

import hashlib
from typing import Any
from urllib.parse import urlparse

from django.conf import settings
from django.utils.translation import gettext as _

from yangguang.accounts.models import User
from yangguang.deadlines import owners
from yangguang.deadlines.models import Clock, DeadlineFeed
from yangguang.lib import clock, ics
from yangguang.lib.ref import Ref

MOST_KEY = 100
MOST_EVENTS = 2_000


def hashed(key: str) -> str:
    """How a feed's key is kept. It is 32 random bytes: nobody guesses it from its hash."""
    return hashlib.sha256(key.encode()).hexdigest()


def find(key: str) -> DeadlineFeed | None:
    """The feed with this key, while its person may sign in."""
    if not key or len(key) > MOST_KEY:
        return None
    return (
        DeadlineFeed.objects.select_related("user").filter(key_hash=hashed(key), user__is_active=True).first()
    )


def my_refs(user: Any) -> list[Ref]:
    """What waits for a person, of every kind."""
    return [ref for owner in owners.registered() for ref in owner.mine(user)]


def deadlines_of(user: User) -> list[tuple[Clock, owners.Matter]]:
    """The running clocks of what waits for a person and what may be said of them, in the order of their last days."""
    refs = my_refs(user)
    found: list[Clock] = []
    for begin in range(0, len(refs), 500):
        rows = Clock.objects.running().filter(subject__in=refs[begin : begin + 500], due_on__isnull=False)
        found += rows.select_related("limit")
    matters = owners.describe(one.subject for one in found)
    known = [(one, matters[one.subject]) for one in found if one.subject in matters]
    return sorted(known, key=lambda pair: (pair[0].due_on or clock.today(), pair[0].pk))[:MOST_EVENTS]


def as_ics(user: User) -> bytes:
    """The feed."""
    host = urlparse(settings.BASE_URL).hostname or "localhost"
    events = []
    for one, matter in deadlines_of(user):
        assert one.due_on is not None
        words = (
            _("%(step)s 最迟（%(number)s）")
            if not one.provisional
            else _("%(step)s 最迟，暂定（%(number)s）")
        )
        events.append(
            ics.Event(
                uid=f"{one.uid}@{host}",
                on=one.due_on,
                summary=words % {"step": matter.step, "number": matter.number},
                description=_("时限：%(limit)s") % {"limit": one.limit.name},
                url=f"{settings.BASE_URL}{matter.url}" if matter.url else "",
                tentative=one.provisional,
            )
        )
    return ics.calendar(
        _("我的期限"), events, clock.now(), description=_("待我办理的步骤的最后一天。只含办件号和步骤名称。")
    )
