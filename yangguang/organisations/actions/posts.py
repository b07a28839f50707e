"""Posts and appointments."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from yangguang.accounts.models import User
from yangguang.journal.actions import record
from yangguang.journal.actors import Actor
from yangguang.lib import clock
from yangguang.lib.errors import Refusal
from yangguang.organisations import acts, rules
from yangguang.organisations.acting import Acting
from yangguang.organisations.models import Appointment, Organisation, Post
from yangguang.organisations.permissions import Permission
from yangguang.organisations.seeds import standard_posts

from .door import admit_giving


def create_post(
    organisation: Organisation,
    code: str,
    *,
    actor: Actor | Acting,
    name: str = "",
    permissions: Sequence[str] | None = None,
    order: int | None = None,
) -> Post:
    """Set up a post. A standard code brings its name, permissions and place along."""
    standard = standard_posts().get(code)
    if standard is None and not name:
        raise Refusal(_("请填写岗位名称。"), field="name")
    allowed = _known(standard.permissions if permissions is None and standard else permissions or [])
    with transaction.atomic():
        admitted = admit_giving(actor, organisation, allowed)
        try:
            with transaction.atomic():
                post = Post.objects.create(
                    organisation=organisation,
                    code=code,
                    name=name or (standard.name if standard else ""),
                    permissions=allowed,
                    order=order if order is not None else (standard.order if standard else 100),
                )
        except IntegrityError as error:
            raise Refusal(
                _("这个机构已有代号为 %(code)s 的岗位。") % {"code": code}, code="conflict", field="code"
            ) from error
        _record_post(acts.POST_CREATED, post, admitted)
    return post


def amend_post(
    post: Post, *, actor: Actor | Acting, name: str, permissions: Sequence[str], basis: str = ""
) -> Post:
    """Change a post's name or what it allows; who holds it now is affected at once."""
    allowed = _known(permissions)
    with transaction.atomic():
        row = Post.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=post.pk)
        # Taking a guarded permission away needs the same right as giving it.
        admitted = admit_giving(actor, row.organisation, sorted({*allowed, *row.permissions}))
        for holding in Appointment.objects.standing().filter(post=row).select_related("user"):
            _refuse_clash(holding.user, allowed, other_than=holding)
        row.name, row.permissions = name or row.name, allowed
        row.save(update_fields=["name", "permissions"])
        _record_post(acts.POST_AMENDED, row, admitted, basis)
    return row


def allow(post: Post, permission: str, *, actor: Actor | Acting, basis: str = "") -> Post:
    """Let a post do one thing more; nothing else about it changes. Refusal ``conflict`` when it may already."""
    [wanted] = _known([permission])
    with transaction.atomic():
        row = Post.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=post.pk)
        admitted = admit_giving(actor, row.organisation, [wanted])
        if wanted in row.permissions or row.abolished_on is not None:
            raise Refusal(_("%(post)s已经有这项权限，或者已经撤销。") % {"post": row.name}, code="conflict")
        allowed = sorted([*row.permissions, wanted])
        for holding in Appointment.objects.standing().filter(post=row).select_related("user"):
            _refuse_clash(holding.user, allowed, other_than=holding)
        row.permissions = allowed
        row.save(update_fields=["permissions"])
        _record_post(acts.POST_AMENDED, row, admitted, basis)
    return row


def abolish_post(post: Post, *, actor: Actor | Acting, on: date | None = None, basis: str = "") -> Post:
    """End a post from a day on; nobody may hold it any more."""
    day = on or clock.today()
    with transaction.atomic():
        row = Post.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=post.pk)
        admitted = admit_giving(actor, row.organisation, row.permissions)
        if row.abolished_on is not None:
            raise Refusal(_("这个岗位已经撤销。"), code="conflict")
        if Appointment.objects.standing(day).filter(post=row).exists():
            raise Refusal(_("还有人担任这个岗位，请先办理免职。"), code="conflict")
        row.abolished_on = day
        row.save(update_fields=["abolished_on"])
        _record_post(acts.POST_ABOLISHED, row, admitted, basis)
    return row


def appoint(
    user: User,
    post: Post,
    *,
    actor: Actor | Acting,
    since: date | None = None,
    until: date | None = None,
    acting: bool = False,
    on_behalf_of: User | None = None,
    basis: str = "",
) -> Appointment:
    """Appoint a person to a post, for good or until (not including) a day.

    ``on_behalf_of`` makes it standing in (代理、AB 岗) for a holder of that post. Raises Refusal for overlapping
    appointments, for appointing oneself, and where duties must stay apart (三员分立).
    """
    start = since or clock.today()
    with transaction.atomic():
        # The post is the lock: two clerks appointing to it at once are one after the other.
        row = Post.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=post.pk)
        admitted = admit_giving(actor, row.organisation, row.permissions)
        if isinstance(actor, Acting) and actor.user == user:
            raise Refusal(_("不能任命自己，请由另一位管理员办理。"), code="forbidden", field="user")
        check_appointment(user, row, start, until, on_behalf_of)
        appointment = Appointment.objects.create(
            user=user,
            post=row,
            since=start,
            until=until,
            acting=acting or on_behalf_of is not None,
            on_behalf_of=on_behalf_of,
            basis=basis,
        )
        _record_appointment(acts.APPOINTED, appointment, admitted, basis, since=start.isoformat())
    return appointment


