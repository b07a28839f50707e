"""The office pages of organisations and people: only for who manages people, only below her posts."""

import re

import pytest
from django.urls import reverse

from yangguang.journal.actors import SYSTEM
from yangguang.lib import clock
from yangguang.organisations import actions
from yangguang.organisations.models import Appointment, Organisation
from yangguang.organisations.permissions import Permission

TODAY = {"since": clock.today().isoformat()}


@pytest.fixture
def tang_manages_the_town(cast):
    made = actions.create_post(
        cast.county.town, "manager", name="人事", permissions=[Permission.MANAGE_PEOPLE], actor=SYSTEM
    )
    actions.appoint(cast.tang, made, actor=SYSTEM)
    return cast.tang


def address(name, *args):
    return reverse(f"office-{name}", args=args)


def test_the_operator_sees_the_whole_county_and_where_nobody_holds_a_post(cast, as_):
    page = as_(cast.qian).get(address("organisations")).content.decode()
    for organisation in Organisation.objects.all():
        assert organisation.name in page
    assert "6 个岗位没有人" in page  # water: everything but the information officer


def test_who_manages_the_town_sees_the_town_and_its_villages_only(cast, as_, tang_manages_the_town):
    client = as_(tang_manages_the_town)
    page = client.get(address("organisations")).content.decode()
    assert "城关镇东门村民委员会" in page
    assert "阳光县水利局" not in page
    assert client.get(address("organisation", "chengguan")).status_code == 200
    assert client.get(address("organisation", "water")).status_code == 404
    people = client.get(address("people")).content.decode()
    assert "郭强" in people
    assert "林晓" not in people
    assert client.get(address("person", cast.lin.uid)).status_code == 404
    post = cast.county.water.posts.get(code="leader")
    assert client.get(address("appoint", post.uid)).status_code == 404
    held = Appointment.objects.get(user=cast.lin)
    assert client.post(address("appointment-end", held.uid), {"until": clock.today()}).status_code == 404


@pytest.mark.parametrize("who", ["lin", "sun", "zhao", "guo"])
def test_nobody_else_of_staff_comes_in(cast, as_, who):
    client = as_(getattr(cast, who))
    for name, *args in (["organisations"], ["organisation", "water"], ["people"], ["person", cast.lin.uid]):
        assert client.get(address(name, *args)).status_code == 403
    assert client.post(address("person-reset", cast.lin.uid)).status_code == 403


def test_citizens_and_strangers_are_sent_to_sign_in(cast, as_, browser):
    for client in (as_(cast.li), browser):
        answer = client.get(address("people"))
        assert answer.status_code == 302
        assert answer.url.startswith("/accounts/sign-in/")


def test_an_organisation_is_established_renamed_and_merged_in_the_office(cast, as_):
    client = as_(cast.qian)
    form = {
        "parent": "county",
        "name": "阳光县体育局",
        "code": "sports",
        "kind": "department",
        "valid_from": "2020-01-01",
        "posts": ["information-officer", "leader"],
    }
    wrong = client.post(
        address("organisation-new"), {**form, "code": "Sports!", "uscc": "123"}
    ).content.decode()
    assert "代号只能用小写字母" in wrong
    assert 'value="阳光县体育局"' in wrong
    assert client.post(address("organisation-new"), form).url == address("organisation", "sports")
    client.post(
        address("organisation-rename", "sports"),
        {"name": "阳光县文体局", "on": "2024-03-01", "basis": "改革"},
    )
    client.post(
        address("organisation-amend", "sports"),
        {"order": "5", "uscc": "11990101009990071l0"[:18], "number_codes": "x"},
    )
    page = client.get(address("organisation", "sports")).content.decode()
    assert "阳光县文体局" in page
    assert "阳光县体育局" in page  # 名称沿革
    assert (
        client.post(
            address("organisation-merge", "sports"), {"successor": "civil-affairs", "on": clock.today()}
        ).status_code
        == 302
    )
    assert Organisation.objects.get(code="sports").successor == cast.county.civil
    assert "sports" not in client.get(address("organisations")).content.decode()
    assert "阳光县文体局" in client.get(f"{address('organisations')}?closed=1&q=体育").content.decode()


