"""An organisation says where it takes requests for information in; those without an office of their own use the nearest above."""

import pytest
from django.urls import reverse

from yangguang.journal.actors import SYSTEM
from yangguang.journal.models import Act
from yangguang.lib.errors import Refusal
from yangguang.organisations import actions, rules
from yangguang.organisations.contacts import in_letters, reached
from yangguang.organisations.models import Contact, Organisation
from yangguang.organisations.permissions import Permission

GIVEN = {
    "office": "阳光县民政局办公室",
    "address": "阳光县城关镇人民路2号",
    "postcode": "990000",
    "telephone": "0000-1234567",
    "fax": "0000-1234568",
    "email": "office@civil.example",
    "hours": "工作日 9:00—12:00，14:00—17:30",
}


def given(organisation, **changes):
    return actions.set_contact(organisation, actor=SYSTEM, **{**GIVEN, **changes})


def test_a_contact_is_registered_put_right_and_removed_each_with_its_act(cast):
    civil = cast.county.civil
    given(civil)
    given(civil)  # nothing changed: no act
    given(civil, telephone="0000-7654321")
    acts = Act.objects.filter(kind="organisations.contact_set", subject=civil.ref).order_by("pk")
    assert [act.public["changed"] for act in acts] == [sorted(GIVEN), ["telephone"]]
    assert not any("7654321" in str(act.public) for act in acts)
    assert Contact.objects.get(organisation=civil).telephone == "0000-7654321"
    actions.remove_contact(civil, actor=SYSTEM)
    assert not Contact.objects.exists()
    assert Act.objects.filter(kind="organisations.contact_removed", subject=civil.ref).count() == 1
    with pytest.raises(Refusal):
        actions.remove_contact(civil, actor=SYSTEM)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"office": " "}, "office"),
        ({"address": ""}, "address"),
        ({"hours": ""}, "hours"),
        ({"telephone": ""}, "telephone"),
        ({"telephone": "电话找张三"}, "telephone"),
        ({"telephone": "0000-12345"}, "telephone"),
        ({"fax": "0000-1234567-"}, "fax"),
        ({"email": "office.civil.example"}, "email"),
        ({"postcode": "99000"}, "postcode"),
        ({"address": "路" * 201}, "address"),
        ({"telephone": "、".join(["0000-1234567"] * 9)}, "telephone"),
    ],
)
def test_what_nobody_could_write_to_or_call_is_refused_at_its_field(cast, typed, field):
    with pytest.raises(Refusal) as refused:
        given(cast.county.civil, **typed)
    assert refused.value.field == field
    assert not Contact.objects.exists()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("０000－1234567", "0000-1234567"),
        ("(0000) 1234567", "0000-1234567"),
        ("0000—1234567；12345", "0000-1234567、12345"),
        ("0000-1234567-801", "0000-1234567-801"),
        ("13800000000", "13800000000"),
    ],
)
def test_a_number_is_kept_as_one_writes_numbers(cast, typed, kept):
    assert given(cast.county.civil, telephone=typed).telephone == kept


def test_who_has_none_is_served_by_the_nearest_above(cast):
    village = Organisation.objects.filter(kind="village", parent=cast.county.town).first()
    assert reached(village) is None
    assert in_letters(village) == village.name
    given(cast.county.government, office="阳光县人民政府办公室")
    assert reached(village).contact.office == "阳光县人民政府办公室"
    given(cast.county.town, office="城关镇党政综合办公室")
    found = reached(village)
    assert (found.own, found.contact.organisation) == (False, cast.county.town)
    assert reached(cast.county.town).own
    assert in_letters(village) == (
        "城关镇党政综合办公室，地址：阳光县城关镇人民路2号（邮政编码 990000），电话：0000-1234567"
    )


def test_a_closed_organisation_takes_nothing_in(cast):
    made = actions.establish_organisation(
        "sports", "阳光县体育局", kind="department", actor=SYSTEM, parent=cast.county.government
    )
    actions.merge_into(made, cast.county.civil, actor=SYSTEM)
    with pytest.raises(Refusal) as refused:
        given(made)
    assert refused.value.code == "conflict"


def test_the_office_registers_it_on_a_page_that_keeps_what_was_typed(cast, as_):
    client = as_(cast.qian)
    address = reverse("office-organisation-contact", args=["civil-affairs"])
    home = reverse("office-organisation", args=["civil-affairs"])
    assert address in client.get(home).content.decode()
    wrong = client.post(address, {**GIVEN, "email": "谁也不是"}).content.decode()
    assert "电子邮箱不对" in wrong
    assert "阳光县城关镇人民路2号" in wrong
    assert "谁也不是" in wrong
    assert client.post(address, GIVEN).url == home
    assert "0000-1234567" in client.get(home).content.decode()
    assert 'value="0000-1234568"' in client.get(address).content.decode()
    assert client.post(address, dict.fromkeys(GIVEN, "")).url == home
    assert not Contact.objects.exists()
    assert "请填写受理机构" in client.post(address, dict.fromkeys(GIVEN, "")).content.decode()


def test_who_manages_a_town_writes_the_town_s_and_no_other(cast, as_):
    post = actions.create_post(
        cast.county.town, "manager", name="人事", permissions=[Permission.MANAGE_PEOPLE], actor=SYSTEM
    )
    actions.appoint(cast.tang, post, actor=SYSTEM)
    client = as_(cast.tang)
    assert client.post(reverse("office-organisation-contact", args=["water"]), GIVEN).status_code == 404
    with pytest.raises(Refusal):
        actions.set_contact(cast.county.water, actor=rules.acting_as(cast.tang, cast.county.town), **GIVEN)
    assert client.post(reverse("office-organisation-contact", args=["chengguan"]), GIVEN).status_code == 302
    assert Contact.objects.get().organisation == cast.county.town


def test_the_public_page_of_an_organisation_says_it_and_a_village_says_who_serves(cast, browser):
    village = Organisation.objects.filter(kind="village", parent=cast.county.town).first()
    assert "受理机构" not in browser.get(cast.county.town.get_absolute_url()).content.decode()
    given(cast.county.town, office="城关镇党政综合办公室")
    page = browser.get(cast.county.town.get_absolute_url()).content.decode()
    for value in ("城关镇党政综合办公室", "0000-1234567", "office@civil.example", "990000"):
        assert value in page
    assert "代为受理" not in page
    assert f"由{cast.county.town.name}代为受理" in browser.get(village.get_absolute_url()).content.decode()
