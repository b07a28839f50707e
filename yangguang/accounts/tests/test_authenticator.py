"""The second factor: bound, asked for, lost, reset."""

import re
from datetime import timedelta

import pytest

from yangguang.accounts import actions
from yangguang.accounts.models import Authenticator, OpenSession, RecoveryCode, SignIn
from yangguang.journal.models import Act
from yangguang.lib import clock, totp
from yangguang.lib.errors import Refusal

SIGN_IN = "/accounts/sign-in/"
SECOND = "/accounts/sign-in/second/"
BIND = "/accounts/authenticator/"
NOW = clock.moment(clock.today(), 9)


def give_password(browser, person, password, **more):
    return browser.post(SIGN_IN, {"identifier": person.own_identifier, "password": password, **more})


def shown_on_the_phone(person, later: int = 0) -> str:
    secret = Authenticator.objects.get(user=person).secret()
    return totp.code(secret, totp.step_at(clock.now()) + later)


def bind(browser, person) -> list[str]:
    """Binds an app in a browser; answers the recovery codes that the page shows."""
    browser.post(BIND, {"action": "begin"})
    page = browser.post(BIND, {"code": shown_on_the_phone(person)}).content.decode()
    return re.findall(r"<li><b>([a-z2-9]{5}-[a-z2-9]{5})</b>", page)


@pytest.fixture
def bound(cast, as_):
    """钱进 has bound his phone, an hour ago."""
    with clock.set_to(NOW - timedelta(hours=1)):
        return bind(as_(cast.qian), cast.qian)


def test_qian_binds_his_phone_by_picture_or_by_letters_and_is_shown_ten_codes_once(cast, as_):
    browser = as_(cast.qian)
    assert "开始绑定" in browser.get(BIND).content.decode()
    assert browser.post(BIND, {"action": "begin"}).status_code == 302
    page = browser.get(BIND).content.decode()
    secret = Authenticator.objects.get(user=cast.qian).secret()
    assert totp.spelled(secret) in page
    assert "<svg" in page
    wrong = browser.post(BIND, {"code": "000000"}).content.decode()
    assert "动态口令不对" in wrong
    page = browser.post(BIND, {"code": shown_on_the_phone(cast.qian)}).content.decode()
    codes = re.findall(r"<li><b>([a-z2-9]{5}-[a-z2-9]{5})</b>", page)
    assert len(set(codes)) == 10
    assert not any(code in browser.get("/accounts/").content.decode() for code in codes)
    act = Act.objects.get(kind="accounts.authenticator_bound")
    assert not act.is_public


def test_neither_secret_nor_recovery_codes_stand_in_the_database(cast, bound):
    row = Authenticator.objects.get(user=cast.qian)
    assert row.secret() not in bytes(row.sealed_secret)
    digests = set(RecoveryCode.objects.values_list("digest", flat=True))
    assert not digests & {*bound, *(code.replace("-", "") for code in bound)}


def test_the_password_alone_does_not_let_him_in_any_more(cast, browser, bound):
    with clock.set_to(NOW):
        assert give_password(browser, cast.qian, cast.password, next="/office/people/").url == SECOND
        assert "_auth_user_id" not in browser.session
        assert browser.get("/office/desk/").url.startswith(SIGN_IN)
        answer = browser.post(SECOND, {"code": shown_on_the_phone(cast.qian)})
        assert answer.url == "/office/people/"
        assert browser.get(answer.url).status_code == 200
    assert list(SignIn.objects.order_by("id").values_list("outcome", "method")) == [
        ("halfway", "password"),
        ("ok", "totp"),
    ]


def test_a_code_works_once_and_none_from_before_it(cast, browser, bound, client):
    with clock.set_to(NOW):
        code, older = shown_on_the_phone(cast.qian), shown_on_the_phone(cast.qian, -1)
        give_password(browser, cast.qian, cast.password)
        assert browser.post(SECOND, {"code": code}).status_code == 302
        for typed in (code, older):
            give_password(client, cast.qian, cast.password)
            assert "或者已经用过" in client.post(SECOND, {"code": typed}).content.decode()


def test_five_wrong_codes_close_the_door_and_the_right_password_does_not_open_it(cast, browser, bound):
    with clock.set_to(NOW):
        for _attempt in range(5):
            give_password(browser, cast.qian, cast.password)
            answer = browser.post(SECOND, {"code": "000000"})
        assert answer.status_code == 429
        give_password(browser, cast.qian, cast.password)
        answer = browser.post(SECOND, {"code": shown_on_the_phone(cast.qian)})
        assert (answer.status_code, "动态口令输错的次数太多" in answer.content.decode()) == (429, True)
    with clock.set_to(NOW + timedelta(minutes=16)):
        give_password(browser, cast.qian, cast.password)
        assert browser.post(SECOND, {"code": shown_on_the_phone(cast.qian)}).status_code == 302


def test_without_the_phone_a_recovery_code_lets_him_in_once(cast, browser, bound, client):
    with clock.set_to(NOW):
        give_password(browser, cast.qian, cast.password)
        assert browser.post(SECOND, {"code": f" {bound[3].upper()} "}).url == "/office/"
        assert "还有 9 个备用口令" in browser.get("/accounts/").content.decode()
        give_password(client, cast.qian, cast.password)
        assert client.post(SECOND, {"code": bound[3]}).status_code == 200
        assert "_auth_user_id" not in client.session


