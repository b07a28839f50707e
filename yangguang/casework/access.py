"""Who may open a case: the one policy, asked of all cases, of a few, of one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models

from yangguang.casework import domains
from yangguang.casework.models import Case, Task
from yangguang.casework.rules import of_posts, posts_of
from yangguang.lib.ref import Ref
from yangguang.web.prepared import prepared


def visible_to(user: Any) -> models.QuerySet[Case]:
    """The cases a user may open: what the domain shows them, what is on their desk, and what they did in an
    organisation where they still hold a post: who has moved away reads no more of it.
    """
    allowed = _by_steps(getattr(user, "pk", None) or 0, *posts_of(user))
    for domain in domains.registered():
        cases = Case.objects.filter(subject__startswith=f"{domain.kind}:", pk=models.OuterRef("pk"))
        places = domains.places(domain.kind, user)
        shown = cases if places is None else cases.filter(organisation__in=places)
        allowed |= models.Q(models.Exists(shown.order_by()))
    return Case.objects.filter(allowed)


def visible_among(user: Any, rows: Iterable[tuple[int, Ref | None, int]]) -> set[int]:
    """Of few cases whose key, subject and organisation are known the keys of those that ``visible_to`` shows."""
    seen, rest = set(), []
    for pk, subject, organisation in rows:
        shown = domains.places(subject.kind if subject else "", user)
        if shown is None or organisation in shown:
            seen.add(pk)
        else:
            rest.append(pk)
    places, codes = posts_of(user)
    if rest and places:
        rest += rest[-1:] * (-len(rest) % 50)  # so that few lengths are ever asked for
        seen.update(pk for (pk,) in _seen_by_steps(user.pk, places, codes, tuple(rest)))
    return seen


def may_open(user: Any, case: Case) -> bool:
    """Whether ``visible_to`` shows this case."""
    return bool(visible_among(user, [(case.pk, case.subject, case.organisation_id)]))


def opened(user: Any, uid: str) -> Case | None:
    """The case of that uid with its organisation and process; None where there is none that this person may open."""
    found = _case.first(uid)
    return found if found is not None and may_open(user, found) else None


@prepared
def _case(uid: str) -> models.QuerySet[Case]:
    return Case.objects.select_related("organisation", "version__process").filter(uid=uid)


@prepared
def _seen_by_steps(
    user: int, places: tuple[int, ...], codes: tuple[str, ...], cases: tuple[int, ...]
) -> models.QuerySet[Case, tuple[int]]:
    return Case.objects.filter(_by_steps(user, places, codes), pk__in=cases).order_by().values_list("pk")


def _by_steps(user: int, places: tuple[int, ...], codes: tuple[str, ...]) -> models.Q:
    """The cases with a step of one's posts, or with one that the user did where they hold a post."""
    steps = Task.objects.filter(case=models.OuterRef("pk")).order_by()
    # One question each: together they would need one index that serves both.
    theirs = steps.filter(of_posts(places, codes)), steps.filter(done_by=user, organisation__in=places)
    return models.Q(models.Exists(theirs[0])) | models.Q(models.Exists(theirs[1]))
