"""Who may suspend or extend a clock, how often and by how much; who may know of it. Each no says what is possible."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from yangguang.deadlines import owners
from yangguang.deadlines.models import (
    Clock,
    ClockQuerySet,
    Extension,
    Ground,
    Limit,
    Outcome,
    Suspension,
)
from yangguang.lib import clock, workdays
from yangguang.lib.errors import Refusal
from yangguang.lib.workdays import Unit
from yangguang.organisations.models import Organisation, Post
from yangguang.organisations.rules import Acting, acting_as, holders

from .counting import calendar
from .grounds import grounds, refuse_other_days


def visible_to(user: Any) -> ClockQuerySet:
    """The clocks that a person may know of: those of what they may open, as the rooms above say."""
    known = Q(pk__in=[])
    for owner in owners.registered():
        known |= Q(subject__in=owner.visible(user))
    return Clock.objects.filter(known)


def extensions(running: Clock) -> list[Extension]:
    """The extensions of the present count; those before a restart are void with it."""
    return list(running.extension_rows.filter(count_from=running.started_on))


def expected_end(ground: Ground, on: date, organisation: Organisation) -> date | None:
    """The last day that the law gives a suspension which begins to run on `on`; None where it names none."""
    if not ground.n:
        return None
    return workdays.due(calendar(organisation=organisation), on, ground.n, Unit(ground.unit)).on


# Suspending


def acting_for_suspension(user: Any, running: Clock) -> Acting:
    """The right to suspend or resume: who does the step, or who may extend the limit. Refusal `forbidden`."""
    owner = owners.of(running.subject)
    refused: Refusal | None = None
    if owner:
        try:
            return owner.acting(running.subject, user)
        except Refusal as refusal:
            refused = refusal
    try:
        return acting_for_extension(user, running)
    except Refusal:
        raise refused or Refusal(
            _("您不办理这一步，不能中止或者恢复它的期限。请由办理人提出。"), code="forbidden"
        ) from None


def acting_on_ground(user: Any, running: Clock, ground: Ground) -> Acting:
    """The right to suspend a clock for one ground: who decides it, by name of post. Refusal `forbidden` that says who."""
    if not ground.posts:
        return acting_for_suspension(user, running)
    place = deciding_place(running.organisation, ground.posts)
    for code in ground.posts:
        try:
            return acting_as(user, place, post_code=code)
        except Refusal:
            continue
    names, who = _named(place, ground.posts)
    raise Refusal(
        _("因“%(reason)s”中止要由%(place)s的%(posts)s决定（%(who)s），依据%(basis)s。请报给决定的人。")
        % {
            "reason": ground.name,
            "place": place.called,
            "posts": names,
            "who": who,
            "basis": ground.authority or _("本地规定"),
        },
        code="forbidden",
        field="ground",
    )


def acting_for_suspending(user: Any, running: Clock) -> Acting:
    """The right to suspend a clock for some ground that is in force today. Refusal `forbidden`."""
    try:
        return acting_for_suspension(user, running)
    except Refusal as refusal:
        for ground in grounds(running.limit):
            if ground.posts:
                try:
                    return acting_on_ground(user, running, ground)
                except Refusal:
                    continue
        raise refusal


def may_suspend(user: Any, running: Clock) -> bool:
    """Whether a person may suspend or resume a clock."""
    return _may(acting_for_suspension, user, running)


def refuse_unless_suspendable(
    running: Clock, code: str, on: date, expected_by: date | None, *, spans: list[Suspension]
) -> Ground:
    """The ground under which a clock may be suspended on a day; `spans` are its suspensions so far."""
    _refuse_unless_running(running)
    known = grounds(running.limit, on)
    ground = next((one for one in known if one.code == code), None)
    names = "、".join(one.name for one in known)
    if ground is None:
        refuse_other_days(running.limit, code, on)
        if not known:
            raise Refusal(
                _("“%(name)s”没有可以中止计时的法定事由，只能在 %(due)s 以前办结。")
                % {"name": running.limit.name, "due": running.due_on or _("期满")},
                code="no-ground",
                field="ground",
            )
        raise Refusal(
            _("“%(name)s”只能因下列事由中止：%(names)s。请从中选择。")
            % {"name": running.limit.name, "names": names},
            code="no-ground",
            field="ground",
        )
    if running.held_since:
        raise Refusal(
            _("这一期限自 %(since)s 起已经中止，恢复以后才能再次中止。") % {"since": running.held_since},
            code="conflict",
        )
    _refuse_day(running, on)
    # A suspension covers the days after `after`; one may begin on the day on which another ends.
    across = next((one for one in spans if one.until and one.after <= on < one.until), None)
    if across is not None or any(one.after == on for one in spans):
        other = across or next(one for one in spans if one.after == on)
        raise Refusal(
            _("与 %(after)s 至 %(until)s 的中止（%(reason)s）重叠。请把通知日期改为 %(until)s 或者以后。")
            % {"after": other.after, "until": other.until, "reason": other.reason},
            code="overlap",
            field="on",
        )
    if expected_by is not None and expected_by < on:
        raise Refusal(_("答复期限不能早于通知之日 %(on)s。") % {"on": on}, field="expected_by")
    most = expected_end(ground, on, running.organisation)
    if most and expected_by and expected_by > most and not ground.restarts:
        # Three days for the letter to arrive: the law counts from when the other side has it.
        slack = workdays.due(calendar(organisation=running.organisation), most, 3, Unit.WORKDAY).on
        if expected_by > slack:
            raise Refusal(
                _("%(reason)s最长 %(length)s，答复期限最迟到 %(most)s（含送达路上的时间）。")
                % {"reason": ground.name, "length": ground.length, "most": slack},
                field="expected_by",
            )
    return ground


def _refuse_unless_running(running: Clock) -> None:
    if running.outcome != Outcome.RUNNING:
        raise Refusal(_("这一期限已经不在计时，可能刚刚办结。"), code="conflict")


def _refuse_day(running: Clock, on: date) -> None:
    today = clock.today()
    if on > today:
        raise Refusal(_("日期不能晚于今天 %(today)s。") % {"today": today}, field="on")
    if on < running.started_on:
        raise Refusal(_("日期不能早于起算日 %(start)s。") % {"start": running.started_on}, field="on")
    if running.due_on and on >= running.due_on:
        raise Refusal(
            _("最后一天是 %(due)s，到了或者过了这一天就没有可以中止的时间了。请尽快办结；超期的写明理由。")
            % {"due": running.due_on},
            code="too-late",
            field="on",
        )


# Extending


def granted_at(running: Clock) -> Organisation:
    """Where those who may extend are looked for: the clock's organisation or the one above it, or the nearest above
    that in which somebody holds one of the posts.
    """
    limit, home = running.limit, running.organisation
    first = home.parent if limit.extend_above and home.parent else home
    return deciding_place(first, limit.extend_posts)


def deciding_place(first: Organisation, posts: list[str]) -> Organisation:
    """The organisation, or the nearest above it, in which somebody holds one of the posts; else the first."""
    above = Organisation.objects.filter(path__in=first.paths_above)
    for place in sorted(above, key=lambda one: len(one.path), reverse=True):
        if any(holders(place, code) for code in posts):
            return place
    return first


def _named(place: Organisation, codes: list[str]) -> tuple[str, str]:
    """The names of posts, and who holds them now."""
    posts = Post.objects.filter(organisation=place, code__in=codes).order_by("order")
    people = [user for code in codes for user in holders(place, code)]
    return (
        "、".join(post.name for post in posts) or "、".join(codes),
        "、".join(dict.fromkeys(user.display_name for user in people)) or _("现在无人担任"),
    )


def deciders(place: Organisation, posts: list[str]) -> str:
    """Who decides there, for a sentence: 县民政局的办公室主任、分管领导（陈静）."""
    names, who = _named(place, posts)
    return _("%(place)s的%(posts)s（%(who)s）") % {"place": place.called, "posts": names, "who": who}


def acting_for_extension(user: Any, running: Clock) -> Acting:
    """The right to extend a clock. Refusal `forbidden` that says who has it."""
    limit = running.limit
    if not limit.extend_by:
        raise _not_extendable(limit, "forbidden")
    if not limit.extend_posts:
        raise Refusal(
            _("“%(name)s”的延长由谁批准还没有规定，请系统管理员在“时限”里补上批准岗位。")
            % {"name": limit.name},
            code="forbidden",
        )
    place = granted_at(running)
    for code in limit.extend_posts:
        try:
            return acting_as(user, place, post_code=code)
        except Refusal:
            continue
    raise _wrong_person(limit, place)


def _wrong_person(limit: Limit, place: Organisation) -> Refusal:
    names, who = _named(place, limit.extend_posts)
    return Refusal(
        _("“%(name)s”的延长要由%(place)s的%(posts)s批准（%(who)s），依据%(basis)s。请把理由报给批准人。")
        % {
            "name": limit.name,
            "place": place.called,
            "posts": names,
            "who": who,
            "basis": limit.extend_authority or _("本地规定"),
        },
        code="forbidden",
    )


def may_extend(user: Any, running: Clock) -> bool:
    """Whether a person may extend a clock."""
    return _may(acting_for_extension, user, running)


def _not_extendable(limit: Limit, code: str = "not-extendable") -> Refusal:
    return Refusal(
        _("“%(name)s”没有可以延长的规定，只能在 %(length)s内办结；确实办不完的，到期后写明理由。")
        % {"name": limit.name, "length": limit.length},
        code=code,
    )


def refuse_unless_extendable(running: Clock, by: int, acting: Acting | None, on: date) -> None:
    """Wrong person, too late, too often, too much: each with its own sentence. `acting` None: asked by a room above."""
    limit = running.limit
    _refuse_unless_running(running)
    if not limit.extend_by:
        raise _not_extendable(limit)
    if acting is not None and (
        acting.post_code not in limit.extend_posts or acting.organisation != granted_at(running)
    ):
        raise _wrong_person(limit, granted_at(running))
    if running.held_since or running.due_on is None:
        raise Refusal(
            _("这一期限自 %(since)s 起中止，现在没有最后一天可以延长。请先恢复计时。")
            % {"since": running.held_since},
            code="conflict",
        )
    _refuse_late(running, limit, on)
    before = extensions(running)
    if len(before) >= limit.extend_times:
        raise Refusal(
            _(
                "已经延长过 %(n)d 次（%(days)s），依据%(basis)s最多延长 %(times)d 次。只能在 %(due)s 以前办结。"
            )
            % {
                "n": len(before),
                "days": "、".join(str(one.granted_on) for one in before),
                "basis": limit.extend_authority or _("本地规定"),
                "times": limit.extend_times,
                "due": running.due_on,
            },
            code="too-often",
        )
    if by < 1:
        raise Refusal(_("请写延长多少，最少 1。"), field="by")
    if by > limit.extend_by:
        raise Refusal(
            _("延长 %(by)s 太多：依据%(basis)s，一次最多延长 %(most)s。")
            % {
                "by": limit.amount(by),
                "basis": limit.extend_authority or _("本地规定"),
                "most": limit.amount(limit.extend_by),
            },
            code="too-much",
            field="by",
        )


def _refuse_late(running: Clock, limit: Limit, on: date) -> None:
    assert running.due_on is not None
    latest = calendar(organisation=running.organisation).back_workdays(running.due_on, limit.extend_ahead)
    if on <= latest:
        return
    raise Refusal(
        _("延长最迟要在 %(latest)s 决定，今天是 %(on)s，太晚了。请尽快办结；超期的写明理由。")
        % {"latest": latest, "on": on},
        code="too-late",
    )


# Supplements 补正


def abandoned(running: Clock, today: date | None = None) -> bool:
    """Whether the supplement that the clock waits for was not sent in time (条例第三十条：视为放弃).

    A fact for the room that owns the matter: it decides whether there was good reason, and ends the matter or waits on.
    """
    waiting = running.suspension_rows.filter(until__isnull=True, restarts=True).first()
    return bool(waiting and waiting.expected_by and (today or clock.today()) > waiting.expected_by)


def _may(asked: Any, user: Any, running: Clock) -> bool:
    try:
        asked(user, running)
    except Refusal:
        return False
    return running.outcome == Outcome.RUNNING
