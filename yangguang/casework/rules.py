"""Pure questions about processes, cases and tasks: whose is it, may I, what happened, what does the chart look like."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from yangguang.accounts.models import User
from yangguang.casework import domains
from yangguang.casework.course import standing
from yangguang.casework.models import (
    Case,
    Process,
    ProcessVersion,
    Task,
    TaskQuerySet,
    TaskState,
    Wait,
)
from yangguang.deadlines.models import Clock, ClockQuerySet
from yangguang.lib import bpmn, clock
from yangguang.lib.errors import Refusal
from yangguang.organisations.models import Appointment, Organisation
from yangguang.organisations.permissions import Permission
from yangguang.organisations.rules import (
    Acting,
    acting_as,
    appointments,
    holders,
    may,
    nearest,
    organisations_where,
)


def process_for(code: str, organisation: Organisation) -> ProcessVersion:
    """The version that a new case of that organisation begins with: the nearest scope's newest one.

    Raises Refusal ``no-process`` when nothing is published.
    """
    process = nearest(Process.objects.filter(code=code, versions__isnull=False).distinct(), organisation)
    version = process.current if process else None
    if version is None:
        raise Refusal(_("还没有发布流程“%(code)s”，不能立件。") % {"code": code}, code="no-process")
    return version


def may_publish(user: Any, organisation: Organisation | None) -> bool:
    """Whether the user may publish a process for an organisation; for all of them (None) only from the top."""
    if organisation is None:
        return organisations_where(user, Permission.MANAGE_PROCESSES).filter(parent=None).exists()
    return may(user, Permission.MANAGE_PROCESSES, organisation)


def may_cancel(user: Any, case: Case) -> bool:
    """Whether the user may end a case without result: whoever manages the processes of its organisation."""
    return may(user, Permission.MANAGE_PROCESSES, case.organisation)


def versions_in_force() -> models.QuerySet[ProcessVersion]:
    """The newest version of each process of each scope: what new cases begin with; the whole house's before others'."""
    newest = (
        ProcessVersion.objects.filter(process=models.OuterRef("process")).order_by("-number").values("pk")[:1]
    )
    return (
        ProcessVersion.objects.filter(pk=models.Subquery(newest))
        .select_related("process__organisation")
        .order_by("code", models.F("process__organisation__path").asc(nulls_first=True))
    )


def self_and_above(organisation: Organisation) -> Iterator[Organisation]:
    """The organisation, then those above it, nearest first; these are asked for when they are needed."""
    yield organisation
    above = Organisation.objects.filter(path__in=organisation.paths_above).exclude(pk=organisation.pk)
    yield from sorted(above, key=lambda one: len(one.path), reverse=True)


def done_by(case: Case) -> dict[str, frozenset[int]]:
    """For each step of a case, who did it last (keys of users; several where it was countersigned, or done by one
    person in the place of another: then both have done it).

    What is done again replaces what was done before.
    """
    done = [
        (one.done_at, one.pk, one.element, one.round, one.done_by_id, one.done_for_id or one.done_by_id)
        for one in case.steps
        if one.done_at is not None and one.done_by_id is not None
    ]
    found: dict[str, tuple[int, frozenset[int]]] = {}
    for _at, _pk, element, round_, user, other in sorted(done):
        before, users = found.get(element, (round_, frozenset()))
        found[element] = (round_, (users if before == round_ else frozenset()) | {user, other})
    return {element: users for element, (_round, users) in found.items()}


def refuse_unless_apart(task: Task, user: Any, principal: User | None = None) -> None:
    """Duties apart: raises Refusal when the user did a step that keeps them from doing this one.

    The process names such steps (``apart``); unless it allows it, nobody does two different steps of one round. Who
    stands in for somebody (``principal``) is kept from it by what either of the two did: standing in is no way round.
    """
    process = task.case.version.model
    node = process.nodes[task.element]
    hands = {user.pk} if principal is None else {user.pk, principal.pk}
    if task.instance and not process.same_person:
        _refuse_second_voice(task, hands)
    for element, users in done_by(task.case).items():
        if hands.isdisjoint(users) or element == task.element:
            continue
        name = next(one.name for one in task.case.steps if one.element == element)
        if user.pk not in users and principal is not None:
            if element in node.apart or not process.same_person:
                raise Refusal(
                    _("“%(name)s”是%(who)s办理的，您代%(who)s履职，不能再办“%(task)s”。请由其他人办理。")
                    % {"name": name, "task": task.name, "who": principal.display_name},
                    code="forbidden",
                )
        elif element in node.apart:
            raise Refusal(
                _("您办理过这一件的“%(name)s”，按规定不能再办“%(task)s”。请由其他人办理。")
                % {"name": name, "task": task.name},
                code="forbidden",
            )
        elif not process.same_person:
            raise Refusal(
                _("“%(name)s”是您办理的，这个流程不允许同一个人再办“%(task)s”。")
                % {"name": name, "task": task.name},
                code="forbidden",
            )


def _refuse_second_voice(task: Task, hands: set[int]) -> None:
    """Nobody speaks twice in one round of countersigning, whatever posts they hold and whomever they stand in for."""
    for other in task.case.steps:
        if (other.element, other.round) == (task.element, task.round) and not hands.isdisjoint(
            (other.done_by_id, other.done_for_id)
        ):
            raise Refusal(
                _("您已经在这一轮“%(task)s”里签过意见，不能再代表别的单位或岗位签。") % {"task": task.name},
                code="forbidden",
            )


def refuse_unless_free(task: Task, user: Any, principal: User | None = None) -> None:
    """Raises Refusal when duties apart, or the domain, keep this person, or whom they stand in for, from the step."""
    refuse_unless_apart(task, user, principal)
    domain = domains.of(task.case)
    domain.may_complete(task, user)
    if principal is not None:
        domain.may_complete(task, principal)


def eligible_users(task: Task, organisation: Organisation) -> list[User]:
    """Who holds the step's post there and is not kept from it by what they did before."""
    found = []
    for user in holders(organisation, task.post_code):
        principal = getattr(user, "stands_in_for", None)
        try:
            refuse_unless_free(task, user, User.objects.get(pk=principal) if principal else None)
        except Refusal:
            continue
        found.append(user)
    return found


