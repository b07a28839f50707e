"""Standing in 代理: who is away names a deputy for a post of her own, for a span of days. It ends by itself."""

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
    """Name who does the work of one's own post from ``since`` until (not including) ``until``, and say why.

    Whoever manages people appoints for somebody absent; this is what a person may do for herself. The deputy works in the
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
        own = Appointment.objects.standing(since).regular().filter(pk=held.pk, user=user).first()
        if own is None:
            raise Refusal(_("您在那一天不担任这个岗位，不能请人代理。"), code="forbidden", field="held")
        if own.until is not None and own.until < until:
            raise Refusal(
                _("您的任职到 %(day)s 为止，代理不能更长。") % {"day": own.until - timedelta(1)}, field="last"
            )
        if GUARDED.intersection(post.permissions):
            raise Refusal(
                _("这个岗位带有系统管理权限，不能自己请人代理，请上级机构的系统管理员任命。"),
                code="forbidden",
                field="held",
            )
        if not rules.deputies_for(post).filter(pk=deputy.pk).exists():
            raise Refusal(_("请选本单位、下属单位或者上级单位在岗的人。"), field="deputy")
        check_appointment(deputy, post, since, until, user, field="deputy")
        made = Appointment.objects.create(
            user=deputy, post=post, since=since, until=until, acting=True, on_behalf_of=user, basis=reason
        )
        _record(acts.DEPUTY_NAMED, made, Acting(user=user, appointment=own), reason)
        _tell_deputy(made, reason)
    return made


@transaction.atomic
def recall_deputy(standing: Appointment, *, user: User) -> Appointment:
    """End a standing-in at once: whoever named the deputy, or the deputy. Refusal ``forbidden``, ``conflict``."""
    row = (
        Appointment.objects.select_for_update(of=("self",))
        .select_related("post__organisation", "user", "on_behalf_of")
        .get(pk=standing.pk)
    )
    if row.on_behalf_of_id is None or user.pk not in {row.on_behalf_of_id, row.user_id}:
        raise Refusal(_("只有请人代理的人或者代理人可以结束代理。"), code="forbidden")
    today = clock.today()
    if row.until is not None and row.until <= today:
        raise Refusal(_("这次代理已经结束。"), code="conflict")
    row.until = max(today, row.since)
    row.save(update_fields=["until"])
    _record(acts.DEPUTY_ENDED, row, Acting(user=user, appointment=row), "")
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
    url = reverse("office-stand-ins")
    send(Message.Channel.INBOX, made.user.uid, subject, body, about=made.ref, url=url)
    if made.user.email:
        text = f"{body}\n{settings.BASE_URL}{url}"
        send(Message.Channel.EMAIL, made.user.email, subject, text, about=made.ref)
