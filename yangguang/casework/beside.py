"""Who may note and link, and what of it anybody sees. Questions only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from yangguang.casework import access, domains
from yangguang.casework.models import Case, Link, Note, NoteQuerySet
from yangguang.lib.errors import Refusal
from yangguang.organisations.acting import Acting
from yangguang.organisations.permissions import Permission
from yangguang.organisations.rules import HEADS, appointments


def acting_on(case: Case, user: Any) -> Acting:
    """By what right a person notes and links: any post in the case's organisation or above it, or one that had a step.

    Raises Refusal ``forbidden``. That they may open the case is asked as well.
    """
    if not access.may_open(user, case):
        raise Refusal(_("您看不到这一件，不能在上面备注或者关联。"), code="forbidden")
    asked = set(case.tasks.values_list("organisation", flat=True))
    for held in appointments(user):
        if case.organisation.is_at_or_below(held.post.organisation) or held.post.organisation_id in asked:
            return Acting(user=user, appointment=held)
    raise Refusal(_("您的岗位不在这一件的承办单位，不能备注或者关联。"), code="forbidden")


def leads(case: Case, user: Any) -> bool:
    """Whether a person leads the organisation of a case, or one above it."""
    return any(
        (held.post.code in HEADS or Permission.MANAGE_PEOPLE in held.post.permissions)
        and case.organisation.is_at_or_below(held.post.organisation)
        for held in appointments(user)
    )


def notes_of(case: Case, user: Any) -> NoteQuerySet:
    """The one policy for notes: who may open the case in the office reads all of them; whom the domain shows the case
    as their own reads those for the applicant, while they stand.
    """
    notes = Note.objects.filter(case=case).select_related("written_by")
    if access.may_open(user, case):
        return notes
    if domains.of(case).is_about(Case.objects.filter(pk=case.pk), user).exists():
        return notes.for_applicant()
    return notes.none()


@dataclass(frozen=True)
class Related:
    """Another case, as a person may know of it: who may not open it reads only that there is one, and why."""

    link: Link
    case: Case | None

    @property
    def reason(self) -> str:
        return self.link.reason


def related(case: Case, user: Any) -> list[Related]:
    """The cases that this one has to do with, in the order in which they were linked."""
    links = list(
        Link.objects.standing()
        .of(case)
        .select_related("first__version__process", "second__version__process", "made_by")
        .order_by("pk")
    )
    others = [link.other(case) for link in links]
    seen = access.visible_among(user, [(one.pk, one.subject, one.organisation_id) for one in others])
    return [Related(link, other if (other := link.other(case)).pk in seen else None) for link in links]
