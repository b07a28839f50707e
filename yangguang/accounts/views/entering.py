"""The way in: what still stands between a checked password and an open session.

    password or code → code of the app, if one is bound → own password, if it was given or is too old
                     → binding an app, if the post demands it → the session

Until the last step nobody is signed in: the session only remembers who is on the way, for ten minutes.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from yangguang.accounts import actions, rules
from yangguang.accounts.middleware import BEGAN, SECOND, SEEN
from yangguang.accounts.models import User
from yangguang.accounts.visitors import visitor
from yangguang.lib import clock
from yangguang.web.addresses import hidden

from .pages import ENTER_OFFICE

_ENTERING = "entering"
_PATIENCE = timedelta(minutes=10)


@dataclass(frozen=True)
class Entering:
    """Somebody on the way in: who, since when, where to, and whether the second factor was shown."""

    uid: str
    at: str
    next: str
    second: bool = False


def begin(request: HttpRequest, person: User, wanted: str) -> HttpResponseBase:
    """The password, or the code that was sent, was right: go on."""
    return onward(request, person, Entering(person.uid, clock.now().isoformat(), wanted))


def onward(request: HttpRequest, person: User, way: Entering) -> HttpResponseBase:
    """To what is still missing, or in."""
    request.session[_ENTERING] = asdict(way)
    if not way.second and rules.has_authenticator(person):
        return redirect("sign-in-second")
    if rules.must_change_password(person):
        return redirect("first-password")
    if not way.second and rules.must_have_authenticator(person):
        return redirect("authenticator")
    return _enter(request, person, way)


def who_enters(request: HttpRequest) -> tuple[User, Entering] | None:
    """Who is on the way in here, if it is not too long ago."""
    kept = request.session.get(_ENTERING)
    if not kept:
        return None
    way = Entering(**kept)
    person = User.objects.active().filter(uid=way.uid).first()
    if person is None or clock.now() > datetime.fromisoformat(way.at) + _PATIENCE:
        del request.session[_ENTERING]
        return None
    return person, way


def with_second(way: Entering) -> Entering:
    """The same way with the second factor shown."""
    return replace(way, second=True)


def remember(request: HttpRequest, session_key: str) -> None:
    """The session goes on under a new key; the list of the person's sign-ins follows."""
    actions.move_session(session_key, request.session.session_key or "")


def _enter(request: HttpRequest, person: User, way: Entering) -> HttpResponseBase:
    request.session.pop(_ENTERING, None)
    before = request.session.session_key or ""
    login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
    now = int(clock.machine_now().timestamp())
    request.session[BEGAN] = request.session[SEEN] = now
    request.session[SECOND] = way.second
    if person.is_person_of_staff:
        request.session.set_expiry(0)  # the cookie goes when the browser closes
    if request.session.session_key == before:
        request.session.cycle_key()  # Django keeps the key when the same person signs in once more; we do not
    actions.open_session(person, request.session.session_key or "", visitor(request), instead_of=before)
    enters_office = person.has_perm(ENTER_OFFICE)
    if enters_office:
        _tell_the_last(request, person)
    if way.next:
        return redirect(way.next)
    return redirect(settings.LOGIN_REDIRECT_URL if enters_office else reverse("account"))


def _tell_the_last(request: HttpRequest, person: User) -> None:
    last = rules.sign_in_before(person)
    if last is None:
        return
    failures = rules.failures_since(person, last)
    told = {
        "at": clock.local(last.at).strftime("%Y-%m-%d %H:%M"),
        "place": hidden(last.address),
        "n": failures,
    }
    text = _("上次登录：%(at)s，网络地址 %(place)s。") % told
    if failures:
        text += _("这之后有 %(n)d 次登录没有成功；不是您本人的，请马上改密码。") % told
    messages.info(request, text, fail_silently=True)
