"""``yangguang doctor`` says where nobody can handle, review or sign a request: so it is in a house after an upgrade."""

from __future__ import annotations

import pytest

from tests.cast import Cast
from yangguang.foi.health import checks
from yangguang.lib.health import Check
from yangguang.organisations.models import Appointment, Post

pytestmark = pytest.mark.django_db


def said() -> Check:
    [check] = checks()
    assert check.ok, "a warning, no fault: the house runs"
    return check


def test_a_house_that_was_upgraded_lacks_the_permissions_until_people_give_them(cast: Cast) -> None:
    for post in Post.objects.all():
        post.permissions = [one for one in post.permissions if not one.startswith("foi.")]
        post.save(update_fields=["permissions"])
    check = said()
    assert check.warning
    assert "“办理信息公开申请”权限：没有任何人有" in check.message
    assert "“查看信息公开申请”权限：没有任何人有" in check.message
    assert "与标准岗位对照" in check.remedy


def test_an_office_without_a_legal_reviewer_there_or_above_is_named(cast: Cast) -> None:
    check = said()
    assert "法制审核员：" in check.message
    assert "县水利局" in check.message
    assert "县民政局" not in check.message, "Wu Gang reviews there"
    county, water = cast.county.government, cast.county.water
    post, _new = Post.objects.get_or_create(
        organisation=county,
        code="legal-reviewer",
        defaults={"name": "法制审核员", "permissions": ["foi.see"]},
    )
    Appointment.objects.create(post=post, user=cast.sun, since="2020-01-01")
    assert "法制审核员" not in said().message, "who holds it above does it for those below"
    assert water.path.startswith(county.path)
