"""People and organisations as they applied, who acts for whom, and what they agreed to."""

from .agencies import Agency, AgencyQuerySet
from .consents import Consent, ConsentText
from .parties import Party, PartyQuerySet, Unreadable

__all__ = ["Agency", "AgencyQuerySet", "Consent", "ConsentText", "Party", "PartyQuerySet", "Unreadable"]