def end_appointment(
    appointment: Appointment, *, actor: Actor | Acting, until: date | None = None, basis: str = ""
) -> Appointment:
    """End an appointment: from ``until`` (today) on the person holds the post no more."""
    day = until or clock.today()
    with transaction.atomic():
        row = (
            Appointment.objects.select_for_update(of=("self",))
            .select_related("post__organisation", "user")
            .get(pk=appointment.pk)
        )
        admitted = admit_giving(actor, row.post.organisation, row.post.permissions)
        if row.until is not None and row.until <= day:
            raise Refusal(_("这项任职已于 %(day)s 结束。") % {"day": row.until}, code="conflict")
        if day < row.since:
            raise Refusal(_("免职日期不能早于任职日期 %(day)s。") % {"day": row.since}, field="until")
        row.until = day
        row.save(update_fields=["until"])
        _record_appointment(acts.APPOINTMENT_ENDED, row, admitted, basis, until=day.isoformat())
        if not row.acting:
            _end_standing_in(row, day, admitted)
    appointment.until = day
    return row


def _end_standing_in(held: Appointment, day: date, actor: Actor) -> None:
    """Nobody stands in for who no longer holds the post: it ends on the same day."""
    rest = Q(until__isnull=True) | Q(until__gt=day)
    for standing in (
        Appointment.objects.select_for_update(of=("self",))
        .select_related("post__organisation", "user", "on_behalf_of")
        .filter(rest, post=held.post, on_behalf_of=held.user)
    ):
        standing.until = max(day, standing.since)
        standing.save(update_fields=["until"])
        _record_appointment(acts.APPOINTMENT_ENDED, standing, actor, "", until=standing.until.isoformat())


def check_appointment(
    user: User,
    post: Post,
    since: date,
    until: date | None,
    on_behalf_of: User | None,
    *,
    field: str = "user",
) -> None:
    """Raises Refusal for what no appointment may be; ``field`` is where the form asks who."""
    if not user.is_active or not user.is_person_of_staff:
        raise Refusal(_("只能任命在用的工作人员账号。"), field=field)
    if post.abolished_on is not None or not post.organisation.exists_on(since):
        raise Refusal(_("这个岗位或者机构在任职之日不存在。"), field="since")
    if until is not None and until <= since:
        raise Refusal(_("任期的结束日期要晚于任职日期。"), field="until")
    overlapping = Appointment.objects.filter(user=user, post=post).filter(
        Q(until__isnull=True) | Q(until__gt=since)
    )
    if until is not None:
        overlapping = overlapping.filter(since__lt=until)
    if overlapping.exists():
        raise Refusal(
            _("%(name)s在这段时间已经担任这个岗位。") % {"name": user.display_name},
            code="conflict",
            field=field,
        )
    if on_behalf_of is not None:
        if on_behalf_of == user:
            raise Refusal(_("不能代自己履职。"), field="on_behalf_of")
        if (
            not Appointment.objects.standing(since)
            .filter(post=post, user=on_behalf_of, acting=False)
            .exists()
        ):
            raise Refusal(
                _("%(name)s在任职之日不担任这个岗位，不能由别人代为履职。")
                % {"name": on_behalf_of.display_name},
                field="on_behalf_of",
            )
    _refuse_clash(user, post.permissions)


def _refuse_clash(user: User, permissions: Sequence[str], other_than: Appointment | None = None) -> None:
    clash = rules.conflicting(user, permissions, other_than)
    if clash:
        raise Refusal(
            _("同一个人不能同时有这些权限：%(permissions)s。运行维护和监督要由不同的人担任。")
            % {"permissions": "、".join(clash)},
            code="conflict",
        )


def _known(permissions: Sequence[str]) -> list[str]:
    unknown = sorted(set(permissions) - set(Permission))
    if unknown:
        raise Refusal(_("没有这些权限：%(names)s。") % {"names": "、".join(unknown)}, field="permissions")
    return sorted({str(p) for p in permissions})


def _record_post(kind: str, post: Post, actor: Actor, basis: str = "") -> None:
    record(
        kind,
        subject=post.ref,
        actor=actor,
        public={
            "code": post.code,
            "name": post.name,
            "organisation_name": post.organisation.name,
            "permissions": list(post.permissions),
        },
        basis=basis,
        organisation_code=post.organisation.code,
        about=[post.organisation.ref],
    )


def _record_appointment(kind: str, appointment: Appointment, actor: Actor, basis: str, **days: str) -> None:
    """Who was appointed is private: names of staff are in no public leaf."""
    stood_in_for = appointment.on_behalf_of
    record(
        kind,
        subject=appointment.ref,
        actor=actor,
        public={
            "post": appointment.post.code,
            "post_name": appointment.post.name,
            "organisation_name": appointment.post.organisation.name,
            "acting": appointment.acting,
            **days,
        },
        private={
            "user": str(appointment.user.ref),
            "name": appointment.user.display_name,
            "on_behalf_of": stood_in_for.display_name if stood_in_for else "",
        },
        basis=basis,
        organisation_code=appointment.post.organisation.code,
        about=[appointment.post.ref, appointment.post.organisation.ref],
    )
