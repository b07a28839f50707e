"""What each step of the process does when it is done; the engine has locked the case and checked who may."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from yangguang.foi import channels, rules
from yangguang.foi.channels import Event
from yangguang.foi.models import DemandKind, Request
from yangguang.journal.actors import Actor
from yangguang.lib import clock
from yangguang.lib.errors import Refusal
from yangguang.organisations.acting import Acting

from .answering import deliver, end, require_seen, require_whole, send_to_review, sign
from .asking import demand
from .submitting import receive

# By outcome: what it asks of the applicant.
DEMANDS = {
    "clarify": DemandKind.SUPPLEMENT,
    "ask-reason": DemandKind.EXPLANATION,
    "charge": DemandKind.PAYMENT,
}
# By the step that decides about silence: the answer type by which the request ends.
LAPSES = {"supplement-lapse": "A_ABANDON_CORRECTION", "payment-lapse": "A_UNPAID_FEE"}


def done(request: Request, element: str, outcome: str, data: dict[str, Any], *, acting: Acting) -> None:
    """The effect of one step. Refusal with the field at fault."""
    if element == "register":
        _received(request, data, acting)
    if outcome in DEMANDS:
        demand(
            request,
            DEMANDS[outcome],
            str(data.get("what", "")),
            acting=acting,
            method=str(data.get("method", "")),
            units=data.get("units"),
        )
    elif element == "handle":
        _require_nobody_asked(request)
        send_to_review(request, acting=acting)
    elif element == "legal-review":
        require_seen(require_whole(rules.answer_in_work(request)), str(data.get("seen", "")))
    elif element == "sign" and outcome == "pass":
        sign(request, acting=acting, seen=str(data.get("seen", "")))
    elif element == "deliver":
        deliver(
            request,
            str(data.get("way", "")),
            data.get("sent_on"),
            acting=acting,
            tracking_number=str(data.get("tracking_number", "")),
        )
    elif element in LAPSES and outcome == "abandon":
        end(request, LAPSES[element], clock.today(), actor=acting.actor)


def _received(request: Request, data: dict[str, Any], acting: Acting) -> None:
    """The day of receipt is settled before anything else, unless it was when the request came in."""
    if request.received_on is not None:
        return
    channel = channels.channel_of(request.channel)
    day = data.get("received_day") or clock.today()
    days = {Event.SUBMITTED: request.submitted_on, channel.day: day}
    if channel.same_day and data.get("arrived_on"):
        days[Event.ARRIVED] = data["arrived_on"]
    try:
        receive(request, days, actor=acting.actor)
    except Refusal as refusal:
        if refusal.field in set(Event):
            raise Refusal(refusal.message, code=refusal.code, field="received_day") from refusal
        raise


def _require_nobody_asked(request: Request) -> None:
    if request.consultations.filter(answered_on=None).exists():
        raise Refusal(_("还在征求意见：收到意见或者意见期满以后，再提交答复。"), code="conflict")


def called_off(request: Request, actor: Actor) -> None:
    """An operator cancelled the case: the request ends with it."""
    end(request, "A_OTHER", clock.today(), actor=actor)
