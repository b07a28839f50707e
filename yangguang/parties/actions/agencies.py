"""Acting for another: only by a written authority and within its days (民法典第一百六十一条至第一百七十五条)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from yangguang.files.actions import take_in
from yangguang.journal.actions import record
from yangguang.journal.actors import Actor
from yangguang.lib import clock
from yangguang.lib.errors import Refusal
from yangguang.lib.ref import Ref
from yangguang.lib.uid import new_uid
from yangguang.parties.acts import APPOINTED, ENDED
from yangguang.parties.kinds import AgencyEnd, AgencyKind
from yangguang.parties.models import Agency, Party


@transaction.atomic
def appoint_agent(
    principal: Party,
    agent: Party,
    *,
    kind: str,
    authority: Any,
    authority_name: str,
    since: date,
    until: date | None = None,
    subject: Ref | None = None,
    actor: Actor,
) -> Agency:
    """Write down that *agent* acts for *principal* from a day until (not including) another, by a paper.

    *authority* is the uploaded letter of attorney, or the proof of guardianship; it is kept private, under a name that
    tells of nobody. Raises Refusal with the field at fault; of the files room, for what is no such paper.
    """
    if kind not in AgencyKind.values:
        raise Refusal(_("请选择委托代理或者法定代理。"), field="kind")
    if not authority:
        raise Refusal(_("请上传授权委托书；法定代理的，请上传监护关系证明。"), field="authority")
    locked = {one.pk: one for one in _locked(principal, agent)}
    principal, agent = locked[principal.pk], locked[agent.pk]
    if principal.is_erased or agent.is_erased:
        raise Refusal(_("当事人的信息已经删除，不能登记代理。"), code="conflict")
    if Party.objects.same_person(principal).filter(pk=agent.pk).exists():
        raise Refusal(_("代理人和被代理人是同一个人，不需要登记代理。"), field="agent")
    if kind == AgencyKind.STATUTORY and not principal.is_person:
        raise Refusal(_("单位没有法定代理人；由法定代表人或者受托人办理的，请选择委托代理。"), field="kind")
    if until is not None and until <= since:
        raise Refusal(_("代理期限的截止日期要在开始日期之后。"), field="until")
    if until is not None and until <= clock.today():
        raise Refusal(_("授权已经过期，请提供有效的授权文件。"), field="until")
    uid = new_uid()
    paper = _("监护关系证明") if kind == AgencyKind.STATUTORY else _("授权委托书")
    form = authority_name.rpartition(".")[2].lower()
    kept = take_in(authority, owner=Ref(Agency.REF_KIND, uid), name=f"{paper}.{form}", by=actor)
    agency = Agency(
        uid=uid,
        kind=kind,
        principal=principal,
        agent=agent,
        authority=kept,
        subject=subject or "",
        since=since,
        until=until,
        appointed_at=clock.now(),
    )
    agency.save(force_insert=True)
    record(
        APPOINTED,
        subject=agency.ref,
        actor=actor,
        public={"kind": str(kind), "since": since, "until": until},
        about=[principal.ref, agent.ref, *([subject] if subject else [])],
    )
    return agency


@transaction.atomic
def end_agency(agency: Agency, because: str, *, actor: Actor) -> Agency:
    """End an agency before its day, for one of the reasons of the law. Raises Refusal ``conflict`` if it is over already."""
    if because not in AgencyEnd.values:
        raise Refusal(_("请选择代理终止的原因。"), field="because")
    open_ones = Agency.objects.filter(pk=agency.pk, ended_at__isnull=True)
    if not open_ones.update(ended_at=clock.now(), ended_because=because):
        raise Refusal(_("这项代理已经终止，请刷新后再看。"), code="conflict")
    agency.refresh_from_db()
    record(
        ENDED,
        subject=agency.ref,
        actor=actor,
        public={"because": str(because)},
        about=[agency.principal.ref, agency.agent.ref],
    )
    return agency


def _locked(*parties: Party) -> list[Party]:
    """In the order of their keys, so that two verbs never wait for each other."""
    keys = [one.pk for one in parties]
    return list(Party.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk"))
