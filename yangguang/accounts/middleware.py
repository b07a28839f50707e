"""Who asks, and whether her session still stands. Looked at only when a page asks for the user: a public page that
never does reads no session, sets no cookie and can be kept by a proxy.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

from django.contrib import auth
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from yangguang.accounts import actions, rules
from yangguang.accounts.models import User
from yangguang.accounts.visitors import visitor
from yangguang.lib import clock

OFFICE = "/office/"
BEGAN, SEEN, SECOND = "began", "seen", "second"
# A session is written at most this often only to remember that it is in use.
_PRECISION_SECONDS = 60


class Authentication(AuthenticationMiddleware):
    """``request.user``, and the gate of the office for those who must have an authenticator and have none."""

    def process_request(self, request: HttpRequest) -> None:
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: _who(request))  # type: ignore[assignment]

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: object, kwargs: object
    ) -> HttpResponse | None:
        if not request.path_info.startswith(OFFICE):
            return None
        person = request.user
        if not isinstance(person, User) or request.session.get(SECOND) or rules.has_authenticator(person):
            return None
        if not rules.must_have_authenticator(person):
            return None
        return HttpResponseRedirect(
            f"{reverse('authenticator')}?{urlencode({'next': request.get_full_path()})}"
        )


def _who(request: HttpRequest) -> User | AnonymousUser:
    kept: User | AnonymousUser | None = getattr(request, "_cached_user", None)
    if kept is None:
        found = auth.get_user(request)
        kept = found if isinstance(found, User) else AnonymousUser()
        if isinstance(kept, User) and not _stands(request, kept):
            request.session.flush()
            kept = AnonymousUser()
        request._cached_user = kept  # type: ignore[attr-defined]
    return kept


def _stands(request: HttpRequest, person: User) -> bool:
    """Whether the session is within its limits and this process may serve the person; notes that it is in use."""
    if not rules.may_sign_in_here(person):
        return False
    now = int(clock.machine_now().timestamp())  # nobody is signed out when a rehearsal's clock is moved
    session = request.session
    began, seen = session.get(BEGAN), session.get(SEEN)
    if began is None or seen is None:
        session[BEGAN] = session[SEEN] = now
        return True
    if began > now or seen > now:  # the clock was set back: no session outlives its limits by that
        session[BEGAN] = began = min(began, now)
        session[SEEN] = seen = min(seen, now)
    if rules.session_is_over(person, began=began, seen=seen, now=now):
        actions.close_session(session.session_key or "")
        return False
    if now - seen >= _PRECISION_SECONDS:
        session[SEEN] = now
        actions.note_use(session.session_key or "", visitor(request))
    return True
