"""What the room of time asks of steps: whose they are, who leads those people, what may be said of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import models
from django.db.models.functions import Concat
from django.utils.translation import gettext as _

from yangguang.accounts.models import User
from yangguang.casework import access, rules, stepping, worklist
from yangguang.casework.models import Task
from yangguang.deadlines import owners
from yangguang.journal.models import Act
from yangguang.lib.errors import Refusal
from yangguang.lib.ref import Ref
from yangguang.organisations.acting import Acting
from yangguang.organisations.rules import HEADS, holders

from .acts import CASE_OPENED


def _task(ref: Ref) -> Task | None:
    rows = Task.objects.select_related("case__organisation", "case__version", "organisation")
    return rows.filter(uid=ref.uid).first()


def _describe(refs: Sequence[Ref]) -> dict[Ref, owners.Matter]:
    rows = Task.objects.filter(uid__in=[ref.uid for ref in refs]).select_related("case")
    return {
        task.ref: owners.Matter(
            number=task.case.number,
            step=task.name,
            url=f"{task.get_office_url()}?task={task.uid}",
            about=(task.case.ref,),
        )
        for task in rows
    }


def _holders(ref: Ref) -> list[User]:
    task = _task(ref)
    return worklist.doers(task) if task else []


def _heads(ref: Ref) -> list[User]:
    task = _task(ref)
    if task is None:
        return []
    doing = {user.pk for user in rules.eligible_users(task, task.organisation)}
    for place in rules.self_and_above(task.organisation):
        for code in HEADS:
            if found := [user for user in holders(place, code) if user.pk not in doing]:
                return found
    return []


def _concerned(ref: Ref) -> list[User]:
    """Who opened the case, as the book has it."""
    task = _task(ref)
    opened = Act.objects.filter(kind=CASE_OPENED, subject=task.case.ref).first() if task else None
    return list(User.objects.active().filter(uid=opened.actor.key)) if opened else []


def _acting(ref: Ref, user: Any) -> Acting:
    task = _task(ref)
    if task is None:
        raise Refusal(_("没有这一步。"), code="not-found")
    return rules.acting_for(task, user)


def _mine(user: Any) -> list[Ref]:
    return [Ref(Task.REF_KIND, uid) for uid in rules.desk(user).values_list("uid", flat=True)]


def _visible(user: Any) -> models.QuerySet[Any, Any]:
    tasks = Task.objects.filter(case__in=access.visible_to(user)).order_by()
    return tasks.values_list(
        Concat(models.Value(f"{Task.REF_KIND}:"), "uid", output_field=models.CharField()), flat=True
    )


owners.register(
    owners.Owner(
        kind=Task.REF_KIND,
        describe=_describe,
        holders=_holders,
        acting=_acting,
        mine=_mine,
        visible=_visible,
        heads=_heads,
        concerned=_concerned,
        moved=stepping.follow_clocks,
    )
)
