"""What the office asks of the applicant in writing, and what the applicant answers (条例第三十、三十五、四十二条)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from yangguang.casework import events
from yangguang.deadlines import rules as deadlines
from yangguang.deadlines.actions import WrittenNotice
from yangguang.foi import fees, letters, rules
from yangguang.foi.acts import DEMANDED, SUPPLIED
from yangguang.foi.fees import Method
from yangguang.foi.models import Demand, DemandKind, Request
from yangguang.journal.actions import record
from yangguang.journal.actors import Actor
from yangguang.lib import clock
from yangguang.lib.errors import Refusal
from yangguang.organisations.acting import Acting
from yangguang.organisations.contacts import in_letters

from .holding import begin_anew, hold, run_on
from .locking import locked
from .submitting import MOST_DESCRIPTION, MOST_FILES, keep_paper

# By kind: the limit of the applicant, the ground on which the office's clock stands still, the document, the message.
LIMITS = {
    DemandKind.SUPPLEMENT: "FOI_SUPPLEMENT",
    DemandKind.EXPLANATION: "FOI_EXPLANATION",
    DemandKind.PAYMENT: "FOI_PAYMENT",
}
MESSAGES = {DemandKind.SUPPLEMENT: "补正", DemandKind.EXPLANATION: "说明理由", DemandKind.PAYMENT: "缴费"}
NOTICE_LIMIT = "FOI_CORRECTION_NOTICE"


def demand(
    request: Request, kind: str, what: str, *, acting: Acting, method: str = "", units: int | None = None
) -> Demand:
    """Ask in writing, once of each kind; the clocks stand still. In the step's transaction.

    A supplement within seven working days of receipt only (第三十条). A fee is reckoned by ``method``, from the
    applicant's requests of the month or from ``units`` pages. Refusal with the field at fault.
    """
    kind = DemandKind(kind)
    what = what.strip()
    if not what and kind is not DemandKind.PAYMENT:
        raise Refusal(_("请写明要申请人%(kind)s的内容。") % {"kind": kind.label}, field="what")
    if request.received_on is None:
        raise Refusal(_("收到日期还没有确定，请先确定收到日期。"), field="received_on")
    if request.demands.filter(kind=kind).exists():
        raise Refusal(
            _("要求%(kind)s只能有一次，这一件已经告知过。请按已有的材料办理。") % {"kind": kind.label},
            code="conflict",
        )
    today = clock.today()
    if kind is DemandKind.SUPPLEMENT:
        _require_in_time(request, today)
    fee = _fee(request, method, units, today) if kind is DemandKind.PAYMENT else None
    due_on = deadlines.due(LIMITS[kind], today, request.organisation).on
    told = {"what": what, "due_on": letters.written(due_on), "contact": in_letters(request.organisation)}
    if fee is not None:
        calculation = "".join(fee.explanation)
        told |= {"amount": f"{fee.amount:,.2f} 元", "calculation": calculation}
        what = what or calculation
    document = letters.issue(f"foi.{kind}", request, told, acting=acting)
    row = Demand.objects.create(
        request=request,
        kind=kind,
        what=what,
        document=document,
        asked_on=today,
        due_on=due_on,
        amount=fee.amount if fee else None,
        method=method if fee else "",
        units=fee.units if fee else None,
    )
    hold(request, str(kind), notice=WrittenNotice(document.number), by=acting.actor)
    record(
        DEMANDED,
        subject=request.ref,
        actor=acting.actor,
        public={"kind": str(kind.label), "due": due_on.isoformat(), "number": document.number},
        private={"what": what},
        organisation_code=request.organisation.code,
        about=[document.ref],
    )
    return row


def _require_in_time(request: Request, today: date) -> None:
    assert request.received_on is not None
    last = deadlines.due(NOTICE_LIMIT, request.received_on, request.organisation)
    if today > last.on:
        raise Refusal(
            _("补正应当在收到申请之日起 7 个工作日内告知，最迟 %(last)s，现在已经超过。请按已有的内容办理。")
            % {"last": last.on},
            code="too-late",
            field="what",
        )


def _fee(request: Request, method: str, pages: int | None, on: date) -> fees.Fee:
    """The fee of this request: as one more of the applicant's in the month, or by its pages."""
    if method not in set(Method):
        raise Refusal(_("请选择按件还是按量计收。"), field="method")
    if method == Method.BY_PAGE and not pages:
        raise Refusal(_("请填写页数。"), field="units")
    if method == Method.BY_ITEM:
        fee = fees.fee(Method.BY_ITEM, 1, on, already=rules.in_the_month(request) - 1)
    else:
        fee = fees.fee(Method.BY_PAGE, pages or 0, on)
    if fee.amount <= 0:
        raise Refusal(_("没有超过免费的数量，不收费，请直接办理。"), field="units")
    return fee


@transaction.atomic
def supply(
    request: Request,
    kind: str,
    text: str,
    *,
    by: Actor,
    uploads: Sequence[Any] = (),
    on: date | None = None,
) -> Demand:
    """The applicant answers: a supplement, an explanation, a payment; *on* the day it came in (today).

    Refusal ``conflict`` when nothing of the kind is waited for, or the field at fault.
    """
    found = locked(request)
    rules.require_open(found)
    kind = DemandKind(kind)
    asked = found.demands.select_for_update(of=("self",)).filter(kind=kind, answered_on=None).first()
    if asked is None:
        raise Refusal(
            _("这一件没有在等您%(kind)s，可能已经收到过了。") % {"kind": kind.label}, code="conflict"
        )
    text = text.strip()
    if not text and not uploads and kind is not DemandKind.PAYMENT:
        raise Refusal(_("请写明%(kind)s的内容。") % {"kind": kind.label}, field="text")
    if len(text) > MOST_DESCRIPTION:
        raise Refusal(
            _("最多 %(most)d 个字，现在有 %(now)d 个。") % {"most": MOST_DESCRIPTION, "now": len(text)},
            field="text",
        )
    if len(uploads) > MOST_FILES:
        raise Refusal(_("最多上传 %(most)d 个附件。") % {"most": MOST_FILES}, field="files")
    day = on or clock.today()
    if not asked.asked_on <= day <= clock.today():
        raise Refusal(
            _("收到日期要在告知之日 %(asked)s 和今天之间。") % {"asked": asked.asked_on}, field="on"
        )
    case = rules.case_of(found)
    if case is None:
        raise Refusal(_("这一件没有在办的流程。"), code="conflict")
    for number, upload in enumerate(uploads, 1):
        keep_paper(found, upload, _("%(kind)s材料%(n)d") % {"kind": kind.label, "n": number}, by)
    asked.answered_on, asked.answer = day, text
    asked.save(update_fields=["answered_on", "answer"])
    record(
        SUPPLIED,
        subject=found.ref,
        actor=by,
        public={"kind": str(kind.label), "on": day.isoformat()},
        private={"text": text},
        organisation_code=found.organisation.code,
    )
    if kind is DemandKind.EXPLANATION:
        run_on(found, by=by, on=day)
    else:
        begin_anew(found, by=by, on=day)
    events.deliver_message(case.uid, MESSAGES[kind], acting=by)
    return asked