def acting_for(task: Task, user: Any) -> Acting:
    """The right by which a user may do a step. Raises Refusal ``forbidden`` with the reason, ``conflict`` where a
    colleague has taken it on.
    """
    acting = acting_as(user, task.organisation, post_code=task.post_code)
    refuse_unless_theirs(task, acting)
    return acting


def refuse_unless_theirs(task: Task, acting: Acting) -> None:
    """Raises Refusal when something keeps the holder of the post from the step: duties apart, or a colleague's claim."""
    user, held = acting.user, acting.appointment
    refuse_unless_free(task, user, held.on_behalf_of if held.on_behalf_of_id else None)
    if task.claimed_by_id is not None and task.claimed_by_id not in (user.pk, held.on_behalf_of_id):
        raise _claimed(task)


def _claimed(task: Task) -> Refusal:
    assert task.claimed_by is not None
    assert task.claimed_at is not None
    words = {
        "name": task.claimed_by.display_name,
        "when": clock.local(task.claimed_at).strftime("%m-%d %H:%M"),
        "task": task.name,
    }
    return Refusal(
        _("%(name)s已于 %(when)s 领取“%(task)s”，由他办理。要改由您办，请他退回待办池或者转办给您。") % words,
        code="conflict",
    )


def refuse_unless_open(task: Task) -> None:
    """Raises Refusal ``conflict``, with who was first, for a step that is done or was withdrawn."""
    if task.state == TaskState.OPEN:
        return
    if task.done_by and task.done_at:
        raise Refusal(
            _("这一步刚刚由%(name)s于 %(when)s 办完（%(outcome)s），不用再办。您的意见没有提交。")
            % {
                "name": task.done_by.display_name,
                "when": clock.local(task.done_at).strftime("%m-%d %H:%M"),
                "outcome": task.outcome_label,
            },
            code="conflict",
        )
    raise Refusal(_("这一步已经撤回，不用再办。"), code="conflict")


def may_do(task: Task, user: Any) -> bool:
    """Whether the user may do this step now."""
    try:
        acting_for(task, user)
    except Refusal:
        return False
    return task.state == TaskState.OPEN


