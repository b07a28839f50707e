"""The verbs: publish a process, open a case, complete a step. Each is one transaction: change and act."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from yangguang.casework import domains, engine, rules
from yangguang.casework.acts import (
    CASE_OPENED,
    CASE_RETITLED,
    PROCESS_PUBLISHED,
    TASK_COMPLETED,
)
from yangguang.casework.finding import initials
from yangguang.casework.given import plain
from yangguang.casework.locking import lock
from yangguang.casework.models import Case, CaseQuerySet, Process, ProcessVersion, Task, TaskState
from yangguang.deadlines import actions as deadlines
from yangguang.deadlines.models import Limit
from yangguang.journal.actions import record, together
from yangguang.journal.actors import SYSTEM, Actor
from yangguang.lib import bpmn, clock
from yangguang.lib.errors import Refusal
from yangguang.lib.ref import Ref
from yangguang.organisations.acting import Acting
from yangguang.organisations.actions import allocate_number
from yangguang.organisations.models import Organisation, Post
from yangguang.organisations.seeds import standard_posts
from yangguang.web.prepared import prepared
from yangguang.web.rows import update

MAX_OPINION = 2_000
MAX_REASON = 500


def check_process(xml: bytes, *, lines: bool = True) -> tuple[bpmn.Process, list[bpmn.Problem]]:
    """Read a definition and say what keeps it from running here, by line of the file if wished.

    Raises Refusal when it cannot be read.
    """
    try:
        process = bpmn.parse(xml)
        process = process if lines else process.without_lines()
    except bpmn.BpmnError as error:
        raise Refusal(str(error), code="unreadable") from error
    limits = set(Limit.objects.in_force().values_list("code", flat=True))
    codes = set(ProcessVersion.objects.order_by().values_list("code", flat=True).distinct())
    posts = standard_posts().keys() | set(Post.objects.order_by().values_list("code", flat=True).distinct())
    return process, bpmn.check(
        process, services=domains.service_names(), limits=limits, posts=posts, processes=codes
    )


def publish_process(
    xml: bytes,
    *,
    code: str,
    organisation: Organisation | None = None,
    actor: Actor | Acting,
    reason: str = "",
) -> ProcessVersion:
    """Publish a definition: the chart that is shown, run and supervised from now on. Running cases stay on theirs.

    ``reason`` is why a process is published although it could not be proved that it always ends; the act keeps it.
    Raises Refusal ``unsound`` with every problem found, ``unproven`` where that reason is missing, ``conflict`` when the
    very same text is published already.
    """
    if isinstance(actor, Acting) and not rules.may_publish(actor.user, organisation):
        raise Refusal(_("您没有发布流程的权限。"), code="forbidden")
    process, problems = check_process(xml)
    errors = [problem.message for problem in problems if problem.level == "error"]
    if errors:
        raise Refusal(
            _("这个流程还不能发布，有 %(n)d 个问题：%(problems)s")
            % {"n": len(errors), "problems": "".join(errors)},
            code="unsound",
        )
    reason = reason.strip()[:MAX_REASON]
    doubts = "".join(problem.message for problem in problems if problem.level == "unproven")
    if doubts and not reason:
        raise Refusal(
            _("%(doubts)s确认没有问题仍要发布的，请写明理由，理由会记入发布记录。") % {"doubts": doubts},
            code="unproven",
            field="reason",
        )
    with transaction.atomic():
        holder, _new = Process.objects.get_or_create(
            code=code, organisation=organisation, defaults={"name": process.name}
        )
        # All scopes of the code: they share one row of numbers.
        list(Process.objects.select_for_update(of=("self",)).filter(code=code).order_by("pk"))
        digest = sha256(xml).hexdigest()
        if holder.versions.filter(sha256=digest).exists():
            raise Refusal(_("这个版本已经发布过，内容完全一样。"), code="conflict")
        newest = ProcessVersion.objects.filter(code=code).aggregate(last=Max("number"))["last"] or 0
        version = ProcessVersion.objects.create(
            process=holder,
            code=code,
            number=newest + 1,
            xml=xml,
            sha256=digest,
            same_person=process.same_person,
            published_at=clock.now(),
        )
        if holder.name != process.name:
            holder.name = process.name
            holder.save(update_fields=["name"])
        record(
            PROCESS_PUBLISHED,
            subject=version.ref,
            actor=actor.actor if isinstance(actor, Acting) else actor,
            public={
                "code": code,
                "name": process.name,
                "number": version.number,
                "sha256": digest,
                **({"unproven": doubts, "reason": reason} if doubts else {}),
            },
            organisation_code=organisation.code if organisation else "",
        )
    return version


@transaction.atomic
@together()
def open_case(
    process_code: str, *, organisation: Organisation, subject: Ref, title: str, acting: Acting | Actor
) -> Case:
    """Open a case on the nearest published version and move it to its first steps.

    A plain Actor opens it for a room that has asked itself whether that person may (a citizen applies). Raises Refusal
    ``conflict`` when the subject already has an open case.
    """
    if Case.objects.open().filter(subject=subject, parent=None).exists():
        raise Refusal(_("这一件正在办理，不能重复立件。"), code="conflict")
    actor = acting.actor if isinstance(acting, Acting) else acting
    version = rules.process_for(process_code, organisation)
    case = Case(
        version=version,
        organisation=organisation,
        subject=subject,
        title=title[:300],
        initials=initials(title[:300]),
        opened_at=clock.now(),
    )
    case.number = allocate_number("case", organisation, clock.today())
    case.save()
    record(
        CASE_OPENED,
        subject=case.ref,
        actor=actor,
        public={"number": case.number, "process": version.process.code, "version": version.number},
        organisation_code=organisation.code,
        about=[subject],
    )
    run = engine.Run(case, actor)
    run.start()
    case.way = run.way
    case.save(update_fields=["way"])
    engine.close_if_finished(run)
    return case


@transaction.atomic
def retitle(case: Case, title: str, *, actor: Actor) -> Case:
    """Give a case another title: what turns out to be a secret loses its telling one. The old one is not kept."""
    locked = Case.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=case.pk)
    title = title.strip()[:300]
    if not title:
        raise Refusal(_("请写一个标题。"), field="title")
    if title != locked.title:
        locked.title, locked.initials = title, initials(title)
        locked.save(update_fields=["title", "initials"])
        record(
            CASE_RETITLED,
            subject=locked.ref,
            actor=actor,
            public={"number": locked.number},
            organisation_code=locked.organisation.code,
            about=[locked.subject],
        )
    case.title = locked.title
    return locked


def complete(
    task_uid: str,
    *,
    acting: Acting,
    outcome: str,
    opinion: str = "",
    data: dict[str, Any] | None = None,
    seen: str = "",
) -> Case:
    """Complete one step: screen the words, lock the case, check who may, run the domain's effect, move on, write.

    ``seen`` is the fingerprint of what the person was shown; the domain compares it. Raises Refusal: ``conflict`` says
    who was first, ``forbidden`` why not, a field names what is missing. Nothing changes then.
    """
    opinion = opinion.strip()
    given = {**(data or {}), "opinion": opinion, "seen": seen}
    case = _case_of.first(task_uid)
    if case is None:
        raise Refusal(_("没有这项任务，它可能已被撤回。"), code="not-found")
    domain = domains.of(case)
    domain.screen(case, acting, given)
    with transaction.atomic(), together():
        lock(case)
        task = next(one for one in case.steps if one.uid == task_uid)
        rules.refuse_unless_open(task)
        acting = rules.acting_for(task, acting.user)
        refuse_unless_answered(task, outcome, opinion)
        domain.before(task, acting, outcome, given)
        _decide(task, acting, outcome, opinion)
        run = engine.Run(case, acting.actor, outcome)
        run.leave(task)
        task.facts, task.way = {name: plain(value) for name, value in run.facts.items()}, run.way
        update(task, "facts", "way")
        engine.close_if_finished(run)
        return case


@prepared
def _case_of(task_uid: str) -> CaseQuerySet:
    return Case.objects.select_related("organisation", "version").filter(tasks__uid=task_uid)[:1]


def refuse_unless_answered(task: Task, outcome: str, opinion: str) -> None:
    known = {one.code: one for one in task.node.outcomes}
    if outcome not in known:
        raise Refusal(_("请选择一个办理结果。"), field="outcome")
    if known[outcome].reason and not opinion:
        raise Refusal(
            _("选“%(outcome)s”要写明理由，经办人会看到。") % {"outcome": known[outcome].label},
            field="opinion",
        )
    if len(opinion) > MAX_OPINION:
        raise Refusal(_("意见请不要超过 %(n)d 字。") % {"n": MAX_OPINION}, field="opinion")


def _decide(task: Task, acting: Acting, outcome: str, opinion: str) -> None:
    """Write what was decided, by whom; the case is locked. Before moving on: the way may lead to this very step."""
    deadlines.stop_all(task.ref)  # first the clock and then the step, as those who move clocks lock them
    task.state, task.done_at, task.done_by = TaskState.DONE, clock.now(), acting.user
    task.done_as, task.outcome, task.opinion = acting.actor.post, outcome, opinion
    task.done_for_id = acting.appointment.on_behalf_of_id
    update(task, "state", "done_at", "done_by", "done_as", "outcome", "opinion", "done_for")
    record(
        TASK_COMPLETED,
        subject=task.case.ref,
        actor=acting.actor,
        public={
            "task": task.name,
            "element": task.element,
            "round": task.round,
            "outcome": task.outcome_label,
        },
        private={"opinion": opinion},
        organisation_code=task.case.organisation.code,
        about=[task.ref, task.case.subject] if task.case.subject else [task.ref],
    )


def place_again() -> int:
    """Look again for somebody eligible for steps that nobody could do, or that went up. How many moved.

    People are appointed, posts fall vacant: run by the worker every few minutes.
    """
    return sum(_place_again(pk) for pk in rules.misplaced().values_list("pk", flat=True))


@transaction.atomic
def _place_again(pk: int) -> int:
    task = Task.objects.select_related("case__organisation", "case__version").get(pk=pk)
    lock(task.case)
    before = (task.organisation_id, task.escalated, task.unheld)
    engine.place(task)
    if (task.organisation_id, task.escalated, task.unheld) == before:
        return 0
    changed = Task.objects.filter(pk=pk, state=TaskState.OPEN).update(
        organisation=task.organisation,
        escalated=task.escalated,
        unheld=task.unheld,
        claimed_by=None,
        claimed_at=None,
    )
    if changed and task.escalated:
        engine.record_escalation(task, SYSTEM)
    return changed
