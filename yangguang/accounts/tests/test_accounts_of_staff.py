"""Accounts opened, changed, disabled and unlocked; the initial password works once."""

import pytest

from yangguang.accounts import actions
from yangguang.accounts.actions import Visitor, check_password
from yangguang.accounts.models import User
from yangguang.accounts.visitors import visitor
from yangguang.journal.actors import SYSTEM
from yangguang.journal.models import Act
from yangguang.lib.errors import Refusal

HERE = Visitor("203.0.113.9")


def test_the_initial_password_leads_to_a_password_of_her_own_first(db, browser):
    user, initial = actions.create_staff("wang.wei", "王伟", actor=SYSTEM, phone="13700000009")
    answer = browser.post("/accounts/sign-in/", {"identifier": "wang.wei", "password": initial})
    assert answer.url == "/accounts/first-password/"
    assert "_auth_user_id" not in browser.session
    assert browser.get("/accounts/").status_code == 302
    page = browser.post(answer.url, {"new": "12345678", "again": "12345678"}).content.decode()
    assert "10" in page
    assert (
        "两次填的不一样"
        in browser.post(answer.url, {"new": "向阳花开-七月", "again": "别的"}).content.decode()
    )
    assert "和现在的密码相同" in browser.post(answer.url, {"new": initial, "again": initial}).content.decode()
    done = browser.post(answer.url, {"new": "向阳花开-七月的风吹过", "again": "向阳花开-七月的风吹过"})
    assert done.status_code == 302
    assert browser.session["_auth_user_id"] == str(user.pk)
    assert check_password("wang.wei", "向阳花开-七月的风吹过", HERE) == user


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"username": "13900001111"}, "username"),
        ({"username": "a@b.cn"}, "username"),
        ({"username": "王伟"}, "username"),
        ({"username": "LIN.xiao"}, "username"),
        ({"name": " "}, "name"),
        ({"email": "nonsense"}, "email"),
        ({"email": "LIN.XIAO@yangguang.example"}, "email"),
        ({"phone": "1380000"}, "phone"),
        ({"phone": "139 0000 0001"}, "phone"),
    ],
)
def test_an_account_with_a_wrong_or_taken_identifier_is_refused_at_its_field(cast, given, field):
    before = User.objects.count()
    with pytest.raises(Refusal) as refused:
        actions.create_staff(**{"username": "wang.wei", "name": "王伟", "actor": SYSTEM, **given})
    assert refused.value.field == field
    assert User.objects.count() == before


def test_opening_an_account_is_an_act_without_a_public_name(db):
    user, _initial = actions.create_staff("wang.wei", "王伟", actor=SYSTEM)
    act = Act.objects.get(subject=user.ref)
    assert act.kind == "accounts.staff_account_created"
    assert not act.is_public
    assert "王伟" not in str(act.public)


def test_a_reset_ends_sessions_and_locks(cast, as_):
    inside = as_(cast.lin)
    for _turn in range(5):
        with pytest.raises(Refusal):
            check_password("lin.xiao", "nonsense", HERE)
    initial = actions.reset_password(cast.lin, actor=SYSTEM)
    assert inside.get("/accounts/").status_code == 302
    assert check_password("lin.xiao", initial, HERE) == cast.lin


def test_unlocking_is_an_act_and_needs_a_lock(cast):
    with pytest.raises(Refusal, match="没有被锁定"):
        actions.unlock(cast.lin, actor=SYSTEM)
    for _turn in range(5):
        with pytest.raises(Refusal):
            check_password("lin.xiao", "nonsense", HERE)
    actions.unlock(cast.lin, actor=SYSTEM)
    assert check_password("lin.xiao", cast.password, HERE) == cast.lin
    assert Act.objects.filter(kind="accounts.account_unlocked").count() == 1


def test_disabling_twice_is_a_conflict_not_a_second_act(cast):
    actions.disable(cast.lin, actor=SYSTEM)
    with pytest.raises(Refusal) as refused:
        actions.disable(cast.lin, actor=SYSTEM)
    assert refused.value.code == "conflict"
    assert Act.objects.filter(kind="accounts.account_disabled").count() == 1


def test_nobody_loses_her_last_address(cast):
    with pytest.raises(Refusal, match="至少要留一个"):
        actions.amend_account(cast.li, actor=SYSTEM, email="", phone="")


def test_a_new_password_is_changed_against_the_present_one(cast, as_):
    client = as_(cast.lin)
    new = {"new": "向阳花开-七月的风吹过", "again": "向阳花开-七月的风吹过"}
    assert "密码不对" in client.post("/accounts/password/", {"current": "nonsense", **new}).content.decode()
    assert (
        "密码已修改" in client.post("/accounts/password/", {"current": cast.password, **new}).content.decode()
    )
    assert client.get("/accounts/").status_code == 200  # this session goes on
    assert check_password("lin.xiao", new["new"], HERE)


def test_only_the_own_proxys_word_is_believed_about_where_a_visitor_is(rf):
    def seen(direct, forwarded=""):
        return visitor(rf.get("/", REMOTE_ADDR=direct, headers={"X-Forwarded-For": forwarded})).address

    assert seen("127.0.0.1", "6.6.6.6, 203.0.113.5") == "203.0.113.5"
    assert seen("203.0.113.7", "6.6.6.6") == "203.0.113.7"
    assert seen("127.0.0.1") == "127.0.0.1"
    assert seen("", "2001:db8::0001") == "2001:db8::1"
    assert seen("127.0.0.1", "<script>") == "unknown"
