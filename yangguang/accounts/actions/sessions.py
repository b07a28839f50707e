"""The browsers in which a person is signed in: listed, and signed out from anywhere else.

No acts of the book: nobody but the person is concerned. What a person does shows in the access log.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from importlib import import_module
from typing import Any

from django.conf import settings
from django.db import transaction

from yangguang.accounts.models import OpenSession, User
from yangguang.accounts.visitors import Visitor
from yangguang.lib import clock


def open_session(user: User, session_key: str, visitor: Visitor, *, instead_of: str = "") -> OpenSession:
    """Note the browser in which a person has just signed in, instead of what was open there before."""
    now = clock.machine_now()
    OpenSession.objects.filter(session_key=instead_of).delete()
    return OpenSession.objects.create(
        user=user,
        session_key=session_key,
        began_at=now,
        seen_at=now,
        address=visitor.address[:45],
        agent=visitor.agent[:200],
    )


def move_session(session_key: str, new_key: str) -> None:
    """The same browser under a new key, as after a change of password."""
    OpenSession.objects.filter(session_key=session_key).update(session_key=new_key)


def note_use(session_key: str, visitor: Visitor) -> None:
    """Note that a session is in use, and from where."""
    OpenSession.objects.filter(session_key=session_key).update(
        seen_at=clock.machine_now(), address=visitor.address[:45]
    )


def close_session(session_key: str) -> None:
    """End one session wherever it is."""
    _end(OpenSession.objects.filter(session_key=session_key))


def end_session(user: User, uid: str) -> int:
    """Sign a person out of one of her browsers. How many were ended: none when it had ended already."""
    return _end(OpenSession.objects.filter(user=user, uid=uid))


def end_sessions(user: User, *, but: str = "") -> int:
    """Sign a person out everywhere, but for the browser with the session key ``but``. How many were ended."""
    return _end(OpenSession.objects.filter(user=user).exclude(session_key=but))


def forget_sessions() -> int:
    """Delete what the store has let go of, and its own rows that are out of date. How many entries of the list."""
    hours = max(hours for _minutes, hours in settings.YANGGUANG_SESSION_LIMITS.values())
    oldest = clock.machine_now() - timedelta(hours=hours or settings.SESSION_COOKIE_AGE / 3600)
    ended = _end(OpenSession.objects.filter(began_at__lt=oldest))
    _store().clear_expired()
    return ended


def _end(rows: Iterable[OpenSession]) -> int:
    ended = 0
    with transaction.atomic():
        for row in rows:
            _store()(row.session_key).delete()
            row.delete()
            ended += 1
    return ended


def _store() -> Any:
    return import_module(settings.SESSION_ENGINE).SessionStore
