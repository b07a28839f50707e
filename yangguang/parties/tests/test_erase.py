"""Erasing a party: nothing of it is left, the rows and the proofs are."""

from __future__ import annotations

from dataclasses import replace

import pytest

from yangguang.journal import rules as journal
from yangguang.journal.actions import seal
from yangguang.journal.models import Act
from yangguang.lib.crypto import KeyRing
from yangguang.lib.errors import Refusal
from yangguang.parties import actions, health, rules
from yangguang.parties.models import Agency, Party
from yangguang.parties.particulars import FIELDS

from .conftest import WANG, ZHAO, Office

pytestmark = pytest.mark.django_db


def test_values_look_ups_account_papers_and_her_name_in_the_book_are_gone(office: Office) -> None:
    cast = office.cast
    wrong = office.register(replace(WANG, phone="13812345679"), user=cast.li)
    party = actions.amend(wrong, WANG, actor=office.himself)
    office.handled.append(party.pk)
    agent = office.register(ZHAO)
    agency = office.appoint(party, agent)
    actions.unmask(party, ["name"], "核对", office.acting)
    actions.erase(party, acting=office.acting, reason="本人申请删除")
    for one in Party.objects.filter(pk__in=[wrong.pk, party.pk]):
        assert one.is_erased and one.user is None and one.particulars().name == ""
        assert rules.masked(one).name == "已删除" and rules.masked(one).phone == ""
        assert one.kind == "natural_person", "what the annual report counts stays"
    assert not Party.objects.with_phone(WANG.phone).exists()
    assert not Party.objects.with_identity("resident", WANG.identity_number).exists()
    agency = Agency.objects.get(pk=agency.pk)
    assert agency.ended_because == "erased" and agency.authority.blob is None
    acts = {act.kind: act for act in Act.objects.about(party.ref).order_by("pk")}
    assert acts["parties.party_amended"].actor.name == "", "what she did herself"
    assert acts["parties.party_unmasked"].actor.key == cast.zhou.uid, "who looked is kept"
    assert acts["parties.party_erased"].basis.endswith("第四十七条")
    seal()
    assert journal.verify().ok
    assert not Party.objects.get(pk=agent.pk).is_erased and health.checks()[0].ok


def test_what_another_did_about_her_keeps_his_name(office: Office) -> None:
    """An agent is erased; that the principal appointed her stays the principal's act."""
    principal, agent = office.register(user=office.cast.li), office.register(ZHAO)
    agency = office.appoint(principal, agent, actor=office.himself)
    actions.erase(agent, acting=office.acting, reason="本人申请删除")
    act = Act.objects.about(agency.ref).get(kind="parties.agent_appointed")
    assert act.actor.key == office.cast.li.uid
    actions.erase(principal, acting=office.acting, reason="本人申请删除")
    assert Act.objects.get(pk=act.pk).actor.key == ""


def test_what_is_still_needed_is_kept_with_the_reason(office: Office) -> None:
    party = office.register()
    office.kept = "申请还在办理。"
    with pytest.raises(Refusal, match="申请还在办理") as refusal:
        actions.erase(party, acting=office.acting, reason="本人申请删除")
    assert refusal.value.code == "kept" and Party.objects.get(pk=party.pk).opened("name") == WANG.name


def test_erasing_takes_a_reason_a_right_and_happens_once(office: Office) -> None:
    party = office.register()
    with pytest.raises(Refusal, match="原因"):
        actions.erase(party, acting=office.acting, reason=" ")
    office.handled.remove(party.pk)
    with pytest.raises(Refusal, match="只有办理"):
        actions.erase(party, acting=office.acting, reason="本人申请删除")
    office.handled.append(party.pk)
    actions.erase(party, acting=office.acting, reason="本人申请删除")
    for again in (
        lambda: actions.erase(party, acting=office.acting, reason="本人申请删除"),
        lambda: actions.amend(party, ZHAO, actor=office.acting.actor),
        lambda: actions.link_user(party, office.cast.li, actor=office.himself, vouched=True),
        lambda: actions.unmask(party, FIELDS, "核对", office.acting),
        lambda: office.appoint(party, office.register(ZHAO)),
    ):
        with pytest.raises(Refusal, match="已经删除") as refusal:
            again()
        assert refusal.value.code == "conflict"
    assert office.register() != party, "who comes again is registered anew"


def test_the_doctor_names_the_key_that_is_missing_and_no_person(office: Office, settings: object) -> None:
    office.register()
    assert health.checks()[0].ok
    old: KeyRing = settings.YANGGUANG_KEYRING  # type: ignore[attr-defined]
    settings.YANGGUANG_KEYRING = KeyRing({"new": b"n" * 32}, current="new")  # type: ignore[attr-defined]
    told = health.checks()[0]
    assert not told.ok and "密钥 demo" in told.message and "YANGGUANG_KEYRING" in told.remedy
    assert WANG.name not in told.message
    turned = {**old.keys, "new": b"n" * 32}  # the oldest key no longer stands last: look-ups miss
    settings.YANGGUANG_KEYRING = KeyRing(turned, current="demo")  # type: ignore[attr-defined]
    assert "查不到" in health.checks()[0].message
