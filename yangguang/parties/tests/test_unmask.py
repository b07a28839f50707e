"""Seeing the whole of what is masked: an act each time, with a reason, by whoever handles the matter."""

from __future__ import annotations

import pytest

from yangguang.journal.models import Act
from yangguang.lib.crypto import KeyRing
from yangguang.lib.errors import Refusal
from yangguang.lib.ref import Ref
from yangguang.organisations.rules import acting_as
from yangguang.parties import actions
from yangguang.parties.particulars import FIELDS

from .conftest import WANG, Office

pytestmark = pytest.mark.django_db
MATTER = Ref("test.matter", "M1")


def test_each_look_is_an_act_that_names_fields_and_nobody(office: Office) -> None:
    party = office.register()
    for _again in range(2):
        seen = actions.unmask(party, ["phone", "name"], "电话核对申请内容", office.acting, about=MATTER)
    assert (seen.name, seen.phone, seen.identity_number) == (WANG.name, WANG.phone, "110***********002X")
    assert seen.whole == {"name", "phone"} and WANG.name not in f"{seen} {seen!r}"
    looks = Act.objects.filter(kind="parties.party_unmasked")
    assert looks.count() == 2 == Act.objects.about(MATTER).count()
    act = looks[0]
    assert act.subject == party.ref and act.public == {"fields": ["name", "phone"]} and not act.is_public
    assert act.actor.key == office.cast.zhou.uid and act.private is not None
    assert act.private.facts == {"reason": "电话核对申请内容"}


@pytest.mark.parametrize(
    ("fields", "reason", "field"),
    [
        ([], "核对", "fields"),
        (["name", "salary"], "核对", "fields"),
        (["name"], " \u3000", "reason"),
        (["name"], "核" * 301, "reason"),
        (["name"], "给王小明打电话", "reason"),
        (["phone"], "拨打 138 1234 5678", "reason"),
        (["phone"], "核对１１０１０５19491231002x", "reason"),
    ],
)
def test_a_look_without_a_reason_or_with_one_that_tells_is_refused(
    office: Office, fields: list[str], reason: str, field: str
) -> None:
    with pytest.raises(Refusal) as refusal:
        actions.unmask(office.register(), fields, reason, office.acting)
    assert refusal.value.field == field and WANG.name not in refusal.value.message
    assert not Act.objects.filter(kind="parties.party_unmasked").exists()


def test_who_only_watches_sees_the_mask_and_no_more(office: Office) -> None:
    cast, party = office.cast, office.register()
    for person, where in ((cast.zhao, cast.county.government), (cast.lin, cast.county.civil)):
        with pytest.raises(Refusal) as refusal:
            actions.unmask(party, FIELDS, "督办", acting_as(person, where))
        assert refusal.value.code == "forbidden"
    office.handled.remove(party.pk)
    with pytest.raises(Refusal, match="只有办理这件事的人"):
        actions.unmask(party, FIELDS, "核对", office.acting)


def test_a_lost_key_is_a_sentence_and_no_act(office: Office, settings: object) -> None:
    party = office.register()
    settings.YANGGUANG_KEYRING = KeyRing({"other": b"o" * 32}, current="other")  # type: ignore[attr-defined]
    with pytest.raises(Refusal, match="yangguang doctor"):
        actions.unmask(party, ["name"], "核对", office.acting)
    assert not Act.objects.filter(kind="parties.party_unmasked").exists()