def test_the_second_step_waits_ten_minutes_and_is_nobody_elses(cast, browser, bound):
    assert browser.get(SECOND).url == SIGN_IN
    with clock.set_to(NOW):
        give_password(browser, cast.qian, cast.password)
    with clock.set_to(NOW + timedelta(minutes=11)):
        assert browser.post(SECOND, {"code": shown_on_the_phone(cast.qian)}).url == SIGN_IN


@pytest.mark.parametrize(("policy", "person", "led"), [
    ("off", "qian", False), ("guarded", "qian", True), ("guarded", "lin", False), ("all", "lin", True),
    ("all", "li", False),
])  # fmt: skip
def test_who_must_have_one_is_led_to_it_before_anything_of_the_office(
    cast, browser, settings, policy, person, led
):
    settings.YANGGUANG_TOTP = policy
    who = getattr(cast, person)
    answer = give_password(browser, who, cast.password)
    assert (answer.url == BIND) is led
    if not led:
        assert "_auth_user_id" in browser.session
        return
    assert browser.get("/office/desk/").url.startswith(SIGN_IN)
    told = browser.get(BIND).content.decode()
    assert ("您的岗位要求" in told, "以后再说" in told) == (True, False)
    assert len(bind(browser, who)) == 10
    assert browser.get("/office/desk/").status_code == 200


def test_whose_post_comes_to_need_it_meets_the_gate_with_the_next_page(cast, as_, settings):
    browser = as_(cast.qian)
    assert browser.get("/office/desk/").status_code == 200
    settings.YANGGUANG_TOTP = "guarded"
    assert browser.get("/office/people/?q=lin").url == f"{BIND}?next=%2Foffice%2Fpeople%2F%3Fq%3Dlin"
    assert browser.post("/office/people/new/", {}).url.startswith(BIND)
    assert browser.get("/accounts/").status_code == 200
    assert len(bind(browser, cast.qian)) == 10
    assert browser.get("/office/people/").status_code == 200


def test_binding_signs_out_the_browsers_that_came_in_with_the_password_alone(cast, browser, client):
    give_password(client, cast.lin, cast.password)
    give_password(browser, cast.lin, cast.password)
    bind(browser, cast.lin)
    assert client.get("/accounts/").status_code == 302
    assert browser.get("/accounts/").status_code == 200


def test_a_new_phone_takes_password_and_code(cast, as_, bound):
    browser = as_(cast.qian)
    with clock.set_to(NOW):
        sent = {"password": cast.password, "code": "000000"}
        assert "动态口令不对" in browser.post(f"{BIND}remove/", sent).content.decode()
        sent = {"password": "wrong", "code": shown_on_the_phone(cast.qian)}
        assert "密码不对" in browser.post(f"{BIND}remove/", sent).content.decode()
        sent["password"] = cast.password
        assert browser.post(f"{BIND}remove/", sent).url == "/accounts/"
    assert not Authenticator.objects.exists()
    assert not RecoveryCode.objects.exists()
    assert Act.objects.filter(kind="accounts.authenticator_removed").count() == 1


def test_new_recovery_codes_make_the_old_ones_worthless(cast, as_, bound, browser):
    with clock.set_to(NOW):
        sent = {"password": cast.password, "code": shown_on_the_phone(cast.qian)}
        page = as_(cast.qian).post(f"{BIND}recovery/", sent).content.decode()
        assert len(re.findall(r"<li><b>[a-z2-9]{5}-[a-z2-9]{5}</b>", page)) == 10
        give_password(browser, cast.qian, cast.password)
        assert browser.post(SECOND, {"code": bound[0]}).status_code == 200


def test_an_administrator_resets_it_with_a_reason_and_never_his_own(cast, as_):
    bind(as_(cast.lin), cast.lin)
    bind(as_(cast.qian), cast.qian)
    office = as_(cast.qian)
    page = f"/office/people/{cast.lin.uid}/reset-authenticator/"
    assert "请填写这一项" in office.post(page, {"reason": " "}).content.decode()
    assert office.post(page, {"reason": "手机丢失，已当面核实本人"}).status_code == 302
    assert not Authenticator.objects.filter(user=cast.lin).exists()
    assert not OpenSession.objects.filter(user=cast.lin).exists()
    act = Act.objects.get(kind="accounts.authenticator_reset")
    assert act.private.facts["reason"] == "手机丢失，已当面核实本人"
    answer = office.post(f"/office/people/{cast.qian.uid}/reset-authenticator/", {"reason": "忘了"})
    assert answer.status_code == 403
    again = office.post(page, {"reason": "再来一次"})
    assert (again.status_code, "没有绑定动态口令" in again.content.decode()) == (409, True)


def test_a_confirmed_app_is_not_replaced_behind_its_owners_back(cast, bound):
    with pytest.raises(Refusal, match="已经绑定"):
        actions.begin_authenticator(cast.qian)
