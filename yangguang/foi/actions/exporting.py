"""Taking the register out of the house is an act of its own."""

from __future__ import annotations

from django.db import transaction

from yangguang.foi.acts import REGISTER_EXPORTED
from yangguang.journal.actions import record
from yangguang.organisations.acting import Acting


@transaction.atomic
def note_export(count: int, form: str, question: str, *, acting: Acting) -> None:
    """Write down who took how many lines, and by which question; nobody's identity is in them."""
    record(
        REGISTER_EXPORTED,
        subject=acting.organisation.ref,
        actor=acting.actor,
        public={"count": count, "form": form.upper()},
        private={"question": question},
        organisation_code=acting.organisation.code,
    )
