"""A person acting in a post: what a verb is given instead of a bare user."""

from __future__ import annotations

from dataclasses import dataclass

from yangguang.accounts.models import User
from yangguang.journal.actors import Actor

from .models import Appointment, Organisation


@dataclass(frozen=True)
class Acting:
    """``user`` acts by right of ``appointment``; both are the rows of this moment."""

    user: User
    appointment: Appointment

    @property
    def organisation(self) -> Organisation:
        """Where the post is; the record concerned may lie below it."""
        return self.appointment.post.organisation

    @property
    def post_code(self) -> str:
        return self.appointment.post.code

    @property
    def actor(self) -> Actor:
        """The plain values that the journal keeps: names of this moment."""
        stood_in_for = self.appointment.on_behalf_of if self.appointment.on_behalf_of_id else None
        return Actor(
            key=self.user.uid,
            name=self.user.display_name,
            post=self.appointment.post.name,
            organisation=self.organisation.name,
            organisation_code=self.organisation.code,
            on_behalf_of=stood_in_for.display_name if stood_in_for else "",
        )
