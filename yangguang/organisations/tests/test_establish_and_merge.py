"""Organisations are established, renamed, put right and merged; what they were called stays with its time."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from yangguang.journal.actors import SYSTEM
from yangguang.journal.models import Act
from yangguang.lib import clock
from yangguang.lib.errors import Refusal
from yangguang.organisations import actions, rules
from yangguang.organisations.models import Appointment, Division, Organisation
from yangguang.organisations.models.divisions import Level, level_of, parent_code
from yangguang.organisations.permissions import Permission

DAY = date(2020, 5, 1)


def establish(code="sports", name="阳光县体育局", **more):
    return actions.establish_organisation(code, name, kind="department", actor=SYSTEM, **more)


def test_a_new_organisation_stands_in_the_tree_with_its_posts_and_an_act(cast):
    made = establish(
        parent=cast.county.government, posts=["information-officer", "leader"], basis="阳编〔2026〕3号"
    )
    assert made.path == "county/sports/"
    assert [o.code for o in made.ancestors_and_self()] == ["county", "sports"]
    assert made.is_at_or_below(cast.county.government)
    assert [p.name for p in made.posts.all()] == ["信息员", "分管领导"]
    act = Act.objects.get(subject=made.ref)
    assert (act.kind, act.basis, act.public["name"]) == (
        "organisations.organisation_established",
        "阳编〔2026〕3号",
        "阳光县体育局",
    )


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"code": "Sports"}, "code"),
        ({"code": "a/b"}, "code"),
        ({"code": "water"}, "code"),
        ({"name": " "}, "name"),
        ({"uscc": "11990101009990039K"}, "uscc"),
        ({"uscc": "11990101009990039L"}, "uscc"),
    ],
)
def test_what_cannot_be_registered_is_refused_at_its_field(cast, given, field):
    with pytest.raises(Refusal) as refused:
        establish(**given)
    assert refused.value.field == field


def test_a_name_stays_with_its_time(cast):
    civil = cast.county.civil
    actions.rename(
        civil,
        name="阳光县民政和退役军人局",
        short_name="县民政局",
        on=DAY,
        actor=SYSTEM,
        basis="机构改革方案",
    )
    civil.refresh_from_db()
    assert civil.name == "阳光县民政和退役军人局"
    assert civil.name_on(DAY - timedelta(days=1)) == "阳光县民政局"
    assert civil.name_on(DAY) == "阳光县民政和退役军人局"
    assert civil.name_on(date(1999, 1, 1)) == "阳光县民政局"
    act = Act.objects.get(kind="organisations.organisation_renamed")
    assert act.public["old_name"] == "阳光县民政局"


def test_a_rename_on_the_day_of_a_rename_puts_it_right(cast):
    actions.rename(cast.county.civil, name="阳光县民正局", on=DAY, actor=SYSTEM)
    actions.rename(cast.county.civil, name="阳光县民政部", on=DAY, actor=SYSTEM)
    assert [n.name for n in cast.county.civil.names.all()] == ["阳光县民政局", "阳光县民政部"]


def test_renaming_to_the_same_name_ahead_of_time_or_before_the_present_name_is_refused(cast):
    civil = cast.county.civil
    with pytest.raises(Refusal, match="相同"):
        actions.rename(civil, name=civil.name, short_name=civil.short_name, actor=SYSTEM)
    with pytest.raises(Refusal, match="不能晚于今天"):
        actions.rename(civil, name="新名", on=clock.today() + timedelta(days=1), actor=SYSTEM)
    with pytest.raises(Refusal, match="不能早于"):
        actions.rename(civil, name="新名", on=date(2014, 1, 1), actor=SYSTEM)


def test_a_merged_organisation_names_its_successor_and_its_people_stop_that_day(cast):
    civil, water = cast.county.civil, cast.county.water
    actions.merge_into(civil, water, actor=SYSTEM, basis="机构改革方案")
    civil.refresh_from_db()
    assert civil.successor == water
    assert civil not in Organisation.objects.current()
    assert civil in Organisation.objects.current(on=clock.today() - timedelta(days=1))
    assert not rules.appointments(cast.lin)
    assert Appointment.objects.get(user=cast.lin).until == clock.today()
    assert civil.name_on(DAY) == "阳光县民政局"
    with pytest.raises(Refusal, match="已经撤销"):
        actions.merge_into(civil, water, actor=SYSTEM)


def test_an_organisation_with_children_or_into_itself_is_not_merged(cast):
    with pytest.raises(Refusal, match="还有下级机构"):
        actions.merge_into(cast.county.town, cast.county.water, actor=SYSTEM)
    with pytest.raises(Refusal, match="另一个机构"):
        actions.merge_into(cast.county.water, cast.county.water, actor=SYSTEM)


def test_nothing_is_established_under_a_closed_organisation(cast):
    actions.merge_into(cast.county.water, cast.county.civil, actor=SYSTEM)
    cast.county.water.refresh_from_db()
    with pytest.raises(Refusal, match="已经撤销"):
        establish(parent=cast.county.water)


def test_the_database_refuses_what_no_verb_would_do(cast):
    for wrong in ({"valid_to": date(2000, 1, 1)}, {"successor": cast.county.water}, {"kind": "club"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Organisation.objects.filter(code="civil-affairs").update(**wrong)


def test_the_nearest_row_counts_and_one_for_everywhere_comes_last(cast):
    county = cast.county
    names = county.government.names.model.objects
    assert rules.nearest(names.all(), county.village).organisation == county.village
    assert (
        rules.nearest(names.exclude(organisation=county.village), county.village).organisation == county.town
    )
    only_county = names.filter(organisation=county.government)
    assert rules.nearest(only_county, county.village).organisation == county.government
    assert rules.nearest(names.filter(organisation=county.water), county.village) is None


def test_divisions_find_their_parents_by_code(db):
    assert (parent_code("530926"), parent_code("530900"), parent_code("530000")) == ("530900", "530000", None)
    assert (parent_code("530926100001"), parent_code("530926100000")) == ("530926100000", "530926")
    assert [level_of(c) for c in ("530000", "530900", "530926", "530926100000", "530926100001")] == list(
        Level
    )
    since = date(1950, 1, 1)
    city = actions.add_division("530900", "某市", actor=SYSTEM, valid_from=since)
    county = actions.add_division("530926", "某县", actor=SYSTEM, valid_from=since)
    assert county.parent == city
    with pytest.raises(Refusal, match="正在使用"):
        actions.add_division("530926", "另一县", actor=SYSTEM, valid_from=since)
    actions.end_division(county, valid_to=date(2020, 1, 1), actor=SYSTEM)
    again = actions.add_division("530926", "某县级市", actor=SYSTEM, valid_from=date(2020, 1, 1))
    assert list(Division.objects.current(on=date(2019, 12, 31)).filter(code="530926")) == [county]
    assert list(Division.objects.current(on=date(2020, 1, 1)).filter(code="530926")) == [again]
    with pytest.raises(Refusal, match="6 位或 12 位"):
        actions.add_division("53092", "短", actor=SYSTEM, valid_from=since)


def test_a_signed_in_person_establishes_only_where_she_manages_people(cast):
    qian = rules.acting_as(cast.qian, cast.county.town, permission=Permission.MANAGE_PEOPLE)
    made = actions.establish_organisation(
        "west", "西门村委会", kind="village", parent=cast.county.town, actor=qian
    )
    assert Act.objects.get(subject=made.ref).actor_organisation_code == "county"
    lin = rules.acting_as(cast.lin, cast.county.civil, permission=Permission.DRAFT)
    for parent in (cast.county.civil, None):
        with pytest.raises(Refusal) as refused:
            actions.establish_organisation("x", "某局", kind="department", parent=parent, actor=lin)
        assert refused.value.code == "forbidden"
