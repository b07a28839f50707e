"""Pure questions about processes, cases and tasks: whose is it, may I, what happened, what does the chart look like."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from yangguang.accounts.models import User
from yangguang.casework import domains
from yangguang.casework.models import Case, Process, ProcessVersion, Task, TaskQuerySet, TaskState
from yangguang.lib import bpmn
from yangguang.lib.errors import Refusal
from yangguang.organisations.models import Organisation
from yangguang.organisations.rules import Acting, acting_as, appointments, holders, nearest


def process_for(code: str, organisation: Organisation) -> ProcessVersion:
    """The version that a new case of that organisation begins with: the nearest scope's newest one.

    Raises Refusal ``no-process`` when nothing is published.
    """
    process = nearest(Process.objects.filter(code=code, versions__isnull=False).distinct(), organisation)
    version = process.current if process else None
    if version is None:
        raise Refusal(_("还没有发布流程“%(code)s”，不能立件。") % {"code": code}, code="no-process")
    return version


def self_and_above(organisation: Organisation) -> list[Organisation]:
    """The organisation, then those above it, nearest first."""
    above = Organisation.objects.filter(path__in=organisation.paths_above)
    return sorted(above, key=lambda one: len(one.path), reverse=True)


def done_by(case: Case) -> dict[str, int]:
    """For each step of a case, who did it last (a user's key). What is done again replaces what was done before."""
    rows = case.tasks.filter(state=TaskState.DONE).order_by("done_at", "pk").values_list("element", "done_by")
    return {element: user for element, user in rows if user is not None}


def refuse_unless_apart(task: Task, user: Any) -> None:
    """Duties apart: raises Refusal when the user did a step that keeps them from doing this one.

    The process names such steps (``apart``); unless it allows it, nobody does two different steps of one round.
    """
    process = task.case.version.model
    node = process.nodes[task.element]
    for element, pk in done_by(task.case).items():
        if pk != user.pk or element == task.element:
            continue
        name = process.nodes[element].label
        if element in node.apart:
            raise Refusal(
                _("您办理过这一件的“%(name)s”，按规定不能再办“%(task)s”。请由其他人办理。")
                % {"name": name, "task": task.name},
                code="forbidden",
            )
        if not process.same_person:
            raise Refusal(
                _("“%(name)s”是您办理的，这个流程不允许同一个人再办“%(task)s”。")
                % {"name": name, "task": task.name},
                code="forbidden",
            )


def refuse_unless_free(task: Task, user: Any) -> None:
    """Raises Refusal when duties apart, or the domain, keep this person from the step."""
    refuse_unless_apart(task, user)
    domains.of(task.case).may_complete(task, user)


def eligible_users(task: Task, organisation: Organisation) -> list[User]:
    """Who holds the step's post there and is not kept from it by what they did before."""
    found = []
    for user in holders(organisation, task.post_code):
        try:
            refuse_unless_free(task, user)
        except Refusal:
            continue
        found.append(user)
    return found


def acting_for(task: Task, user: Any) -> Acting:
    """The right by which a user may do a step. Raises Refusal ``forbidden`` with the reason."""
    acting = acting_as(user, task.organisation, post_code=task.post_code)
    refuse_unless_free(task, user)
    return acting


def may_do(task: Task, user: Any) -> bool:
    """Whether the user may do this step now."""
    try:
        acting_for(task, user)
    except Refusal:
        return False
    return task.state == TaskState.OPEN


def _mine(user: Any) -> models.Q:
    posts = models.Q(pk__in=[])
    for held in appointments(user):
        posts |= models.Q(organisation=held.post.organisation, post_code=held.post.code)
    return posts


def desk(user: Any) -> TaskQuerySet:
    """Open steps of the posts that a user holds, what is due first at the top. One query.

    Steps that duties apart keep from this person are among them: ask ``may_do`` for each one shown.
    """
    return (
        Task.objects.open()
        .filter(_mine(user))
        .with_due()
        .select_related("case__version__process", "case__organisation", "organisation")
        .order_by(models.F("due_on").asc(nulls_last=True), "opened_at")
    )


def my_tasks(user: Any) -> list[Task]:
    """What the user can really do, in the order of the desk."""
    return [task for task in desk(user) if may_do(task, user)]


def done_by_me(user: Any) -> TaskQuerySet:
    """What the user did, newest first."""
    return (
        Task.objects.filter(done_by=user, state=TaskState.DONE)
        .select_related("case__version__process", "case__organisation")
        .order_by("-done_at")
    )


def visible_to(user: Any) -> models.QuerySet[Case]:
    """The cases a user may open: what the domain shows them, and what is or was on their desk."""
    own = Task.objects.filter(_mine(user) | models.Q(done_by=getattr(user, "pk", None) or 0))
    allowed = models.Q(pk__in=own.order_by().values("case"))
    for domain in domains.registered():
        cases = domain.may_see(Case.objects.filter(subject__startswith=f"{domain.kind}:"), user)
        allowed |= models.Q(pk__in=cases.order_by().values("pk"))
    return Case.objects.filter(allowed)


@dataclass(frozen=True)
class Step:
    """One step of a case's way, as anybody may see it: what, which post, when; never who."""

    element: str
    name: str
    post: str
    organisation: str
    round: int
    opened_at: datetime
    done_at: datetime | None
    outcome: str


def history(case: Case) -> list[Step]:
    """The steps of a case in order, without persons."""
    process = case.version.model
    found = []
    for task in case.tasks.select_related("organisation").order_by("opened_at", "pk"):
        task.case = case
        lane = process.lane_of(task.element)
        found.append(
            Step(
                task.element,
                task.name,
                lane.name if lane else "",
                task.organisation.name,
                task.round,
                task.opened_at,
                task.done_at,
                task.outcome_label,
            )
        )
    return found


def chart(case: Case, *, tall: bool = False) -> str:
    """The case's flow chart as SVG: done, current and late steps marked; no persons."""
    process = case.version.model
    tasks = list(Task.objects.filter(case=case))
    current = {t.element for t in tasks if t.state == TaskState.OPEN}
    late = {t.element for t in tasks if t.state == TaskState.OPEN and (found := t.clock) and found.is_late()}
    passed = {node.id for node in process.starts} | {t.element for t in tasks if t.state == TaskState.DONE}
    passed = passed.union(*(t.way for t in tasks)) & process.nodes.keys()
    return bpmn.draw(process, done=passed - current, current=current, late=late, tall=tall)
