"""Asking a third party or another agency, and what their answer or their silence does (条例第三十二至三十四条)."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from yangguang.deadlines import rules as deadlines
from yangguang.deadlines.actions import WrittenNotice
from yangguang.foi import channels, letters, rules
from yangguang.foi.acts import CONSULTATION_RECEIVED, CONSULTED, OPINION_GIVEN
from yangguang.foi.models import Consultation, Opinion, Request
from yangguang.journal.actions import record
from yangguang.journal.actors import SYSTEM, Actor
from yangguang.lib import clock
from yangguang.lib.errors import Refusal
from yangguang.organisations.acting import Acting
from yangguang.organisations.models import Organisation
from yangguang.parties import actions as parties
from yangguang.parties.particulars import Particulars

from .holding import expect, hold, run_on
from .locking import locked

THIRD_PARTY = "third-party"
MOST_WORDS = 2_000


@transaction.atomic
def consult(
    request: Request,
    ground: str,
    question: str,
    *,
    acting: Acting,
    third_party: Particulars | None = None,
    agency: Organisation | None = None,
    agency_name: str = "",
) -> Consultation:
    """Ask in writing; from tomorrow the clocks stand still until the answer, or until its time is over.

    Refusal ``conflict`` for a request that is not in hand, or the field at fault.
    """
    found = locked(request)
    rules.require_open(found)
    kind = channels.consultation_of(ground)
    question = question.strip()
    if found.received_on is None:
        raise Refusal(_("收到日期还没有确定，请先登记受理。"), code="conflict")
    if not question or len(question) > MOST_WORDS:
        raise Refusal(
            _("请写明征求意见的内容，最多 %(most)d 个字。") % {"most": MOST_WORDS}, field="question"
        )
    asked_one = sum(bool(one) for one in (third_party, agency, agency_name.strip()))
    if asked_one != 1 or (ground == THIRD_PARTY) != (third_party is not None):
        raise Refusal(
            _("请填写被征求意见的第三方。")
            if ground == THIRD_PARTY
            else _("请选择或者填写被征求意见的机关。"),
            field="third_party" if ground == THIRD_PARTY else "agency",
        )
    party = parties.register_party(third_party, actor=acting.actor) if third_party is not None else None
    addressee = third_party.name if third_party else agency.name if agency else agency_name.strip()
    document = letters.issue(
        "foi.third-party" if party else "foi.agency",
        found,
        {"addressee": addressee, "what": question, "basis": kind.basis},
        acting=acting,
    )
    row = Consultation.objects.create(
        request=found,
        ground=ground,
        third_party=party,
        agency=agency,
        agency_name=agency_name.strip()[:120] if party is None and agency is None else "",
        question=question,
        document=document,
        sent_on=clock.today(),
    )
    hold(found, ground, notice=WrittenNotice(document.number), by=acting.actor)
    record(
        CONSULTED,
        subject=found.ref,
        actor=acting.actor,
        public={"ground": kind.name, "sent": row.sent_on.isoformat(), "number": document.number},
        private={"question": question},
        basis=kind.basis,
        organisation_code=found.organisation.code,
        about=[document.ref],
    )
    return row


@transaction.atomic
def consultation_received(consultation: Consultation, on: date, *, by: Actor) -> Consultation:
    """The letter was received: from here the fifteen working days of the other side count."""
    found, row = _locked(consultation)
    if row.received_on is not None or row.answered_on is not None:
        raise Refusal(_("收到的日期已经登记过。"), code="conflict")
    if not row.sent_on <= on <= clock.today():
        raise Refusal(_("收到的日期要在发函之日 %(sent)s 和今天之间。") % {"sent": row.sent_on}, field="on")
    row.received_on = on
    row.due_on = _due(row, found)
    row.save(update_fields=["received_on", "due_on"])
    if row.due_on is not None and _is_last(row, found):
        expect(found, row.due_on, by=by)
    record(
        CONSULTATION_RECEIVED,
        subject=found.ref,
        actor=by,
        public={"on": on.isoformat(), "due": row.due_on.isoformat() if row.due_on else ""},
        organisation_code=found.organisation.code,
    )
    return row


@transaction.atomic
def opinion_given(
    consultation: Consultation, opinion: str, words: str, *, by: Actor, on: date | None = None
) -> Consultation:
    """The other side answers; the clocks run on when nobody else is waited for."""
    found, row = _locked(consultation)
    if row.answered_on is not None:
        raise Refusal(_("意见已经登记过。"), code="conflict")
    if opinion not in Opinion.values or opinion == Opinion.SILENT:
        raise Refusal(_("请选择意见。"), field="opinion")
    if opinion == Opinion.OBJECTS and not words.strip():
        raise Refusal(_("不同意公开的，请写明对方说明的理由。"), field="words")
    if len(words) > MOST_WORDS:
        raise Refusal(_("意见最多 %(most)d 个字。") % {"most": MOST_WORDS}, field="words")
    day = on or clock.today()
    if not (row.received_on or row.sent_on) <= day <= clock.today():
        raise Refusal(
            _("答复的日期要在 %(since)s 和今天之间。") % {"since": row.received_on or row.sent_on}, field="on"
        )
    row.answered_on, row.opinion, row.words = day, opinion, words.strip()
    return _answered(found, row, by)


def lapse() -> int:
    """What it means that nobody answered in time (条例第三十二、三十四条). How many; run by the worker."""
    waiting = Consultation.objects.filter(answered_on=None, due_on__lt=clock.today())
    return sum(_lapse(one) for one in waiting.order_by("pk"))


@transaction.atomic
def _lapse(consultation: Consultation) -> int:
    found, row = _locked(consultation)
    if row.answered_on is not None or row.due_on is None or row.due_on >= clock.today():
        return 0
    row.answered_on, row.opinion = row.due_on, Opinion.SILENT
    row.words = channels.consultation_of(row.ground).meaning
    _answered(found, row, SYSTEM)
    return 1


def _answered(request: Request, row: Consultation, by: Actor) -> Consultation:
    assert row.answered_on is not None
    row.save(update_fields=["answered_on", "opinion", "words"])
    if not request.consultations.filter(answered_on=None).exists():
        ends = row.answered_on if row.due_on is None else min(row.answered_on, row.due_on)
        run_on(request, by=by, on=ends)
    record(
        OPINION_GIVEN,
        subject=request.ref,
        actor=by,
        public={
            "ground": channels.consultation_of(row.ground).name,
            "opinion": str(Opinion(row.opinion).label),
            "on": row.answered_on.isoformat(),
        },
        private={"words": row.words},
        organisation_code=request.organisation.code,
    )
    return row


def _due(row: Consultation, request: Request) -> date | None:
    limit = channels.consultation_of(row.ground).limit
    if not limit or row.received_on is None:
        return None
    return deadlines.due(limit, row.received_on, request.organisation).on


def _is_last(row: Consultation, request: Request) -> bool:
    """Whether nobody else is waited for longer."""
    others = request.consultations.filter(answered_on=None).exclude(pk=row.pk)
    return all(other.due_on is not None and row.due_on and other.due_on <= row.due_on for other in others)


def _locked(consultation: Consultation) -> tuple[Request, Consultation]:
    request = locked(consultation.request)
    return request, Consultation.objects.select_for_update(of=("self",)).get(pk=consultation.pk)
