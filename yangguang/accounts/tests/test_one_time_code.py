"""Signing in with a one-time code; a citizen's account is opened by her first one."""

import re
from datetime import timedelta

import pytest

from yangguang.accounts import actions
from yangguang.accounts.actions import Visitor, check_code, request_code
from yangguang.accounts.models import RealNameLevel, SignInCode, User
from yangguang.journal.actors import SYSTEM
from yangguang.lib import clock
from yangguang.lib.errors import Refusal
from yangguang.notices.models import Message

HERE = Visitor("203.0.113.9")
PHONE = "13700000002"


def sent_code(channel: str, address: str) -> str:
    """The code in the newest message to an address, as its owner reads it."""
    message = Message.objects.to(channel, address).first()
    return re.search(r"\d{6}", message.body)[0]


def wrong(code: str) -> str:
    return "000000" if code != "000000" else "000001"


def test_li_signs_in_with_a_code_to_her_phone(cast, browser):
    answer = browser.post("/accounts/sign-in/code/", {"address": "139 0000 0001", "next": "/search/"})
    assert answer.url == "/accounts/sign-in/code/enter/"
    assert "139****0001" in browser.get(answer.url).content.decode()
    done = browser.post(answer.url, {"code": sent_code("sms", "13900000001")})
    assert done.url == "/search/"
    assert browser.session["_auth_user_id"] == str(cast.li.pk)


def test_the_first_code_opens_an_account(db, browser):
    browser.post("/accounts/sign-in/code/", {"address": "new@citizen.example"})
    done = browser.post("/accounts/sign-in/code/enter/", {"code": sent_code("email", "new@citizen.example")})
    assert done.url == "/accounts/"
    person = User.objects.get(email="new@citizen.example")
    assert person.real_name_level == RealNameLevel.CONTACT
    assert not person.has_usable_password()
    assert not person.is_person_of_staff
    browser.post("/accounts/", {"name": "王芳"})
    assert User.objects.get(pk=person.pk).display_name == "王芳"


def test_the_code_is_stored_as_a_digest_only(db):
    row = request_code(PHONE, HERE)
    code = sent_code("sms", PHONE)
    assert code not in row.code_digest
    assert PHONE not in str(vars(row))
    assert len(row.code_digest) == 64


def test_a_code_works_once(db):
    row = request_code(PHONE, HERE)
    code = sent_code("sms", PHONE)
    assert check_code(row.uid, PHONE, code, HERE).phone == PHONE
    with pytest.raises(Refusal, match="已经失效"):
        check_code(row.uid, PHONE, code, HERE)
    assert User.objects.filter(phone=PHONE).count() == 1


def test_a_code_works_for_ten_minutes(db):
    row = request_code(PHONE, HERE)
    code = sent_code("sms", PHONE)
    with clock.set_to(row.created_at + timedelta(minutes=10)), pytest.raises(Refusal, match="已经失效"):
        check_code(row.uid, PHONE, code, HERE)
    with clock.set_to(row.created_at + timedelta(minutes=9, seconds=59)):
        assert check_code(row.uid, PHONE, code, HERE)


def test_five_wrong_codes_use_it_up(db):
    row = request_code(PHONE, HERE)
    code = sent_code("sms", PHONE)
    for left in (4, 3, 2, 1):
        with pytest.raises(Refusal, match=f"还可以再试 {left} 次"):
            check_code(row.uid, PHONE, wrong(code), HERE)
    with pytest.raises(Refusal, match="次数太多"):
        check_code(row.uid, PHONE, wrong(code), HERE)
    with pytest.raises(Refusal, match="已经失效"):
        check_code(row.uid, PHONE, code, HERE)
    assert not User.objects.filter(phone=PHONE).exists()


def test_a_code_belongs_to_its_address(cast):
    row = request_code(PHONE, HERE)
    with pytest.raises(Refusal, match="已经失效"):
        check_code(row.uid, "13900000001", sent_code("sms", PHONE), HERE)


def test_codes_cannot_be_had_without_end(db):
    start = clock.now()
    with clock.set_to(start):
        request_code(PHONE, HERE)
        with pytest.raises(Refusal, match="刚刚发出"):
            request_code(PHONE, HERE)
    for minute in range(1, 5):
        with clock.set_to(start + timedelta(minutes=minute, seconds=1)):
            request_code(PHONE, HERE)
    with clock.set_to(start + timedelta(minutes=6)), pytest.raises(Refusal, match="次数太多") as refused:
        request_code(PHONE, HERE)
    assert refused.value.code == "too-many"
    assert SignInCode.objects.count() == 5


def test_what_is_no_address_is_said_at_the_field(db, browser):
    page = browser.post("/accounts/sign-in/code/", {"address": "1390000"}).content.decode()
    assert page.count("请填 11 位手机号码或者电子邮箱。") == 2
    assert 'value="1390000"' in page


def test_a_disabled_person_is_sent_nothing_and_told_nothing(cast):
    actions.disable(cast.li, actor=SYSTEM)
    row = request_code("13900000001", HERE)
    assert not Message.objects.to("sms", "13900000001").exists()
    with pytest.raises(Refusal, match="不对"):
        check_code(row.uid, "13900000001", "123456", HERE)


def test_a_locked_password_does_not_lock_the_owner_out_of_her_phone(cast, browser):
    for _turn in range(5):
        browser.post("/accounts/sign-in/", {"identifier": "13900000001", "password": "nonsense"})
    row = request_code("13900000001", HERE)
    assert check_code(row.uid, "13900000001", sent_code("sms", "13900000001"), HERE) == cast.li
