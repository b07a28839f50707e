"""Open a copy as a rehearsal, move its clock."""

from __future__ import annotations

from datetime import datetime, timedelta
from math import ceil

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils.translation import gettext as _

from yangguang.journal.actions import record
from yangguang.journal.actors import SYSTEM, Actor
from yangguang.journal.models import Act
from yangguang.lib import clock
from yangguang.lib.errors import Refusal
from yangguang.notices.models import Message
from yangguang.rehearsal import acts, rules
from yangguang.web import pagestore


@transaction.atomic
def open_copy(backup: str) -> Act:
    """Make this database, restored from *backup*, a rehearsal for ever: nobody is signed in, nothing waits to be sent."""
    if not settings.YANGGUANG_REHEARSAL:
        raise Refusal(_("只有 YANGGUANG_MODE=rehearsal 时才能把数据库变成演练环境。"), code="conflict")
    if rules.opened():
        raise Refusal(_("这个数据库已经是演练环境。"), code="conflict")
    Session.objects.all().delete()
    # What the house had still to send is the house's to send.
    Message.objects.filter(state=Message.State.WAITING).delete()
    return record(acts.OPENED, subject=rules.SUBJECT, actor=SYSTEM, public={"backup": backup})


@transaction.atomic
def move_clock(to: datetime, *, actor: Actor, expected: timedelta | None = None) -> timedelta:
    """Move the rehearsal's clock forward to the aware moment *to*; by how much it is ahead of the machine's now.

    *expected* is what the mover saw; when somebody else moved it meanwhile: Refusal. What falls due until then
    is done by the worker in its next rounds, as if that time had passed.
    """
    Act.objects.select_for_update().filter(kind=acts.OPENED).first()  # one mover at a time
    rules.follow()
    was = rules.ahead()
    if expected is not None and expected != was:
        raise Refusal(
            _("刚才有人已经把演练时间拨到 %(now)s，请看清楚后再拨。") % {"now": rules.told(clock.now())},
            code="conflict",
        )
    rules.refuse_unless_movable(to)
    ahead = timedelta(seconds=ceil((to - clock.machine_now()).total_seconds()))
    pagestore.changing()  # every page tells the day
    clock.run_ahead(ahead)
    try:
        record(
            acts.CLOCK_MOVED,
            subject=rules.SUBJECT,
            actor=actor,
            public={"to": rules.told(to), "ahead": int(ahead.total_seconds())},
        )
    except BaseException:
        clock.run_ahead(was)
        raise
    return ahead
