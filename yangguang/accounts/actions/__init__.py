"""The verbs of this room. What is done to accounts takes a journal ``Actor``: the caller has settled that it may
(room ``organisations`` wraps these with its own check); signing in takes the visitor.
"""

from yangguang.accounts.visitors import Visitor

from .authenticators import (
    begin_authenticator,
    check_second,
    confirm_authenticator,
    remove_authenticator,
    renew_recovery_codes,
    reset_authenticator,
)
from .people import (
    amend_account,
    change_password,
    create_staff,
    disable,
    enable,
    name_oneself,
    reset_password,
    unlock,
)
from .sessions import (
    close_session,
    end_session,
    end_sessions,
    forget_sessions,
    move_session,
    note_use,
    open_session,
)
from .signing_in import check_code, check_password, prune, request_code, sign_out

__all__ = [
    "Visitor",
    "amend_account",
    "begin_authenticator",
    "change_password",
    "check_code",
    "check_password",
    "check_second",
    "close_session",
    "confirm_authenticator",
    "create_staff",
    "disable",
    "enable",
    "end_session",
    "end_sessions",
    "forget_sessions",
    "move_session",
    "name_oneself",
    "note_use",
    "open_session",
    "prune",
    "remove_authenticator",
    "renew_recovery_codes",
    "request_code",
    "reset_authenticator",
    "reset_password",
    "sign_out",
    "unlock",
]
