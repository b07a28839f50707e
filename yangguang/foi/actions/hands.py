"""What may happen to a request on its way: extension, deferral, transfer, splitting, merging, withdrawal, abandonment."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from yangguang.casework import actions as casework
from yangguang.casework import operations
from yangguang.casework.models import CaseState, Task
from yangguang.deadlines import actions as deadlines
from yangguang.deadlines import rules as counting
from yangguang.deadlines.actions import WrittenNotice
from yangguang.deadlines.models import Clock
from yangguang.documents.models import Document
from yangguang.foi import letters, rules
from yangguang.foi.acts import DEFERRED, EXTENDED, MERGED, SPLIT, TRANSFERRED, WITHDRAWN
from yangguang.foi.models import Request
from yangguang.journal.actions import record
from yangguang.journal.actors import Actor
from yangguang.lib import clock, codes
from yangguang.lib.errors import Refusal
from yangguang.organisations.acting import Acting
from yangguang.organisations.actions import allocate_number
from yangguang.organisations.contacts import in_letters
from yangguang.organisations.models import Organisation
from yangguang.parties.particulars import words

from .answering import end
from .holding import hold
from .locking import locked
from .submitting import MOST_FILES, MOST_TITLE, keep_paper

REGISTER = "register"
OTHER = "A_OTHER"
MOST_REASON = 300
MOST_PARTS = 20


@transaction.atomic
def extend(request: Request, by: int, reason: str, *, acting: Acting) -> Document:
    """The head extends the answer's limit by up to twenty working days, before it is over, with notice (第三十三条).

    Refusal ``forbidden``, ``too-late``, ``too-often``, ``too-much``, or the field at fault; nobody is told then.
    """
    found = locked(request)
    rules.require_open(found)
    reason = _reason(reason)
    running = _running(found)
    counting.refuse_unless_extendable(running, by, acting, clock.today())
    old = running.due_on
    later = counting.due_under(
        running.limit,
        running.started_on,
        found.organisation,
        suspensions=running.suspensions,
        extension=running.extension + by,
    )
    document = letters.issue(
        "foi.extension",
        found,
        {
            "reason": reason,
            "old_due_on": letters.written(old) if old else "",
            "due_on": letters.written(later.on),
        },
        acting=acting,
    )
    deadlines.extend(running, by, reason=reason, notice=WrittenNotice(document.number), acting=acting)
    record(
        EXTENDED,
        subject=found.ref,
        actor=acting.actor,
        public={"by": by, "due": later.on.isoformat(), "number": document.number},
        private={"reason": reason},
        organisation_code=found.organisation.code,
        about=[document.ref],
    )
    return document


@transaction.atomic
def defer(request: Request, until: date, reason: str, *, acting: Acting) -> Document:
    """A great many requests, well explained: a reasonable later day is settled and told (第三十五条).

    Refusal ``conflict`` before the applicant was asked for reasons, or the field at fault.
    """
    found = locked(request)
    rules.require_open(found)
    rules.head_acting(acting.user, found)
    reason = _reason(reason)
    if not found.demands.filter(kind="explanation", answered_on__isnull=False).exists():
        raise Refusal(_("确定延迟答复以前，要先要求申请人说明理由，并且认为理由合理。"), code="conflict")
    running = _running(found)
    if running.due_on is None or until <= running.due_on:
        raise Refusal(_("延迟的日期要在现在的答复期限之后。"), field="until")
    document = letters.issue(
        "foi.deferral", found, {"reason": reason, "due_on": letters.written(until)}, acting=acting
    )
    hold(found, "deferral", notice=WrittenNotice(document.number), by=acting.actor, expected_by=until)
    record(
        DEFERRED,
        subject=found.ref,
        actor=acting.actor,
        public={"due": until.isoformat(), "number": document.number},
        private={"reason": reason},
        organisation_code=found.organisation.code,
        about=[document.ref],
    )
    return document


@transaction.atomic
def transfer(request: Request, to: Organisation, reason: str, *, acting: Acting) -> Request:
    """Hand a request over to the organisation of this government whose it is, before it is accepted, with notice.

    The day of receipt stays. Refusal ``conflict`` when the request is past registration.
    """
    found = locked(request)
    _require_registering(found)
    reason = _reason(reason)
    if not rules.recipients().filter(pk=to.pk).exists() or to.pk == found.organisation_id:
        raise Refusal(_("请选择转往的机关。"), field="to")
    document = letters.issue(
        "foi.transfer",
        found,
        {"to_organisation": to.name, "reason": reason, "contact": in_letters(to)},
        acting=acting,
    )
    old = found.organisation
    found.transferred_from, found.organisation = old, to
    found.save(update_fields=["transferred_from", "organisation"])
    _close(found, _("转由%(name)s办理") % {"name": to.name}, acting.actor)
    running = rules.reply_clock(found)
    if running is not None and running.stopped_on is None and found.received_on is not None:
        deadlines.cancel(running, acting.actor)
        deadlines.start(found.ref, rules.REPLY, found.received_on, to, acting.actor)
    casework.open_case(
        rules.PROCESS, organisation=to, subject=found.ref, title=found.title, acting=acting.actor
    )
    record(
        TRANSFERRED,
        subject=found.ref,
        actor=acting.actor,
        public={"old": old.called, "new": to.called, "number": document.number},
        private={"reason": reason},
        organisation_code=to.code,
        about=[document.ref],
    )
    return found


@transaction.atomic
def split(request: Request, titles: Sequence[str], *, acting: Acting) -> list[Request]:
    """One letter asks for several things: each becomes a request of its own, the first stays in this one.

    ``titles``: two or more, one for each. The days are those of the letter. Refusal, see ``transfer``.
    """
    found = locked(request)
    _require_registering(found)
    wanted = [words(one) for one in titles if one.strip()]
    if not 2 <= len(wanted) <= MOST_PARTS:
        raise Refusal(_("请写出 2 至 %(most)d 项，一行一项。") % {"most": MOST_PARTS}, field="titles")
    if any(len(one) > MOST_TITLE for one in wanted):
        raise Refusal(_("每一项的名称最多 %(most)d 个字。") % {"most": MOST_TITLE}, field="titles")
    found.title = wanted[0]
    found.save(update_fields=["title"])
    case = rules.case_of(found)
    assert case is not None
    casework.retitle(case, found.title, actor=acting.actor)
    return [_part(found, title, acting) for title in wanted[1:]]


def _part(request: Request, title: str, acting: Acting) -> Request:
    part = Request(
        organisation=request.organisation,
        applicant=request.applicant,
        applicant_kind=request.applicant_kind,
        agent=request.agent,
        agency=request.agency,
        channel=request.channel,
        title=title,
        description=request.description,
        medium=request.medium,
        delivery=request.delivery,
        submitted_at=request.submitted_at,
        submitted_on=request.submitted_on,
        arrived_on=request.arrived_on,
        signed_on=request.signed_on,
        confirmed_on=request.confirmed_on,
        received_on=request.received_on,
        receipt_remark=request.receipt_remark,
        filled_by_clerk=request.filled_by_clerk,
        split_from=request,
    )
    part.keep_code(codes.new_code())
    part.number = allocate_number("foi-request", request.organisation, clock.today())
    part.save(force_insert=True)
    casework.open_case(
        rules.PROCESS, organisation=part.organisation, subject=part.ref, title=title, acting=acting
    )
    if part.received_on is not None:
        deadlines.start(part.ref, rules.REPLY, part.received_on, part.organisation, acting.actor)
    record(
        SPLIT,
        subject=request.ref,
        actor=acting.actor,
        public={"number": part.number},
        organisation_code=request.organisation.code,
        about=[part.ref],
    )
    return part


@transaction.atomic
def merge(request: Request, into: Request, *, acting: Acting) -> Request:
    """Answer a request together with another of the same applicant to the same organisation; each still counts.

    Its own case closes; its clock runs until that other's answer goes out. Refusal ``conflict``, or the field ``into``.
    """
    if request.pk == into.pk:
        raise Refusal(_("不能并入自己。"), field="into")
    first, second = sorted([request, into], key=lambda one: one.pk)
    rows = {one.pk: one for one in (locked(first), locked(second))}
    found, main = rows[request.pk], rows[into.pk]
    rules.require_open(found)
    rules.require_open(main)
    same = rules.of_the_same(found).filter(organisation=found.organisation, pk=main.pk)
    if not same.exists() or main.merged_into_id or found.merged.exists():
        raise Refusal(_("只能并入同一申请人向同一机关提出、自己没有并入别件的申请。"), field="into")
    if found.received_on is None:
        raise Refusal(_("收到日期还没有确定，请先登记受理。"), code="conflict")
    found.merged_into = main
    found.save(update_fields=["merged_into"])
    _close(found, _("并入 %(number)s 一并答复") % {"number": main.number}, acting.actor)
    record(
        MERGED,
        subject=found.ref,
        actor=acting.actor,
        public={"number": main.number},
        organisation_code=found.organisation.code,
        about=[main.ref],
    )
    return found


@transaction.atomic
def withdraw(request: Request, reason: str, *, by: Actor, uploads: Sequence[Any] = ()) -> Request:
    """The applicant takes the request back; *uploads* is the letter by which she did. Refusal ``conflict`` after its end."""
    found = locked(request)
    rules.require_open(found)
    if len(uploads) > MOST_FILES:
        raise Refusal(_("最多上传 %(most)d 个附件。") % {"most": MOST_FILES}, field="files")
    for number, upload in enumerate(uploads, 1):
        keep_paper(found, upload, _("撤回申请材料%(n)d") % {"n": number}, by)
    reason = " ".join(reason.split())[:MOST_REASON]
    end(found, OTHER, clock.today(), actor=by)
    _close(found, _("申请人撤回申请"), by)
    record(
        WITHDRAWN,
        subject=found.ref,
        actor=by,
        public={"number": found.number},
        private={"reason": reason},
        organisation_code=found.organisation.code,
    )
    return found


def _close(request: Request, reason: str, actor: Actor) -> None:
    case = rules.case_of(request)
    if case is not None and case.state == CaseState.OPEN:
        operations.cancel_case(case.uid, reason=reason, acting=actor)


def _require_registering(request: Request) -> None:
    rules.require_open(request)
    if not Task.objects.open().filter(case__subject=request.ref, element=REGISTER).exists():
        raise Refusal(_("这一件已经受理，不能再转办或者拆分。"), code="conflict")


def _running(request: Request) -> Clock:
    running = rules.reply_clock(request)
    if running is None or running.stopped_on is not None:
        raise Refusal(_("答复期限没有在计时。"), code="conflict")
    return running


def _reason(text: str) -> str:
    text = " ".join(text.split())
    if not text or len(text) > MOST_REASON:
        raise Refusal(_("请写明理由，最多 %(most)d 个字。") % {"most": MOST_REASON}, field="reason")
    return text
