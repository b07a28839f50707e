"""Appointments: who holds what from when, standing in, duties apart, and what nobody can give herself."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from yangguang.journal.actors import SYSTEM
from yangguang.journal.models import Act
from yangguang.lib import clock
from yangguang.lib.errors import Refusal
from yangguang.organisations import actions, rules
from yangguang.organisations.models import Appointment
from yangguang.organisations.permissions import Permission


@pytest.fixture
def qian(cast):
    return rules.acting_as(cast.qian, cast.county.government, permission=Permission.MANAGE_PEOPLE)


def post(organisation, code):
    return organisation.posts.get(code=code)


def test_an_appointment_counts_from_its_day_to_the_day_before_it_ends(cast):
    today = clock.today()
    start, end = today + timedelta(days=3), today + timedelta(days=10)
    actions.appoint(cast.he, post(cast.county.water, "leader"), since=start, until=end, actor=SYSTEM)
    held = [
        rules.may(cast.he, Permission.REVIEW, cast.county.water, on=today + timedelta(days=n))
        for n in (2, 3, 9, 10)
    ]
    assert held == [False, True, True, False]


def test_who_is_dismissed_today_has_no_rights_today(cast, as_):
    appointment = Appointment.objects.get(user=cast.lin)
    assert cast.lin.has_perm("wagtailadmin.access_admin")
    actions.end_appointment(appointment, actor=SYSTEM, basis="阳人〔2026〕8号")
    assert not rules.may(cast.lin, Permission.DRAFT, cast.county.civil)
    assert not cast.lin.has_perm("wagtailadmin.access_admin")
    with pytest.raises(Refusal, match="已于"):
        actions.end_appointment(appointment, actor=SYSTEM)


def test_the_act_of_an_appointment_names_the_post_in_public_and_the_person_in_private(cast):
    actions.appoint(cast.he, post(cast.county.water, "leader"), actor=SYSTEM)
    act = Act.objects.get(kind="organisations.appointment_made")
    assert act.public["post_name"] == "分管领导"
    assert "何平" not in str(act.public)
    assert act.private.facts["name"] == "何平"


def test_standing_in_names_in_whose_place(cast):
    held = actions.appoint(cast.zhou, post(cast.county.civil, "leader"), on_behalf_of=cast.chen, actor=SYSTEM)
    assert held.acting
    acting = rules.acting_as(cast.zhou, cast.county.civil, post_code="leader")
    assert (acting.actor.name, acting.actor.post, acting.actor.on_behalf_of) == ("周敏", "分管领导", "陈静")
    assert list(rules.holders(cast.county.civil, "leader")) == [cast.zhou, cast.chen]
    with pytest.raises(Refusal, match="不担任这个岗位"):
        actions.appoint(cast.wu, post(cast.county.civil, "leader"), on_behalf_of=cast.lin, actor=SYSTEM)
    with pytest.raises(Refusal, match="不能代自己"):
        actions.appoint(cast.wu, post(cast.county.civil, "leader"), on_behalf_of=cast.wu, actor=SYSTEM)


def test_a_regular_appointment_goes_before_standing_in(cast):
    actions.appoint(cast.chen, post(cast.county.civil, "section-head"), on_behalf_of=cast.zhou, actor=SYSTEM)
    acting = rules.acting_as(cast.chen, cast.county.civil, permission=Permission.REVIEW)
    assert acting.post_code == "leader"


def test_overlapping_appointments_to_one_post_are_refused(cast):
    today = clock.today()
    leader = post(cast.county.water, "leader")
    actions.appoint(cast.he, leader, since=today, until=today + timedelta(days=10), actor=SYSTEM)
    for since, until in (
        (today + timedelta(days=9), None),
        (today - timedelta(days=5), today + timedelta(days=1)),
    ):
        with pytest.raises(Refusal, match="已经担任"):
            actions.appoint(cast.he, leader, since=since, until=until, actor=SYSTEM)
    assert actions.appoint(cast.he, leader, since=today + timedelta(days=10), actor=SYSTEM)
    with pytest.raises(IntegrityError), transaction.atomic():
        Appointment.objects.create(user=cast.he, post=leader, since=today + timedelta(days=20))


def test_only_staff_in_use_are_appointed(cast):
    with pytest.raises(Refusal, match="工作人员账号"):
        actions.appoint(cast.li, post(cast.county.water, "leader"), actor=SYSTEM)


def test_nobody_appoints_herself(cast, qian):
    with pytest.raises(Refusal, match="不能任命自己"):
        actions.appoint(cast.qian, post(cast.county.water, "leader"), actor=qian)


def test_who_runs_the_house_does_not_watch_it(cast, qian):
    with pytest.raises(Refusal, match=r"运行维护.*电子监察|电子监察.*运行维护"):
        actions.appoint(cast.zhao, post(cast.county.government, "operator"), actor=SYSTEM)
    with pytest.raises(Refusal, match="不同的人"):
        actions.appoint(cast.qian, post(cast.county.government, "supervisor"), actor=SYSTEM)
    with pytest.raises(Refusal, match="不同的人"):
        actions.amend_post(
            post(cast.county.government, "supervisor"),
            name="",
            permissions=["supervision.watch", "operate"],
            actor=SYSTEM,
        )


def test_a_town_manager_cannot_make_operators_nor_reach_out_of_the_town(cast, qian):
    town = cast.county.town
    manager_post = actions.create_post(
        town, "manager", name="人事", permissions=[Permission.MANAGE_PEOPLE], actor=qian
    )
    actions.appoint(cast.tang, manager_post, actor=qian)
    tang = rules.acting_as(cast.tang, town, permission=Permission.MANAGE_PEOPLE)
    assert actions.create_post(
        cast.county.village, "clerk", name="文书", permissions=["disclosure.draft"], actor=tang
    )
    with pytest.raises(Refusal, match="本来就有这些权限"):
        actions.create_post(town, "root", name="万能", permissions=[Permission.OPERATE], actor=tang)
    with pytest.raises(Refusal, match="没有“管理机构和人员”的权限"):
        actions.create_post(cast.county.water, "clerk", name="文书", permissions=[], actor=tang)
    with pytest.raises(Refusal, match="上级机构的系统管理员"):
        actions.reset_password(cast.lin, actor=tang)
    assert actions.reset_password(cast.guo, actor=tang)
    # Guo also gets a post in the county: from then on the county looks after his account.
    actions.appoint(cast.guo, post(cast.county.government, "leader"), actor=qian)
    with pytest.raises(Refusal, match="管理范围以外任职"):
        actions.reset_password(cast.guo, actor=tang)


def test_acting_as_says_what_is_missing(cast):
    with pytest.raises(Refusal, match="没有“起草公开信息”的权限") as refused:
        rules.acting_as(cast.lin, cast.county.water, permission=Permission.DRAFT)
    assert refused.value.code == "forbidden"
    with pytest.raises(Refusal, match="没有在县民政局担任这个岗位"):
        rules.acting_as(cast.lin, cast.county.civil, post_code="leader")
    # A lane's post is looked for in exactly this organisation: the town's leader does not act for the village.
    with pytest.raises(Refusal):
        rules.acting_as(cast.luo, cast.county.village, post_code="leader")


def test_a_post_that_is_held_is_not_abolished(cast, qian):
    leader = post(cast.county.civil, "leader")
    with pytest.raises(Refusal, match="请先办理免职"):
        actions.abolish_post(leader, actor=qian)
    actions.end_appointment(Appointment.objects.get(user=cast.chen), actor=qian)
    actions.abolish_post(leader, actor=qian)
    with pytest.raises(Refusal, match="不存在"):
        actions.appoint(cast.chen, leader, actor=qian)


def test_unknown_permissions_and_posts_are_refused(cast, qian):
    with pytest.raises(Refusal, match="没有这些权限：fly"):
        actions.create_post(cast.county.water, "x", name="某", permissions=["fly"], actor=qian)
    with pytest.raises(Refusal, match="请填写岗位名称"):
        actions.create_post(cast.county.water, "x", actor=qian)
    with pytest.raises(Refusal, match="已有代号为 leader 的岗位"):
        actions.create_post(cast.county.water, "leader", actor=qian)
