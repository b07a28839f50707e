"""What lies on a desk and in whose hands. Questions only; nothing is written here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import models

from yangguang.accounts.models import User
from yangguang.casework import rules
from yangguang.casework.models import Case, Task, TaskQuerySet
from yangguang.lib.errors import Refusal
from yangguang.organisations.acting import Acting
from yangguang.organisations.models import Appointment
from yangguang.organisations.permissions import Permission
from yangguang.organisations.rules import HEADS, appointments
from yangguang.web.prepared import prepared


def leading(task: Task, user: Any) -> Acting | None:
    """By what right a person leads those who do a step: head of its organisation or of one above, or its manager of people."""
    for held in appointments(user):
        leads = held.post.code in HEADS or Permission.MANAGE_PEOPLE in held.post.permissions
        if leads and task.organisation.is_at_or_below(held.post.organisation):
            return Acting(user=user, appointment=held)
    return None


def successors(task: Task) -> list[Appointment]:
    """To whom a step can be handed over: who holds its post there or below and is not kept from it; not who has it."""
    held = (
        Appointment.objects.current()
        .filter(post__code=task.post_code, post__organisation__path__startswith=task.organisation.path)
        .select_related("user", "post__organisation", "on_behalf_of")
        .order_by("post__organisation__path", "acting", "since", "id")
    )
    return [one for one in held if one.user_id != task.claimed_by_id and _is_free(task, one)]


def _is_free(task: Task, held: Appointment) -> bool:
    try:
        rules.refuse_unless_free(task, held.user, held.on_behalf_of)
    except Refusal:
        return False
    return True


def may_give_away(task: Task, user: Any) -> bool:
    """Whether a person may hand an open step over, or put it back."""
    return rules.may_do(task, user) or leading(task, user) is not None


def kept_from(task: Task, user: Any, held: Sequence[Appointment]) -> str:
    """Why a person may not do a step, by the posts that they hold; empty when they may."""
    wanted = (task.organisation_id, task.post_code)
    mine = next((one for one in held if (one.post.organisation_id, one.post.code) == wanted), None)
    try:
        if mine is None:
            rules.acting_for(task, user)
        else:
            rules.refuse_unless_theirs(task, Acting(user=user, appointment=mine))
    except Refusal as refusal:
        return refusal.message
    return ""


def read_done(cases: Iterable[Case]) -> None:
    """Read the steps that were done of several cases at once, for those who ask each of them by whom: of lists, whose
    cases nobody moves.
    """
    known = {one.pk: one for one in cases}
    steps: dict[int, list[Task]] = {pk: [] for pk in known}
    for task in _steps_of(tuple(known)) if known else ():
        steps[task.case_id].append(task)
    for pk, case in known.items():
        case.__dict__["steps"] = steps[pk]


@prepared
def _steps_of(cases: tuple[int, ...]) -> TaskQuerySet:
    done = Task.objects.filter(case__in=cases, done_by__isnull=False).order_by("pk")
    return done.only("case", "element", "name", "round", "done_at", "done_by", "done_for")


def stale_claims() -> TaskQuerySet:
    """Open steps claimed by somebody who no longer holds the post, nor stands in for its holder."""
    held = Appointment.objects.current().filter(
        user=models.OuterRef("claimed_by"),
        post__organisation=models.OuterRef("organisation"),
        post__code=models.OuterRef("post_code"),
    )
    return Task.objects.open().filter(claimed_by__isnull=False).exclude(models.Exists(held)).order_by("pk")


def doers(task: Task) -> list[User]:
    """Who is to be told of a step: who has claimed it and who stands in for her; else everybody who may do it."""
    free = rules.eligible_users(task, task.organisation)
    if task.claimed_by_id is None:
        return free
    return [one for one in free if task.claimed_by_id in (one.pk, getattr(one, "stands_in_for", None))]