def test_number_codes_are_written_a_line_each(cast, as_):
    client = as_(cast.qian)
    url = address("organisation-amend", "water")
    page = client.post(url, {"order": "5", "number_codes": "department: 12"}).content.decode()
    assert "看不懂" in page
    assert "department: 12" in page
    client.post(
        url, {"order": "5", "uscc": "11990101009990047F", "number_codes": "department=012\nsection=03"}
    )
    assert Organisation.objects.get(code="water").number_codes == {"department": "012", "section": "03"}


def test_a_person_is_taken_on_appointed_and_dismissed(cast, as_, browser):
    client = as_(cast.qian)
    post = cast.county.water.posts.get(code="section-head")
    form = {"post": post.uid, "name": "王伟", "username": "wang.wei", **TODAY}
    taken = client.post(address("person-new"), {**form, "username": "lin.xiao"}).content.decode()
    assert "这个用户名已有人使用" in taken
    assert 'value="王伟"' in taken
    made = client.post(address("person-new"), form)
    initial = re.search(r"<code>([a-z0-9-]{19})</code>", made.content.decode())[1]
    assert "no-store" in made.headers["Cache-Control"]
    signed_in = browser.post("/accounts/sign-in/", {"identifier": "wang.wei", "password": initial})
    assert signed_in.url == "/accounts/first-password/"
    held = Appointment.objects.get(user__username="wang.wei")
    assert initial not in client.get(address("person", held.user.uid)).content.decode()
    leader = cast.county.water.posts.get(code="leader")
    assert client.post(address("appoint", leader.uid), {"user": held.user.uid, **TODAY}).status_code == 302
    again = client.post(address("appoint", leader.uid), {"user": held.user.uid, **TODAY})
    assert again.status_code == 409
    assert "已经担任这个岗位" in again.content.decode()
    assert client.post(address("appointment-end", held.uid), {"until": clock.today()}).status_code == 302
    assert "没有人" in client.get(address("organisation", "water")).content.decode()


def test_accounts_are_reset_disabled_enabled_and_unlocked(cast, as_, browser):
    client = as_(cast.qian)
    for _turn in range(5):
        browser.post("/accounts/sign-in/", {"identifier": "lin.xiao", "password": "nonsense"})
    assert "解除锁定" in client.get(address("person", cast.lin.uid)).content.decode()
    assert client.post(address("person-unlock", cast.lin.uid)).status_code == 302
    assert "没有被锁定" in client.post(address("person-unlock", cast.lin.uid)).content.decode()
    assert client.post(address("person-disable", cast.lin.uid), {"reason": "调离"}).status_code == 302
    assert "账号停用" in client.get(address("people")).content.decode()
    assert client.post(address("person-enable", cast.lin.uid)).status_code == 302
    assert "<code>" in client.post(address("person-reset", cast.lin.uid)).content.decode()
    assert client.post(address("person-disable", cast.qian.uid)).status_code == 403


def test_posts_are_set_up_from_the_standard_or_by_hand(cast, as_):
    client = as_(cast.qian)
    url = address("post-new", "county")
    assert "请选一个标准岗位" in client.post(url, {}).content.decode()
    assert client.post(url, {"standard": "information-officer"}).status_code == 302
    by_hand = {"code": "archivist", "name": "档案员", "permissions": ["disclosure.see_internal"]}
    assert client.post(url, by_hand).status_code == 302
    made = cast.county.government.posts.get(code="archivist")
    client.post(address("post-amend", made.uid), {"name": "档案管理员", "permissions": []})
    made.refresh_from_db()
    assert (made.name, made.permissions) == ("档案管理员", [])
    assert client.post(address("post-abolish", made.uid)).status_code == 302
