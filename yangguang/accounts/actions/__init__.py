"""The verbs of this room. What is done to accounts takes a journal ``Actor``: the caller has settled that it may
(room ``organisations`` wraps these with its own check); signing in takes the visitor.
"""

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
from .signing_in import Visitor, check_code, check_password, prune, request_code, sign_out

__all__ = [
    "Visitor",
    "amend_account",
    "change_password",
    "check_code",
    "check_password",
    "create_staff",
    "disable",
    "enable",
    "name_oneself",
    "prune",
    "request_code",
    "reset_password",
    "sign_out",
    "unlock",
]
