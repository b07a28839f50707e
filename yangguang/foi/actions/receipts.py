"""The receipt 登记回执: given out once, printed as often as somebody asks."""

from __future__ import annotations

from django.db import transaction

from yangguang.documents.models import Document
from yangguang.foi import channels, letters, rules
from yangguang.foi.models import Request
from yangguang.organisations.acting import Acting
from yangguang.organisations.contacts import in_letters

from .locking import locked

RECEIPT = "foi.receipt"


@transaction.atomic
def give_receipt(request: Request, *, acting: Acting) -> Document:
    """The receipt of a request: the one there is, or a new one. What is not known yet (the day of receipt) is left out."""
    found = locked(request)
    known = Document.objects.issued().filter(subject=found.ref, kind=RECEIPT).order_by("-pk").first()
    if known is not None:
        return known
    due = rules.due_day(found)
    return letters.issue(
        RECEIPT,
        found,
        {
            "how": channels.channel_of(found.channel).name,
            "due_on": letters.written(due) if due else "",
            "contact": in_letters(found.organisation),
            "tracking": found.code,
        },
        acting=acting,
    )
