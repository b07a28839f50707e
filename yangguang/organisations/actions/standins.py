"""Standing in 代理: who is away names a deputy for a post of her own, or her head does, for a span of days. It ends by
itself.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from yangguang.accounts.models import User
from yangguang.journal.actions import record
from yangguang.lib import clock
from yangguang.lib.errors import Refusal
from yangguang.notices.actions import send
from yangguang.notices.models import Message
from yangguang.organisations import acts, rules
from yangguang.organisations.acting import Acting
from yangguang.organisations.models import Appointment, Post
from yangguang.organisations.permissions import GUARDED

from .posts import check_appointment

MOST_DAYS = 90  # longer than that it is an appointment, and for others to decide
MAX_REASON = 300


def name_deputy(
    held: Appointment, deputy: User, *, since: date, until: date, reason: str, user: User
) -> Appointment:
    """Name who does the work of a post from ``since`` until (not including) ``until``, and say why.

    This is what a person may do for herself, and the head of an organisation for those in it who are away: they are told.
    (Whoever manages people appoints.) Nobody names herself for another's post. The deputy works in the
    post's organisation, below it, or in the one above; a post that runs the house cannot be given on. What the deputy
    does she does as herself on behalf of the other, and duties apart bind both. Raises Refusal with the field.
    """
    reason = reason.strip()[:MAX_REASON]
    if not reason:
        raise Refusal(_("请写明为什么要人代理，例如“出差”“休假”。"), field="reason")
    today = clock.today()
    if since < today:
        raise Refusal(_("代理不能从过去的日子开始。"), field="since")
    if not timedelta(1) <= until - since <= timedelta(MOST_DAYS):
        raise Refusal(
            _("代理从开始到结束最少 1 天、最多 %(n)d 天；更长的请系统管理员任命。") % {"n": MOST_DAYS},
            field="last",
        )
    with transaction.atomic():
        # The post is the lock, as for every appointment to it.
        post = (
            Post.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=held.post_id)
        )
        own, acting = _whose(held, post, since, user)
        if deputy == user != own.user:
            raise Refusal(_("不能请自己代理，请选另一个人。"), code="forbidden", field="deputy")
        if own.until is not None and own.until < until:
            raise Refusal(
                _("这项任职到 %(day)s 为止，代理不能更长。") % {"day": own.until - timedelta(1)}, field="last"
            )
        if GUARDED.intersection(post.permissions):
            raise Refusal(
                _("这个岗位带有系统管理权限，不能自己请人代理，请上级机构的系统管理员任命。"),
                code="forbidden",
                field="held",
            )
        if not rules.deputies_for(post).filter(pk=deputy.pk).exists():
            raise Refusal(_("请选本单位、下属单位或者上级单位在岗的人。"), field="deputy")
        check_appointment(deputy, post, since, until, own.user, field="deputy")
        made = Appointment.objects.create(
            user=deputy, post=post, since=since, until=until, acting=True, on_behalf_of=own.user, basis=reason
        )
        _record(acts.DEPUTY_NAMED, made, acting, reason)
        _tell_deputy(made, reason)
        if own.user_id != user.pk:
            _tell_absent(made, user, reason)
    return made


def _whose(held: Appointment, post: Post, since: date, user: User) -> tuple[Appointment, Acting]:
    """The appointment that is given on, and by what right: one's own, or as the head of its organisation."""
    own = (
        Appointment.objects.standing(since).regular().filter(pk=held.pk, post=post).select_related("user")
    ).first()
    head = rules.heading(user, post.organisation)
    if own is None or (own.user_id != user.pk and head is None):
        raise Refusal(_("您在那一天不担任这个岗位，不能请人代理。"), code="forbidden", field="held")
    if own.user_id == user.pk:
        return own, Acting(user=user, appointment=own)
    assert head is not None
    return own, Acting(user=user, appointment=head)


@transaction.atomic
def recall_deputy(standing: Appointment, *, user: User) -> Appointment:
    """End a standing-in at once: whose post it is, the deputy, or the head there. Refusal ``forbidden``, ``conflict``."""
    row = (
        Appointment.objects.select_for_update(of=("self",))
        .select_related("post__organisation", "user", "on_behalf_of")
        .get(pk=standing.pk)
    )
    head = rules.heading(user, row.post.organisation)
    concerned = user.pk in {row.on_behalf_of_id, row.user_id} or head is not None
    if row.on_behalf_of_id is None or not concerned:
        raise Refusal(_("只有请人代理的人、代理人或者本单位负责人可以结束代理。"), code="forbidden")
    today = clock.today()
    if row.until is not None and row.until <= today:
        raise Refusal(_("这次代理已经结束。"), code="conflict")
    row.until = max(today, row.since)
    row.save(update_fields=["until"])
    _record(
        acts.DEPUTY_ENDED,
        row,
        Acting(
            user=user,
            appointment=row if user.pk in {row.on_behalf_of_id, row.user_id} or head is None else head,
        ),
        "",
    )
    return row


def _record(kind: str, made: Appointment, acting: Acting, reason: str) -> None:
    """Who is away, and why, is nobody's business outside: the act stays in the house."""
    actor = acting.actor
    if acting.user.pk == made.on_behalf_of_id:
        actor = replace(actor, on_behalf_of="")  # she acts for herself
    assert made.on_behalf_of is not None
    last = (made.until or made.since) - timedelta(1)
    record(
        kind,
        subject=made.ref,
        actor=actor,
        public={
            "post": made.post.code,
            "post_name": made.post.name,
            "organisation_name": made.post.organisation.name,
            "since": made.since.isoformat(),
            "last": last.isoformat(),
        },
        private={
            "deputy": made.user.display_name,
            "on_behalf_of": made.on_behalf_of.display_name,
            "reason": reason,
        },
        organisation_code=made.post.organisation.code,
        about=[made.post.ref],
    )


def _tell_deputy(made: Appointment, reason: str) -> None:
    assert made.on_behalf_of is not None
    assert made.until is not None
    words = {
        "name": made.on_behalf_of.display_name,
        "post": f"{made.post.organisation.called}{made.post.name}",
        "since": made.since,
        "last": made.until - timedelta(1),
        "reason": reason,
    }
    subject = _("请您代理：%(post)s") % words
    body = _("%(name)s请您从 %(since)s 到 %(last)s 代理%(post)s。原因：%(reason)s。") % words
    _send(made.user, subject, body, made)


def _send(person: User, subject: str, body: str, made: Appointment) -> None:
    url = reverse("office-stand-ins")
    send(Message.Channel.INBOX, person.uid, subject, body, about=made.ref, url=url)
    if person.email:
        text = f"{body}\n{settings.BASE_URL}{url}"
        send(Message.Channel.EMAIL, person.email, subject, text, about=made.ref)


def _tell_absent(made: Appointment, head: User, reason: str) -> None:
    """For whom a deputy was named by somebody else."""
    assert made.on_behalf_of is not None
    assert made.until is not None
    words = {
        "head": head.display_name,
        "deputy": made.user.display_name,
        "post": f"{made.post.organisation.called}{made.post.name}",
        "since": made.since,
        "last": made.until - timedelta(1),
        "reason": reason,
    }
    subject = _("有人代理您的岗位：%(post)s") % words
    body = (
        _(
            "%(head)s请%(deputy)s从 %(since)s 到 %(last)s 代理您的岗位%(post)s。原因：%(reason)s。回来以后您可以随时结束代理。"
        )
        % words
    )
    _send(made.on_behalf_of, subject, body, made)
