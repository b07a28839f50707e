"""Questions about accounts; nothing is written here."""

from __future__ import annotations

import hmac
from hashlib import sha256

from django.conf import settings

from .identifiers import is_email, is_mobile, normalised
from .models import SignInThrottle, User


def find(identifier: str) -> User | None:
    """The person who signs in under what was typed: a user name, an e-mail address or a mobile number."""
    typed = normalised(identifier)
    if not typed:
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
    """The lock on an account's password, when there was one lately."""
    return SignInThrottle.objects.filter(key=account_key("", user)).exclude(locked_until=None).first()
