"""Signing in and out, and a person's own account. These pages may set cookies, so nobody keeps them."""

from .account import account, change_password, end_sessions
from .authenticator import authenticator, recovery_codes, remove_authenticator
from .signing_in import ask_for_code, enter_code, first_password, second_step, sign_in, sign_out

__all__ = [
    "account",
    "ask_for_code",
    "authenticator",
    "change_password",
    "end_sessions",
    "enter_code",
    "first_password",
    "recovery_codes",
    "remove_authenticator",
    "second_step",
    "sign_in",
    "sign_out",
]
