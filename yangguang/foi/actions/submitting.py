"""A request comes in: by whatever way, into one register (条例第二十九至三十一条)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from yangguang.accounts.models import User
from yangguang.casework import actions as casework
from yangguang.deadlines import actions as deadlines
from yangguang.files import actions as files
from yangguang.files.models import Retention, StoredFile
from yangguang.foi import channels, rules
from yangguang.foi.acts import RECEIVED, SUBMITTED
from yangguang.foi.channels import Event
from yangguang.foi.models import Delivery, Medium, Request
from yangguang.journal.actions import record
from yangguang.journal.actors import Actor
from yangguang.lib import clock, codes
from yangguang.lib.errors import Refusal
from yangguang.organisations.acting import Acting
from yangguang.organisations.actions import allocate_number
from yangguang.organisations.models import Organisation
from yangguang.parties import actions as parties
from yangguang.parties.kinds import AgencyKind
from yangguang.parties.models import Agency
from yangguang.parties.particulars import Particulars, words

MOST_TITLE, MOST_DESCRIPTION, MOST_FILES = 100, 5_000, 10


@dataclass(frozen=True, repr=False)
class Application:
    """What is applied for, as a form has it. ``days``: what happened to a letter or fax on which day.

    ``agent`` with ``authority`` (an upload) where somebody acts for the applicant. ``once`` is the mark of the form.
    """

    organisation: Organisation
    applicant: Particulars
    channel: str
    title: str = ""
    doc_number: str = ""
    description: str = ""
    medium: str = Medium.ELECTRONIC
    delivery: str = Delivery.ONLINE
    agent: Particulars | None = None
    agent_kind: str = AgencyKind.ENTRUSTED
    authority: Any = None
    files: Sequence[Any] = ()
    days: Mapping[Event, date] = field(default_factory=dict)
    once: str = ""
    filled_by_clerk: bool = False

    def __repr__(self) -> str:
        return f"<Application: {self.channel}>"


@sensitive_variables()
def submit(told: Application, *, by: Acting | Actor, user: User | None = None) -> Request:
    """Enter a request into the register and open its case; the same form sent twice is one request.

    *user* is who applies by herself from her account, or the agent's account; None at a window and without account.
    Refusal with the field at fault; nothing is kept then.
    """
    if told.once and (known := Request.objects.filter(once=told.once).first()):
        return known
    checked = _checked(told)
    try:
        with transaction.atomic():
            return _submit(checked, by, user)
    except IntegrityError:
        known = Request.objects.filter(once=told.once).first() if told.once else None
        if known is None:
            raise
        return known  # the same form, sent at the same moment


def _submit(told: Application, by: Acting | Actor, user: User | None) -> Request:
    actor = by.actor if isinstance(by, Acting) else by
    alone = told.agent is None
    applicant = parties.register_party(told.applicant, actor=actor, user=user if alone else None)
    agent = parties.register_party(told.agent, actor=actor, user=user) if told.agent is not None else None
    now = clock.now()
    request = Request(
        organisation=told.organisation,
        applicant=applicant,
        applicant_kind=applicant.kind,
        agent=agent,
        channel=told.channel,
        title=told.title,
        doc_number=told.doc_number,
        description=told.description,
        medium=told.medium,
        delivery=told.delivery,
        submitted_at=now,
        submitted_on=told.days.get(Event.SUBMITTED, clock.day_of(now)),
        filled_by_clerk=told.filled_by_clerk,
        once=told.once or None,
    )
    request.agency = _agency(told, request, actor)
    request.keep_code(codes.new_code())
    request.number = allocate_number("foi-request", told.organisation, clock.day_of(now))
    request.save(force_insert=True)
    for number, upload in enumerate(told.files, 1):
        keep_paper(request, upload, _("申请附件%(n)d") % {"n": number}, actor)
    record(
        SUBMITTED,
        subject=request.ref,
        actor=actor,
        public={"number": request.number, "channel": channels.channel_of(request.channel).name},
        private={"title": request.title},
        organisation_code=told.organisation.code,
        about=[applicant.ref],
    )
    casework.open_case(
        rules.PROCESS, organisation=told.organisation, subject=request.ref, title=request.title, acting=by
    )
    days = {Event.SUBMITTED: request.submitted_on, **told.days}
    if channels.received(told.channel, days).on is not None:
        receive(request, days, actor=actor)
    return request


def keep_paper(request: Request, upload: Any, name: str, actor: Actor) -> StoredFile:
    """Keep a paper of a request under a name that tells of nobody; its own ending stays."""
    ending = str(getattr(upload, "name", "")).rpartition(".")[2].lower()
    return files.take_in(
        upload, owner=request.ref, name=f"{name}.{ending}", by=actor, retention=Retention.THIRTY
    )


def _agency(told: Application, request: Request, actor: Actor) -> Agency | None:
    if request.agent is None:
        return None
    return parties.appoint_agent(
        request.applicant,
        request.agent,
        kind=told.agent_kind,
        authority=told.authority,
        authority_name=str(getattr(told.authority, "name", "")),
        since=clock.today(),
        subject=request.ref,
        actor=actor,
    )


def receive(request: Request, days: Mapping[Event, date], *, actor: Actor) -> Request:
    """Settle the statutory day of receipt and begin to count (条例第三十一条). In the caller's transaction.

    Refusal while there is no such day yet, for days in the future or in an impossible order.
    """
    for event, day in days.items():
        if day > clock.today():
            raise Refusal(_("日期 %(day)s 还没有到，请核对。") % {"day": day}, field=str(event))
    receipt = channels.received(request.channel, days)
    if receipt.on is None:
        raise Refusal(receipt.explanation, field=str(receipt.waits_for))
    request.arrived_on, request.signed_on = days.get(Event.ARRIVED), days.get(Event.SIGNED)
    request.confirmed_on = days.get(Event.CONFIRMED)
    request.received_on, request.receipt_remark = receipt.on, receipt.remark[:300]
    changed = Request.objects.filter(pk=request.pk, received_on=None).update(
        arrived_on=request.arrived_on,
        signed_on=request.signed_on,
        confirmed_on=request.confirmed_on,
        received_on=receipt.on,
        receipt_remark=request.receipt_remark,
    )
    if not changed:
        raise Refusal(_("收到日期已经确定，请刷新后再看。"), code="conflict")
    deadlines.start(request.ref, rules.REPLY, receipt.on, request.organisation, actor)
    record(
        RECEIVED,
        subject=request.ref,
        actor=actor,
        public={"number": request.number, "on": receipt.on.isoformat()},
        basis=receipt.channel.basis,
        organisation_code=request.organisation.code,
    )
    return request


def _checked(told: Application) -> Application:
    """The application in the form in which it is kept; Refusal with the field for what cannot be taken."""
    channels.channel_of(told.channel)
    if not rules.recipients().filter(pk=told.organisation.pk).exists():
        raise Refusal(_("请选择受理申请的机关。"), field="organisation")
    description = told.description.strip()
    require_short(description)
    title, doc_number = words(told.title), words(told.doc_number)[:60]
    if not (title or doc_number or description):
        raise Refusal(_("请写明您想要什么信息：名称、文号，或者便于查找的描述，至少写一项。"), field="title")
    if len(title) > MOST_TITLE:
        raise Refusal(
            _("名称最多 %(most)d 个字，请写得短一些，细节写在描述里。") % {"most": MOST_TITLE}, field="title"
        )
    applicant = _reachable(told.applicant.checked(), told.delivery, "")
    agent = _reachable(told.agent.checked(), told.delivery, "agent-") if told.agent is not None else None
    known = [value for one in (applicant, agent) if one for value in _telling(one)]
    if any(value in title for value in known):
        raise Refusal(_("信息名称会显示在办理列表里，请不要写姓名、证件号码和联系方式。"), field="title")
    title = title or rules.without_identity(words(description)[:40] or doc_number, known)
    _require_choice(told)
    require_few(told.files)
    return Application(
        **{
            **told.__dict__,
            "title": title,
            "doc_number": doc_number,
            "description": description,
            "applicant": applicant,
            "agent": agent,
        }
    )


def require_short(description: str) -> None:
    """Refusal ``description`` beyond 5,000 characters."""
    if len(description) > MOST_DESCRIPTION:
        raise Refusal(
            _("描述最多 %(most)d 个字，现在有 %(now)d 个。请写明主要内容，其余的可以作为附件上传。")
            % {"most": MOST_DESCRIPTION, "now": len(description)},
            field="description",
        )


def require_few(files: Sequence[Any]) -> None:
    """Refusal ``files`` where more than ten come with an application."""
    if len(files) > MOST_FILES:
        raise Refusal(
            _("最多上传 %(most)d 个附件，现在有 %(now)d 个。请合并或者减少一些。")
            % {"most": MOST_FILES, "now": len(files)},
            field="files",
        )


def _require_choice(told: Application) -> None:
    if told.medium not in Medium.values:
        raise Refusal(_("请选择信息的载体形式。"), field="medium")
    if told.delivery not in Delivery.values:
        raise Refusal(_("请选择获取信息的方式。"), field="delivery")


def _reachable(told: Particulars, delivery: str, prefix: str) -> Particulars:
    """An applicant must say who she is and how she is reached (条例第二十九条)."""
    if not told.identity_kind:
        raise Refusal(
            _("请填写身份证件的种类和号码（条例第二十九条要求提供身份证明）。"),
            field=f"{prefix}identity_kind",
        )
    if not (told.phone or told.email or told.address):
        raise Refusal(_("请至少填写一种联系方式：电话、电子邮箱或者通信地址。"), field=f"{prefix}phone")
    if not prefix and delivery == Delivery.POST and not told.address:
        raise Refusal(_("选择邮寄的，请填写通信地址。"), field="address")
    if not prefix and delivery == Delivery.EMAIL and not told.email:
        raise Refusal(_("选择电子邮件的，请填写电子邮箱。"), field="email")
    return told


def _telling(told: Particulars) -> list[str]:
    values = (told.name, told.identity_number, told.phone, told.email, told.address)
    return [value for value in values if len(value) > 1]
