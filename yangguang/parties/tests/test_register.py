"""Registering, correcting, joining with an account, and who sees what of a party."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.conf import settings as house_settings
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, connection, transaction

from yangguang.journal.models import Act
from yangguang.lib import clock
from yangguang.lib.crypto import KeyRing
from yangguang.lib.errors import Refusal
from yangguang.parties import actions, rules
from yangguang.parties.models import Party, Unreadable
from yangguang.parties.particulars import FIELDS

from .conftest import MILL, WANG, ZHAO, Office

pytestmark = pytest.mark.django_db


def test_a_party_reads_back_what_it_said_and_lies_encrypted(office: Office) -> None:
    party = office.register(
        replace(WANG, identity_number=" １１０１０５19491231002x", phone="+86 138-1234-5678")
    )
    kept = Party.objects.get(pk=party.pk)
    assert vars(kept.particulars()) == vars(WANG)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM parties_party")
        row = b"|".join(v if isinstance(v, bytes) else str(v).encode() for v in map(plain, cursor.fetchone()))
    assert not [f for f in FIELDS if getattr(WANG, f) and getattr(WANG, f).encode() in row]


def plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value


def test_a_value_opens_in_its_own_row_and_column_only(office: Office) -> None:
    one, other = office.register(), office.register(MILL)
    Party.objects.filter(pk=other.pk).update(sealed_name=one.sealed_name, sealed_phone=other.sealed_contact)
    other.refresh_from_db()
    for field in ("name", "phone"):
        with pytest.raises(Unreadable):
            other.opened(field)
    assert rules.masked(other).name == "（无法解密）", "a list goes on"


def test_the_same_values_are_one_row_and_a_new_address_is_another(office: Office) -> None:
    first = office.register()
    assert office.register(replace(WANG, email="WANG.XM@mail.example")) == first
    moved = office.register(replace(WANG, address="河南省阳光县城关镇光明路2号"))
    assert moved != first and first.opened("address") == WANG.address, (
        "each matter keeps the address of its day"
    )
    assert set(Party.objects.same_person(moved)) == {first, moved}
    assert office.register(user=office.cast.li) not in {first, moved}, "what an account typed is its own"
    assert Act.objects.filter(kind="parties.party_registered").count() == 3


def test_a_party_is_found_by_number_phone_and_mail_however_typed(office: Office) -> None:
    party, mill = office.register(), office.register(MILL)
    assert Party.objects.with_identity("resident", " 11010519491231002ｘ").get() == party
    assert Party.objects.with_phone("0086 138 1234 5678").get() == party
    assert Party.objects.with_email("Wang.XM@MAIL.example").get() == party
    assert Party.objects.with_phone("（0398）1234567").get() == mill
    assert not Party.objects.with_identity("passport", WANG.identity_number).exists()
    assert not Party.objects.with_email("").exists() and not Party.objects.with_phone(" ").exists()
    assert not Party.objects.same_person(mill).filter(pk=party.pk).exists()


def test_a_forged_number_registers_nobody(office: Office) -> None:
    with pytest.raises(Refusal) as refusal:
        office.register(replace(WANG, identity_number="110105194912310029"))
    assert refusal.value.field == "identity_number" and not Party.objects.exists()
    assert not Act.objects.filter(kind__startswith="parties.").exists()


def test_a_correction_is_a_new_snapshot_made_once(office: Office) -> None:
    wrong = office.register(replace(WANG, phone="13812345679"))
    right = actions.amend(wrong, WANG, actor=office.acting.actor)
    assert right.opened("phone") == WANG.phone and wrong.opened("phone") == "13812345679"
    assert rules.current(wrong) == right and list(Party.objects.current()) == [right]
    act = Act.objects.get(kind="parties.party_amended")
    assert act.public == {"fields": ["phone"]} and act.about == [wrong.ref] and not act.is_public
    with pytest.raises(Refusal, match="已经有人更正过"):
        actions.amend(wrong, ZHAO, actor=office.acting.actor)
    with pytest.raises(Refusal, match="没有任何改动"):
        actions.amend(right, WANG, actor=office.acting.actor)
    with pytest.raises(IntegrityError), transaction.atomic():
        Party.objects.filter(pk=office.register(ZHAO).pk).update(amends=wrong)


def test_a_party_without_a_document_is_the_same_person_as_its_corrections(office: Office) -> None:
    caller = office.register(replace(WANG, identity_kind="", identity_number=""))
    right = actions.amend(
        caller, replace(ZHAO, identity_kind="", identity_number=""), actor=office.acting.actor
    )
    office.register(replace(MILL, identity_kind="", identity_number=""))
    assert set(Party.objects.same_person(caller)) == {caller, right}


def test_whom_a_matter_concerns_sees_masks_and_nobody_else_sees_anything(office: Office) -> None:
    cast, party = office.cast, office.register()
    seen = rules.shown(party, cast.zhou)
    assert (seen.name, seen.identity_number, seen.phone) == ("王**", "110***********002X", "138****5678")
    assert (seen.email, seen.address, seen.kind) == ("w***@mail.example", "河南省阳光县***", "自然人")
    assert not seen.whole
    for stranger in (cast.lin, cast.qian, cast.sun, cast.chen, cast.li, AnonymousUser(), None):
        assert not Party.objects.visible_to(stranger).exists()
        with pytest.raises(Refusal, match="没有找到"):
            rules.shown(party, stranger)
    cast.zhou.is_active = False
    assert not Party.objects.visible_to(cast.zhou).exists()


def test_everybody_sees_the_whole_of_herself(office: Office) -> None:
    cast, party = office.cast, office.register(user=office.cast.li)
    seen = rules.shown(party, cast.li)
    assert (seen.name, seen.phone) == (WANG.name, WANG.phone) and seen.whole == set(FIELDS)
    assert rules.shown(party, cast.zhou).name == "王**"


def test_a_list_asks_the_same_number_of_questions_however_long(
    office: Office, django_assert_num_queries: Any
) -> None:
    rows = [office.register(replace(WANG, phone=f"1381234567{n}")) for n in range(6)]
    stranger = office.register(ZHAO)
    office.handled.remove(stranger.pk)
    with django_assert_num_queries(3):  # who may see them, twice, and the posts of who asks
        told = rules.shown_all([*rows, stranger], office.cast.zhou)
    assert set(told) == {row.pk for row in rows}


def test_an_account_is_joined_by_a_proven_phone_or_by_somebody_who_saw_the_document(office: Office) -> None:
    cast = office.cast
    mine = office.register(replace(WANG, phone=str(cast.li.phone)))
    assert actions.link_user(mine, cast.li, actor=office.himself).user == cast.li
    assert actions.link_user(mine, cast.li, actor=office.himself) == mine, "twice is once"
    with pytest.raises(Refusal, match="别的账户"):
        actions.link_user(mine, cast.he, actor=office.himself, vouched=True)
    other = office.register(ZHAO)
    with pytest.raises(Refusal, match="到窗口办理"):
        actions.link_user(other, cast.li, actor=office.himself)
    actions.link_user(other, cast.li, actor=office.acting.actor, vouched=True)
    acts = Act.objects.filter(kind="parties.party_linked").order_by("pk")
    assert [act.public["vouched"] for act in acts] == [False, True]


def test_a_new_key_in_front_opens_what_the_old_one_locked_and_finds_it(office: Office, settings: Any) -> None:
    before = office.register()
    old: KeyRing = house_settings.YANGGUANG_KEYRING
    settings.YANGGUANG_KEYRING = KeyRing({"new": b"n" * 32, **old.keys}, current="new")
    after = office.register(MILL)
    assert before.opened("name") == WANG.name and after.opened("name") == MILL.name
    assert settings.YANGGUANG_KEYRING.key_of(bytes(after.sealed_name)) == "new"
    assert office.register() == before, "look-ups stay with the oldest key"


@pytest.mark.parametrize(
    "values",
    [
        {"sealed_name": b""},
        {"identity_lookup": ""},
        {"snapshot_lookup": ""},
        {"kind": "commercial"},
        {"identity_kind": "uscc"},
        {"kind": "martian"},
        {"erased_at": True},
    ],
)
def test_the_database_refuses_a_party_that_cannot_be(office: Office, values: dict[str, Any]) -> None:
    party = office.register()
    if "erased_at" in values:
        values = {"erased_at": clock.now()}
    with pytest.raises(IntegrityError), transaction.atomic():
        Party.objects.filter(pk=party.pk).update(**values)
