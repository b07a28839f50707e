"""Questions about accounts; nothing is written here."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256

from django.conf import settings
from django.db import models

from yangguang.lib import clock
from yangguang.web.prepared import prepared

from .identifiers import is_email, is_mobile, normalised
from .models import Authenticator, SignIn, SignInOutcome, SignInThrottle, User

# What a sign-in that succeeded is called in the access log when it only confirmed who sits there.
CONFIRMING = "confirm"

_guarded: list[Callable[[User], bool]] = []


def find(identifier: str) -> User | None:
    """The person who signs in under what was typed: a user name, an e-mail address or a mobile number."""
    typed = normalised(identifier)
    if not typed or "\0" in typed:
        return None
    if "@" in typed:
        return User.objects.filter(email=typed).first()
    if is_mobile(typed):
        return User.objects.filter(phone=typed).first()
    return User.objects.filter(username=typed).first()


def is_address(identifier: str) -> bool:
    """Whether a one-time code can be sent to what was typed."""
    typed = normalised(identifier)
    return is_mobile(typed) or is_email(typed)


def digest(purpose: str, text: str) -> str:
    """A keyed digest in 64 hex digits: rows made of these tell nobody whom they are about."""
    key = sha256(f"accounts {settings.SECRET_KEY}".encode()).digest()
    return hmac.new(key, f"{purpose}\n{text}".encode(), sha256).hexdigest()


def account_key(identifier: str, user: User | None) -> str:
    """The key under which attempts are counted: one per account however it is addressed, and one per unknown name."""
    return digest("account", user.uid if user else f"?{normalised(identifier)}")


def lock(user: User) -> SignInThrottle | None:
    """The lock on an account's password or on its one-time codes, when there was one lately."""
    keys = [account_key("", user), second_key(user)]
    return (
        SignInThrottle.objects.filter(key__in=keys)
        .exclude(locked_until=None)
        .order_by("-locked_until")
        .first()
    )


def second_key(user: User) -> str:
    """The key under which wrong one-time codes are counted. Not the password's: knowing that one must not reset it."""
    return digest("second", user.uid)


def guarded_by(question: Callable[[User], bool]) -> None:
    """Register who holds permissions that need a second factor; the room that knows posts answers."""
    _guarded.append(question)


def has_authenticator(user: User) -> bool:
    """Whether signing in asks this person for a one-time code."""
    return bool(_authenticators(user.pk))


@prepared
def _authenticators(user: int) -> models.QuerySet[Authenticator, tuple[int]]:
    return Authenticator.objects.filter(user=user, confirmed_at__isnull=False).values_list("pk")[:1]


def must_have_authenticator(user: User) -> bool:
    """Whether YANGGUANG_TOTP demands an authenticator of this person."""
    if settings.YANGGUANG_TOTP == "off" or not user.is_person_of_staff:
        return False
    return settings.YANGGUANG_TOTP == "all" or any(question(user) for question in _guarded)


def must_change_password(user: User) -> bool:
    """Whether the password was given by somebody else, or is older than YANGGUANG_PASSWORD_DAYS."""
    if user.must_change_password:
        return True
    days: int = settings.YANGGUANG_PASSWORD_DAYS
    if not days or not user.is_person_of_staff or not user.has_usable_password():
        return False
    return (user.password_changed_at or user.joined_at) <= clock.now() - timedelta(days=days)


def session_is_over(user: User, *, began: int, seen: int, now: int) -> bool:
    """Whether a session that began and was last used at these seconds since the epoch has outlived its limits."""
    minutes, hours = settings.YANGGUANG_SESSION_LIMITS["staff" if user.is_person_of_staff else "citizen"]
    return bool((minutes and now - seen > minutes * 60) or (hours and now - began > hours * 3600))


def may_sign_in_here(user: User) -> bool:
    """A public process knows no staff: they sign in where the office is served."""
    return bool(settings.ROLE != "public" or not user.is_person_of_staff)


def sign_in_before(user: User) -> SignIn | None:
    """The sign-in that succeeded before the present one."""
    done = SignIn.objects.filter(user=user, outcome=SignInOutcome.OK).exclude(method=CONFIRMING)
    return done.order_by("-at", "-id")[1:2].first()


def failures_since(user: User, last: SignIn) -> int:
    """How many sign-ins failed after that one."""
    wrong = [SignInOutcome.FAILED, SignInOutcome.LOCKED]
    return SignIn.objects.filter(user=user, outcome__in=wrong, id__gt=last.pk).count()
