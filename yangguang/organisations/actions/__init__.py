"""The verbs of this room: each is one transaction, the change and its act.

``actor`` is either an :class:`Acting` (a signed-in person: her right is checked here) or a journal ``Actor`` (the
system, a seed, an operator at the command line: the caller has settled that it may).
"""

from .contacts import remove_contact, set_contact
from .numbers import allocate_number, allocate_numbers, load_seeds, set_number_pattern
from .people import (
    amend_person,
    disable,
    enable,
    reset_authenticator,
    reset_password,
    take_on,
    unlock,
)
from .posts import abolish_post, allow, amend_post, appoint, create_post, end_appointment
from .standins import name_deputy, recall_deputy
from .tree import add_division, amend_organisation, end_division, establish_organisation, merge_into, rename

__all__ = [
    "abolish_post",
    "add_division",
    "allocate_number",
    "allocate_numbers",
    "allow",
    "amend_organisation",
    "amend_person",
    "amend_post",
    "appoint",
    "create_post",
    "disable",
    "enable",
    "end_appointment",
    "end_division",
    "establish_organisation",
    "load_seeds",
    "merge_into",
    "name_deputy",
    "recall_deputy",
    "remove_contact",
    "rename",
    "reset_authenticator",
    "reset_password",
    "set_contact",
    "set_number_pattern",
    "take_on",
    "unlock",
]
