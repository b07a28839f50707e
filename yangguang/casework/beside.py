"""Who may note and link, and what of it anybody sees. Questions only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import models
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


def notes_visible_to(user: Any) -> NoteQuerySet:
    """The one policy for notes: all of a case to who may open it in the office; those for the applicant, while they
    stand, to whom the domain shows the case as its own.
    """
    theirs = models.Q(pk__in=[])
    for domain in domains.registered():
        cases = domain.is_about(Case.objects.filter(subject__startswith=f"{domain.kind}:"), user)
        theirs |= models.Q(case__in=cases.order_by().values("pk"))
    office = models.Q(case__in=access.visible_to(user).order_by().values("pk"))
    applicant = theirs & models.Q(kind=Note.Kind.APPLICANT, struck_at__isnull=True)
    return Note.objects.filter(office | applicant).select_related("written_by")


def notes_of(case: Case, user: Any) -> NoteQuerySet:
    """The same of one case: who may open it reads them all."""
    if access.may_open(user, case):
        return Note.objects.filter(case=case).select_related("written_by")
    return notes_visible_to(user).filter(case=case)


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