def posts_of(user: Any) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """The posts that a user holds: keys of their organisations, and beside them the posts' codes; no pair twice."""
    pairs = dict.fromkeys((held.post.organisation_id, held.post.code) for held in appointments(user))
    return tuple(place for place, _code in pairs), tuple(code for _place, code in pairs)


def of_posts(places: tuple[int, ...], codes: tuple[str, ...]) -> models.Q:
    """The steps of these posts, as ``posts_of`` tells them."""
    posts = models.Q(pk__in=[])
    for place, code in zip(places, codes, strict=True):
        posts |= models.Q(organisation=place, post_code=code)
    return posts


def hands(user: Any) -> tuple[int, ...]:
    """Keys of the users whose claimed steps this one may do: their own, and of those they stand in for; sorted."""
    mine = {getattr(user, "pk", None) or 0}
    return tuple(sorted(mine | {one.on_behalf_of_id for one in appointments(user) if one.on_behalf_of_id}))


IN_ORDER = ("last", "pk")  # what is due first comes first, then what came first


def desk(user: Any) -> TaskQuerySet:
    """Open steps of the posts that a user holds, what is due first at the top. One query.

    Left out is what a colleague has taken on, and what one person may not do because they did another step of the case.
    Other reasons (``apart``, the domain's own) are not asked here: ask ``may_do`` for each one shown.
    """
    return (
        at_desk(getattr(user, "pk", None) or 0, hands(user), *posts_of(user))
        .select_related("case__version__process", "case__organisation", "organisation", "claimed_by")
        .order_by(*IN_ORDER)
    )


def at_desk(
    user: int, hands: tuple[int, ...], places: tuple[int, ...], codes: tuple[str, ...]
) -> TaskQuerySet:
    """What lies on the desk of a user by values alone, to be prepared: key, ``hands`` and ``posts_of``."""
    alike = ProcessVersion.objects.filter(same_person=True).values("pk")
    later = Task.objects.filter(
        case=models.OuterRef("case"), element=models.OuterRef("element"), round__gt=models.OuterRef("round")
    )
    by_them = Task.objects.filter(
        ~models.Exists(later.filter(state=TaskState.DONE)),
        ~models.Q(element=models.OuterRef("element")),
        case=models.OuterRef("case"),
        done_by=user,
    )
    return (
        Task.objects.open()
        .filter(of_posts(places, codes))
        .filter(models.Q(claimed_by=None) | models.Q(claimed_by__in=hands))
        .filter(models.Q(case__version__in=alike) | ~models.Exists(by_them))
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


def chart(case: Case) -> str:
    """The case's flow chart: twice the same SVG, across for wide pages and down for narrow ones; no persons."""
    process = case.version.model
    known = process.nodes.keys() | process.flows.keys()
    done, current, late = standing(case)
    picture = _Picture(case.version.sha256, process)
    return _drawn(picture, frozenset(done & known), frozenset(current), frozenset(late))


@dataclass(frozen=True)
class _Picture:
    """A definition, known by its fingerprint."""

    sha256: str
    process: bpmn.Process = field(compare=False)


@lru_cache(maxsize=256)  # some 30 kB each: most cases of a process stand where another one stood
def _drawn(picture: _Picture, done: frozenset[str], current: frozenset[str], late: frozenset[str]) -> str:
    return "".join(
        bpmn.draw(picture.process, done=done, current=current, late=late, tall=tall) for tall in (False, True)
    )


def ran_out() -> ClockQuerySet:
    """The clocks that have run out and that an event of a case waits for, the longest overdue first."""
    watched = Wait.objects.waiting().filter(what=Wait.For.TIMER, watch=models.OuterRef("subject"))
    return (
        Clock.objects.overdue()
        .filter(models.Exists(watched))
        .select_related("limit")
        .order_by("due_on", "pk")
    )


def misplaced() -> TaskQuerySet:
    """Open steps that nobody can do, that went up, or whose post has fallen vacant."""
    wanted = models.Q(unheld=True) | models.Q(escalated=True, claimed_by=None)
    held = set(Appointment.objects.current().values_list("post__organisation", "post__code"))
    places = Task.objects.open().order_by().values_list("organisation", "post_code").distinct()
    for organisation, post_code in set(places) - held:
        wanted |= models.Q(organisation=organisation, post_code=post_code)
    return Task.objects.open().filter(wanted)
