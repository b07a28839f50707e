"""What an upgrade brings is given to nobody by itself: doctor says so, the office offers it, a person decides."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from tests.cast import Cast
from yangguang.accounts.models import User
from yangguang.journal.models import Act
from yangguang.lib.errors import Refusal
from yangguang.organisations import actions, health, rules
from yangguang.organisations.acts import POST_AMENDED
from yangguang.organisations.models import Post
from yangguang.organisations.permissions import Permission

PAGE = "/office/posts/standard/"
As = Callable[[User], Client]


@pytest.fixture
def before_the_upgrade(cast: Cast) -> Cast:
    """The county as it was when nobody could withdraw anything yet."""
    for post in Post.objects.all():
        post.permissions = sorted(set(post.permissions) - {"disclosure.withdraw"})
        post.save(update_fields=["permissions"])
    return cast


def test_doctor_tells_what_no_post_may(cast: Cast, before_the_upgrade: Cast) -> None:
    [check] = health.checks()
    assert check.ok and check.warning
    assert "没有哪个岗位可以：撤下和恢复公开信息" in check.message and "与标准岗位对照" in check.remedy


def test_a_house_that_has_all_of_it_and_an_empty_one_are_well(cast: Cast) -> None:
    [check] = health.checks()
    assert check.ok and not check.warning
    Post.objects.update(permissions=[])
    assert health.checks()[0].warning
    Post.objects.all().update(abolished_on="2020-01-01")
    assert not health.checks()[0].warning, "a house without posts lacks nothing yet"


def test_the_office_offers_it_and_gives_it_to_whom_the_operator_ticks(
    before_the_upgrade: Cast, as_: As
) -> None:
    cast = before_the_upgrade
    page = as_(cast.qian).get(PAGE).content.decode()
    assert "撤下和恢复公开信息" in page and "现在没有岗位可以办" in page
    assert "运行维护" not in page.partition("<h2")[2], "guarded permissions are not offered"
    head, leader = (
        Post.objects.get(organisation=cast.county.civil, code=code) for code in ("section-head", "leader")
    )
    assert head.uid in page and leader.uid in page
    assert not rules.may(cast.zhou, Permission.WITHDRAW, cast.county.civil)
    sent = {"permission": "disclosure.withdraw", "post": [head.uid], "basis": "局务会议定"}
    answer = as_(cast.qian).post(PAGE, sent, follow=True).content.decode()
    assert "已给 1 个岗位加上“撤下和恢复公开信息”" in answer
    assert head.uid not in answer and leader.uid in answer and "现在没有岗位可以办" not in answer
    assert rules.may(User.objects.get(pk=cast.zhou.pk), Permission.WITHDRAW, cast.county.civil)
    assert not rules.may(User.objects.get(pk=cast.chen.pk), Permission.WITHDRAW, cast.county.civil)
    act = Act.objects.get(kind=POST_AMENDED)
    assert (
        act.subject == head.ref
        and act.basis == "局务会议定"
        and "disclosure.withdraw" in act.public["permissions"]
    )
    assert not health.checks()[0].warning


def test_nothing_is_given_without_a_tick_twice_or_to_a_stranger(before_the_upgrade: Cast, as_: As) -> None:
    cast = before_the_upgrade
    head = Post.objects.get(organisation=cast.county.civil, code="section-head")
    sent = {"permission": "disclosure.withdraw", "post": [head.uid]}
    assert "请先勾选" in as_(cast.qian).post(PAGE, {**sent, "post": []}, follow=True).content.decode()
    assert as_(cast.zhou).post(PAGE, sent).status_code == 403
    as_(cast.qian).post(PAGE, sent)
    assert "已经有这项权限" in as_(cast.qian).post(PAGE, sent, follow=True).content.decode()
    assert Act.objects.filter(kind=POST_AMENDED).count() == 1
    for guarded in ("operate", "nonsense"):
        as_(cast.qian).post(PAGE, {**sent, "permission": guarded})
    head.refresh_from_db()
    assert "nonsense" not in head.permissions


def test_a_guarded_permission_is_given_only_by_who_holds_it(cast: Cast) -> None:
    held = rules.acting_as(cast.qian, cast.county.civil, permission=Permission.MANAGE_PEOPLE)
    Post.objects.filter(code="operator").update(permissions=["organisations.manage"])
    held = rules.acting_as(
        User.objects.get(pk=cast.qian.pk), cast.county.civil, permission=Permission.MANAGE_PEOPLE
    )
    head = Post.objects.get(organisation=cast.county.civil, code="section-head")
    with pytest.raises(Refusal, match="系统管理权限"):
        actions.allow(head, "operate", actor=held)
