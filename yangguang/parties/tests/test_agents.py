"""Acting for another: by a paper, for its days, in its matter, and by nobody who only typed a number."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from yangguang.files.rules import may_read
from yangguang.journal.models import Act
from yangguang.lib import clock
from yangguang.lib.errors import Refusal
from yangguang.lib.ref import Ref
from yangguang.parties import actions, health, rules
from yangguang.parties.models import Agency, Party
from yangguang.parties.particulars import FIELDS

from .conftest import MILL, WANG, ZHAO, Office

pytestmark = pytest.mark.django_db
MATTER, ANOTHER = Ref("test.matter", "M1"), Ref("test.matter", "M2")


def test_only_with_a_paper_and_within_its_days(office: Office) -> None:
    principal, agent = office.register(), office.register(ZHAO)
    with pytest.raises(Refusal, match="授权委托书") as refusal:
        rules.require_agency(agent, principal)
    assert refusal.value.field == "authority" and refusal.value.code == "no-agency"
    since, until = clock.today(), clock.today() + timedelta(days=30)
    agency = office.appoint(principal, agent, since=since, until=until)
    assert rules.require_agency(agent, principal) == agency
    assert rules.agency_between(principal, agent) is None, "not the other way round"
    for day, holds in ((since - timedelta(days=1), False), (until - timedelta(days=1), True), (until, False)):
        assert bool(rules.agency_between(agent, principal, on=day)) == holds
    actions.end_agency(agency, "revoked", actor=office.acting.actor)
    assert rules.agency_between(agent, principal) is None
    with pytest.raises(Refusal, match="已经终止"):
        actions.end_agency(agency, "resigned", actor=office.acting.actor)


def test_an_authority_for_one_matter_counts_in_that_one(office: Office) -> None:
    principal, agent = office.register(), office.register(ZHAO)
    office.appoint(principal, agent, subject=MATTER)
    assert rules.agency_between(agent, principal, subject=MATTER)
    assert not rules.agency_between(agent, principal, subject=ANOTHER)
    assert not rules.agency_between(agent, principal)
    office.appoint(principal, agent)
    assert rules.agency_between(agent, principal, subject=ANOTHER)


def test_it_goes_with_the_person_and_not_with_who_typed_her_number(office: Office) -> None:
    principal, agent = office.register(), office.register(ZHAO, user=office.cast.li)
    office.appoint(principal, agent)
    moved = office.register(replace(WANG, address="河南省阳光县城关镇光明路2号"))
    assert rules.agency_between(
        office.register(replace(ZHAO, phone="13900000009"), user=office.cast.li), moved
    )
    stranger = office.register(ZHAO, user=office.cast.he)
    assert rules.agency_between(stranger, principal) is None


def test_the_paper_is_private_and_its_name_tells_of_nobody(office: Office) -> None:
    cast = office.cast
    principal, agent = office.register(), office.register(ZHAO, user=cast.li)
    paper = office.appoint(principal, agent).authority
    assert paper.name == "授权委托书.txt" and not paper.is_public
    readers = [
        one for one in (cast.li, cast.zhou, cast.zhao, cast.lin, cast.qian, None) if may_read(paper, one)
    ]
    assert readers == [cast.li, cast.zhou]
    office.handled.remove(principal.pk)
    assert not may_read(paper, cast.zhou), "who handles only one side of it"


def test_an_agent_sees_the_whole_of_whom_she_acts_for_while_she_does(office: Office) -> None:
    li = office.cast.li
    principal, agent = office.register(), office.register(ZHAO, user=li)
    assert not Party.objects.visible_to(li).filter(pk=principal.pk).exists()
    agency = office.appoint(principal, agent)
    assert rules.shown(principal, li).whole == set(FIELDS)
    actions.end_agency(agency, "done", actor=office.acting.actor)
    assert not Party.objects.visible_to(li).filter(pk=principal.pk).exists()


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"kind": "friend"}, "kind"),
        ({"authority": None}, "authority"),
        ({"until": date(2026, 1, 1)}, "until"),
        ({"since": date(2020, 1, 1), "until": date(2020, 2, 1)}, "until"),
        ({"authority": io.BytesIO(b"MZ\x90\x00"), "authority_name": "a.exe"}, None),
    ],
)
def test_what_is_no_authority_is_refused(office: Office, facts: dict[str, Any], field: str | None) -> None:
    principal, agent = office.register(), office.register(ZHAO)
    with pytest.raises(Refusal) as refusal:
        office.appoint(principal, agent, **facts)
    assert (refusal.value.field == field or field is None) and not Agency.objects.exists()


def test_nobody_acts_for_herself_and_a_company_has_no_guardian(office: Office) -> None:
    wang, mill, agent = office.register(), office.register(MILL), office.register(ZHAO)
    with pytest.raises(Refusal, match="同一个人"):
        office.appoint(wang, office.register(replace(WANG, phone="13812345670")))
    with pytest.raises(Refusal, match="没有法定代理人"):
        office.appoint(mill, agent, kind="statutory")
    ward = office.appoint(wang, agent, kind="statutory", authority_name="户口簿.TXT")
    assert ward.authority.name == "监护关系证明.txt" and ward.until is None


def test_the_database_refuses_an_agency_that_cannot_be(office: Office) -> None:
    agency = office.appoint(office.register(), office.register(ZHAO))
    for values in (
        {"agent": agency.principal}, {"until": agency.since}, {"ended_because": "done"}, {"kind": "friend"},
        {"ended_at": clock.now()},
    ):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            Agency.objects.filter(pk=agency.pk).update(**values)


def test_the_doctor_names_an_authority_that_ran_out_in_use(office: Office) -> None:
    until = clock.today() + timedelta(days=3)
    agency = office.appoint(office.register(), office.register(ZHAO), until=until)
    office.used.append(agency.pk)
    assert not health.checks()[1].warning
    with clock.set_to(clock.now() + timedelta(days=4)):
        told = health.checks()[1]
        assert told.ok and told.warning and agency.uid in told.message and WANG.name not in told.message
        office.used.clear()
        assert not health.checks()[1].warning, "nothing rests on it"


def test_an_appointment_and_its_end_stand_in_the_book_of_both(office: Office) -> None:
    principal, agent = office.register(), office.register(ZHAO)
    actions.end_agency(office.appoint(principal, agent, subject=MATTER), "done", actor=office.acting.actor)
    for ref in (principal.ref, agent.ref):
        kinds = list(
            Act.objects.about(ref).exclude(kind__endswith="registered").values_list("kind", flat=True)
        )
        assert kinds == ["parties.agent_appointed", "parties.agency_ended"]
    assert Act.objects.about(MATTER).get().kind == "parties.agent_appointed"
