"""A limit is made longer for one clock, by whom the law lets."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from yangguang.deadlines import owners, rules
from yangguang.deadlines.acts import CLOCK_EXTENDED
from yangguang.deadlines.models import Clock, Extension
from yangguang.journal.actions import record
from yangguang.journal.actors import Actor
from yangguang.lib import clock
from yangguang.lib.errors import Refusal
from yangguang.organisations.acting import Acting

from .counting import locked, recounted, write
from .holding import WrittenNotice, actor_of

MOST_REASON = 300


@transaction.atomic
def extend(
    running: Clock, by: int, *, reason: str, notice: WrittenNotice, acting: Acting | Actor
) -> Extension:
    """Extend a clock by so many of its limit's units, with a reason that those concerned are told in writing.

    Refusal `forbidden`, `too-late`, `too-often`, `too-much`, `not-extendable`, `no-notice`, `conflict`.
    """
    found = locked(running)
    today = clock.today()
    rules.refuse_unless_extendable(found, by, acting if isinstance(acting, Acting) else None, today)
    reason = " ".join(reason.split())
    if not reason:
        raise Refusal(_("请写明延长的理由，要告知当事人。"), field="reason")
    if len(reason) > MOST_REASON:
        raise Refusal(_("理由请不要超过 %(n)d 字。") % {"n": MOST_REASON}, field="reason")
    told = notice.values(_("延长期限要告知当事人：请填写告知文书的文号，或者上传文书。"))
    actor, old = actor_of(acting), found.due_on
    row = Extension.objects.create(
        clock=found,
        number=len(rules.extensions(found)) + 1,
        count_from=found.started_on,
        by=by,
        reason=reason,
        basis=found.limit.extend_authority,
        granted_on=today,
        granted_as=actor.post[:80],
        **told,
    )
    one = {"by": by, "on": today.isoformat(), "notice": row.notice, "basis": row.basis}
    extensions = [*found.explanation.get("extensions", []), one]
    write(found, recounted(found, extension=found.extension + by, extensions=extensions))
    record(
        CLOCK_EXTENDED,
        subject=found.subject,
        actor=actor,
        public={
            "limit": found.limit.name,
            "limit_code": found.limit.code,
            "by": found.limit.amount(by),
            "old": str(old),
            "new": str(found.due_on),
            "notice": row.notice_number,
        },
        private={"reason": reason},
        basis=row.basis,
        organisation_code=found.organisation.code,
        about=[found.ref, *owners.about(found.subject)],
    )
    return row
