"""The verbs of this room. They are called by the rooms whose matter it is, which ask who may; ``unmask`` and ``erase`` ask
themselves, by ``Party.objects.unmaskable_by``.
"""

from .agencies import appoint_agent, end_agency
from .consents import give_consent, withdraw_consent
from .erasing import erase
from .registering import amend, link_user, register_party
from .unmasking import unmask

__all__ = [
    "amend",
    "appoint_agent",
    "end_agency",
    "erase",
    "give_consent",
    "link_user",
    "register_party",
    "unmask",
    "withdraw_consent",
]
