"""Reactions to acts: applicants hear what happened to their request."""

from __future__ import annotations

from yangguang.foi import telling
from yangguang.journal.models import Act
from yangguang.journal.subscriptions import on


@on(*telling.ABOUT)
def tell_applicant(act: Act) -> None:
    telling.tell_applicant(act)
