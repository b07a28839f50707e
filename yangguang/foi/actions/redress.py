"""Reviews and lawsuits about requests (行政复议法, 行政诉讼法), what they change, and what applicants think of it all."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from yangguang.casework import actions as casework
from yangguang.foi import rules
from yangguang.foi.acts import RATED, REDRESS_BEGUN, REDRESS_ENDED, REOPENED
from yangguang.foi.models import Rating, Redress, RedressGroup, RedressOutcome, Request
from yangguang.journal.actions import record
from yangguang.journal.actors import Actor
from yangguang.lib import clock
from yangguang.lib.errors import Refusal
from yangguang.organisations.acting import Acting

from .locking import locked


@transaction.atomic
def begin_redress(
    request: Request,
    group: str,
    *,
    authority: str,
    docket: str,
    begun_on: date,
    acting: Acting,
    follows: Redress | None = None,
) -> Redress:
    """Write down that a review or a lawsuit was brought. Refusal with the field at fault."""
    found = locked(request)
    authority, docket = " ".join(authority.split()), " ".join(docket.split())
    if group not in RedressGroup.values:
        raise Refusal(_("请选择行政复议或者行政诉讼。"), field="group")
    if not authority or not docket:
        raise Refusal(
            _("请填写复议机关或者法院，以及案号。"), field="authority" if not authority else "docket"
        )
    if begun_on > clock.today() or begun_on < found.submitted_on:
        raise Refusal(_("受理日期要在提出申请之后，不晚于今天。"), field="begun_on")
    after = group == RedressGroup.AFTER_REVIEW
    if after and (follows is None or follows.request_id != found.pk or follows.group != RedressGroup.REVIEW):
        raise Refusal(_("复议后起诉的，请选择是哪一次复议。"), field="follows")
    if Redress.objects.filter(docket=docket).exists():
        raise Refusal(_("这个案号已经登记过。"), field="docket")
    try:
        with transaction.atomic():
            row = Redress.objects.create(
                request=found,
                group=group,
                authority=authority[:120],
                docket=docket[:80],
                begun_on=begun_on,
                follows=follows if after else None,
            )
    except IntegrityError as error:
        raise Refusal(_("这个案号已经登记过。"), field="docket") from error
    record(
        REDRESS_BEGUN,
        subject=found.ref,
        actor=acting.actor,
        public={"group": str(RedressGroup(group).label), "docket": row.docket},
        organisation_code=found.organisation.code,
    )
    return row


@transaction.atomic
def end_redress(redress: Redress, outcome: str, ended_on: date, words: str, *, acting: Acting) -> Redress:
    """Write down how it came out. An answer that was corrected is to be given anew: ``reopen``."""
    found = locked(redress.request)
    row = Redress.objects.select_for_update(of=("self",)).get(pk=redress.pk)
    if row.ended_on is not None:
        raise Refusal(_("结果已经登记过。"), code="conflict")
    if outcome not in RedressOutcome.values:
        raise Refusal(_("请选择结果。"), field="outcome")
    if not row.begun_on <= ended_on <= clock.today():
        raise Refusal(
            _("结果日期要在受理日期 %(begun)s 和今天之间。") % {"begun": row.begun_on}, field="ended_on"
        )
    row.outcome, row.ended_on, row.words = outcome, ended_on, " ".join(words.split())[:500]
    row.save(update_fields=["outcome", "ended_on", "words"])
    record(
        REDRESS_ENDED,
        subject=found.ref,
        actor=acting.actor,
        public={"docket": row.docket, "outcome": str(RedressOutcome(outcome).label)},
        organisation_code=found.organisation.code,
    )
    return row


@transaction.atomic
def reopen(request: Request, redress: Redress, *, acting: Acting) -> Request:
    """Begin anew with an answer that a review or a court corrected. The old answer stays on record and in its report.

    Refusal ``conflict`` without such an outcome, or while the request is in hand.
    """
    found = locked(request)
    if redress.request_id != found.pk or redress.outcome != RedressOutcome.CORRECT:
        raise Refusal(_("只有结果是纠正的，才重新答复。"), code="conflict")
    if found.ended_on is None:
        raise Refusal(_("这一件还在办理。"), code="conflict")
    casework.open_case(
        rules.PROCESS, organisation=found.organisation, subject=found.ref, title=found.title, acting=acting
    )
    record(
        REOPENED,
        subject=found.ref,
        actor=acting.actor,
        public={"docket": redress.docket},
        organisation_code=found.organisation.code,
    )
    return found


@transaction.atomic
def rate(request: Request, score: int, words: str, *, by: Actor) -> Rating:
    """The applicant says once, after the end, how it was: one to five."""
    found = locked(request)
    if found.ended_on is None:
        raise Refusal(_("办结以后才能评价。"), code="conflict")
    if score not in range(1, 6):
        raise Refusal(_("请选择 1 至 5 分。"), field="score")
    if Rating.objects.filter(request=found).exists():
        raise Refusal(_("您已经评价过，谢谢。"), code="conflict")
    row = Rating.objects.create(
        request=found, score=score, words=" ".join(words.split())[:300], rated_at=clock.now()
    )
    record(
        RATED,
        subject=found.ref,
        actor=by,
        public={"score": score},
        private={"words": row.words},
        organisation_code=found.organisation.code,
    )
    return row
