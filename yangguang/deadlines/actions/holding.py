"""A clock stands still, runs on, or begins anew with the applicant's supplement 补正.

The day of the notice still counts; the days after it do not, up to and with the day on which the answer came.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from yangguang.deadlines import owners, rules
from yangguang.deadlines.acts import CLOCK_EXPECTED, CLOCK_RESTARTED, CLOCK_RESUMED, CLOCK_SUSPENDED
from yangguang.deadlines.models import Clock, Restart, Suspension
from yangguang.files.models import StoredFile
from yangguang.journal.actions import record
from yangguang.journal.actors import SYSTEM, Actor
from yangguang.lib import clock
from yangguang.lib.errors import Refusal
from yangguang.organisations.acting import Acting

from .counting import locked, recounted, resumed, write


@dataclass(frozen=True)
class WrittenNotice:
    """How those concerned were told: the number of the document, or the document itself."""

    number: str = ""
    file: StoredFile | None = None

    def values(self, refused: str, *, needed: bool = True) -> dict[str, Any]:
        """The columns that keep it. Refusal `no-notice` with the given sentence where it is needed and there is none."""
        number = " ".join(self.number.split())[:80]
        if needed and not number and self.file is None:
            raise Refusal(refused, code="no-notice", field="notice_number")
        return {"notice_number": number, "notice_file": self.file}


def actor_of(by: Acting | Actor) -> Actor:
    """An Acting is checked by the verb; a plain Actor acts for a room that has checked the right itself."""
    return by.actor if isinstance(by, Acting) else by


@transaction.atomic
def suspend(
    running: Clock,
    ground: str,
    *,
    notice: WrittenNotice,
    by: Acting | Actor,
    on: date | None = None,
    expected_by: date | None = None,
) -> Suspension:
    """Let a clock stand still from the day after `on` (today), for a ground that its limit knows on that day, told in
    writing where the ground demands it.

    `expected_by` is the last day for the answer; where it is left out, what the ground allows. Refusal `no-notice`,
    `no-ground`, `conflict`, `overlap`, `too-late`, `forbidden`.
    """
    found = locked(running)
    if isinstance(by, Acting):
        rules.acting_for_suspending(by.user, found)
    day = on or clock.today()
    spans = list(found.suspension_rows.filter(after__gte=found.started_on))
    chosen = rules.refuse_unless_suspendable(found, ground, day, expected_by, spans=spans)
    if isinstance(by, Acting):
        by = rules.acting_on_ground(by.user, found, chosen)
    told = notice.values(
        _("因“%(reason)s”中止计时必须书面告知当事人：请填写告知文书的文号，或者上传文书。")
        % {"reason": chosen.name},
        needed=chosen.notice_needed,
    )
    if chosen.restarts and found.suspension_rows.filter(restarts=True, ground=chosen.code).exists():
        raise Refusal(
            _("“%(reason)s”只能有一次，这一件已经有过。请按已有的材料办理。") % {"reason": chosen.name},
            code="too-often",
            field="ground",
        )
    row = Suspension.objects.create(
        clock=found,
        ground=chosen.code,
        reason=chosen.name,
        basis=chosen.authority,
        after=day,
        expected_by=expected_by or rules.expected_end(chosen, day, found.organisation),
        lapses=chosen.lapses,
        restarts=chosen.restarts,
        notice_needed=chosen.notice_needed,
        **told,
    )
    held = {
        "since": day.isoformat(),
        "reason": row.reason,
        "basis": row.basis,
        "notice": row.notice,
        "expected_by": row.expected_by.isoformat() if row.expected_by else None,
        "restarts": row.restarts,
    }
    due = found.due_on
    write(found, recounted(found, held=held))
    _record(
        CLOCK_SUSPENDED,
        found,
        by,
        {"reason": row.reason, "since": day.isoformat(), "notice": row.notice_number, "old": str(due or "")},
        row.basis,
    )
    return row


@transaction.atomic
def resume(running: Clock, *, by: Acting | Actor, on: date | None = None) -> Clock:
    """Let a suspended clock run on from the day after `on` (today), the day on which the answer came."""
    found = locked(running)
    if isinstance(by, Acting):
        rules.acting_for_suspension(by.user, found)
    row = _open_row(found)
    if row.restarts:
        raise Refusal(
            _(
                "这一期限正在“%(reason)s”：收到以后请登记收到的日期，期限从次日重新起算；逾期没有收到的，按放弃申请办理。"
            )
            % {"reason": row.reason},
            code="conflict",
        )
    day = _day(on, row, _("恢复日期"))
    write(found, resumed(found, day))
    facts = {"reason": row.reason, "since": row.after.isoformat(), "until": day.isoformat()}
    _record(CLOCK_RESUMED, found, by, {**facts, "new": str(found.due_on)}, row.basis)
    return found


@transaction.atomic
def restart(running: Clock, *, by: Acting | Actor, received_on: date | None = None) -> Clock:
    """Begin the count anew on the day after the supplement was received (today); the old count stays on record."""
    found = locked(running)
    if isinstance(by, Acting):
        rules.acting_for_suspension(by.user, found)
    row = _open_row(found)
    if not row.restarts:
        raise Refusal(
            _("这一期限因%(reason)s中止，恢复后接着算，不重新起算。") % {"reason": row.reason},
            code="conflict",
        )
    day = _day(received_on, row, _("收到日期"))
    before = rules.due_under(
        found.limit,
        found.started_on,
        found.organisation,
        suspensions=found.suspensions,
        extension=found.extension,
    )
    Suspension.objects.filter(pk=row.pk).update(until=day)
    Restart.objects.create(
        clock=found,
        suspension=row,
        received_on=day,
        started_on=found.started_on,
        due_on=before.on,
        explanation=before.explanation(),
    )
    past = {
        "received": day.isoformat(),
        "start": found.started_on.isoformat(),
        "due": before.on.isoformat(),
        "notice": row.notice,
        "basis": row.basis,
    }
    restarts = [*found.explanation.get("restarts", []), past]
    anew: dict[str, Any] = {
        "suspensions": [],
        "extension": 0,
        "extensions": [],
        "held": None,
        "restarts": restarts,
    }
    write(found, recounted(found, started_on=day, **anew))
    facts = {"received": day.isoformat(), "old": before.on.isoformat(), "new": str(found.due_on)}
    _record(CLOCK_RESTARTED, found, by, facts, row.basis)
    return found


@transaction.atomic
def expect(running: Clock, expected_by: date, *, by: Actor) -> Suspension:
    """Say anew by when the answer is expected for which a clock stands still: the other side has received the letter.

    For a room that counts that day itself (条例第三十二条: fifteen working days from receipt). Refusal ``conflict``.
    """
    found = locked(running)
    row = _open_row(found)
    if row.expected_by == expected_by:
        return row
    if expected_by < row.after:
        raise Refusal(_("答复期限不能早于通知之日 %(on)s。") % {"on": row.after}, field="expected_by")
    row.expected_by = expected_by
    row.save(update_fields=["expected_by"])
    held = {**(found.explanation.get("held") or {}), "expected_by": expected_by.isoformat()}
    write(found, recounted(found, held=held))
    _record(
        CLOCK_EXPECTED,
        found,
        by,
        {"reason": row.reason, "since": row.after.isoformat(), "expected_by": expected_by.isoformat()},
        row.basis,
    )
    return row


def resume_lapsed(today: date | None = None) -> int:
    """Let run on what waited as long as the law allows: the answer did not come. How many. Run by the worker."""
    day = today or clock.today()
    rows = Suspension.objects.filter(until__isnull=True, lapses=True, restarts=False, expected_by__lt=day)
    done = 0
    for row in rows.select_related("clock").order_by("expected_by", "pk"):
        try:
            resume(row.clock, by=SYSTEM, on=row.expected_by)
        except Refusal:  # somebody was first
            continue
        done += 1
    return done


def _open_row(found: Clock) -> Suspension:
    row = found.suspension_rows.filter(until__isnull=True).first() if found.held_since else None
    if row is None:
        raise Refusal(_("这一期限没有中止，正在计时或者已经办结。"), code="conflict")
    return row


def _day(on: date | None, row: Suspension, name: str) -> date:
    today = clock.today()
    day = on or today
    if not row.after <= day <= today:
        raise Refusal(
            _("%(name)s要在 %(after)s（通知之日）至 %(today)s（今天）之间。")
            % {"name": name, "after": row.after, "today": today},
            field="on",
        )
    return day


def _record(kind: str, found: Clock, by: Acting | Actor, facts: dict[str, Any], basis: str) -> None:
    record(
        kind,
        subject=found.subject,
        actor=actor_of(by),
        public={"limit": found.limit.name, "limit_code": found.limit.code, **facts},
        basis=basis,
        organisation_code=found.organisation.code,
        about=[found.ref, *owners.about(found.subject)],
    )
