"""Signing in with a user name, an e-mail address or a mobile number, and a password."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend

from .models import User
from .rules import find


class IdentifierBackend(ModelBackend):
    """Checks a password. Lock-out is not here: ``actions.sign_in`` counts the attempt before it asks."""

    def authenticate(
        self, request: Any, username: str | None = None, password: str | None = None, **kwargs: Any
    ) -> User | None:
        if not username or password is None:
            return None
        user = find(username)
        if user is None:
            # As much work as a wrong password takes, so that the time does not tell who exists.
            User().set_password(password)
            return None
        if user.check_password(password) and self.user_can_authenticate(user):
            return user
        return None
