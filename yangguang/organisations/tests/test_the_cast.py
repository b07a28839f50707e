"""The house's own people can do what their posts say, and nothing else."""

from yangguang.organisations import rules
from yangguang.organisations.permissions import Permission


def test_lin_drafts_for_civil_affairs_and_nowhere_else(cast):
    county = cast.county
    assert rules.may(cast.lin, Permission.DRAFT, county.civil)
    assert not rules.may(cast.lin, Permission.DRAFT, county.water)
    assert not rules.may(cast.lin, Permission.DRAFT, county.government)
    assert not rules.may(cast.lin, Permission.REVIEW, county.civil)
    assert list(rules.organisations_where(cast.lin, Permission.DRAFT)) == [county.civil]


def test_a_post_in_the_county_counts_everywhere_below(cast):
    county = cast.county
    assert rules.may(cast.sun, Permission.MANAGE_CATALOGUE, county.village)
    assert rules.may(cast.qian, Permission.MANAGE_PEOPLE, county.civil)
    assert rules.organisations_where(cast.qian, Permission.OPERATE).count() == 6


def test_the_town_reviews_for_its_village_but_not_for_the_county(cast):
    assert rules.may(cast.guo, Permission.REVIEW, cast.county.village)
    assert not rules.may(cast.guo, Permission.REVIEW, cast.county.government)


def test_a_post_without_holder_is_a_visible_state(cast):
    assert list(rules.holders(cast.county.civil, "section-head")) == [cast.zhou]
    assert not rules.holders(cast.county.water, "section-head")


def test_citizens_hold_nothing(cast):
    assert not rules.appointments(cast.li)
    assert not rules.may_anywhere(cast.li, Permission.DRAFT)


def test_everybody_signs_in_with_the_same_password(cast):
    assert all(person.check_password(cast.password) for person in (cast.lin, cast.guo, cast.li))
