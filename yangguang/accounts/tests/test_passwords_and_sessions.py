"""What a password must be, how long a session lasts, and who is signed in where."""

from datetime import timedelta

import pytest

from yangguang.accounts import actions
from yangguang.accounts.models import FormerPassword, OpenSession
from yangguang.lib import clock
from yangguang.lib.errors import Refusal

SIGN_IN = "/accounts/sign-in/"
NOW = clock.moment(clock.today(), 9)
LIMITS = {"staff": (30, 12), "citizen": (120, 168)}


def sign_in(browser, person, password, **more):
    return browser.post(SIGN_IN, {"identifier": person.own_identifier, "password": password}, **more)


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("kurz-9!", "至少要 10"),
        ("password1234", "太常见|太好猜"),
        ("2026112208", "只包含数字|太好猜"),
        ("aaaaaaaaaaaa", "重复的字"),
        ("1qaz2wsx3edc", "键盘上挨着的键"),
        ("qwertyuiop12", "键盘上挨着的键"),
        ("LinXiao20261122", "您的名字|相似"),
        ("linxiao@2026!!", "您的名字|相似"),
        ("Admin@2026888", "常见的词"),
        ("P@ssw0rd2026!", "常见的词"),
        ("lin.xiao.lin", "相似"),
    ],
)
def test_a_password_that_is_guessed_first_is_refused_with_what_to_do(cast, password, said):
    with pytest.raises(Refusal, match=said):
        actions.change_password(cast.lin, password)


@pytest.mark.parametrize(
    "password",
    [
        "槐树 自行车 冰棍 六月",
        "correct-horse-battery",
        "tR7#mq-Zw9x2",
        "阳光-test-2-晒谷场",
        "P@ssw0rd-and-more-words",
    ],
)
def test_a_good_password_is_taken(cast, password):
    assert actions.change_password(cast.lin, password).check_password(password)


def test_a_password_with_too_few_kinds_where_the_county_demands_three(cast, settings):
    settings.AUTH_PASSWORD_VALIDATORS = [
        {"NAME": "yangguang.accounts.passwords.EasyToGuess", "OPTIONS": {"kinds": 3}}
    ]
    with pytest.raises(Refusal, match="至少 3 种"):
        actions.change_password(cast.lin, "correct-horse-battery")
    assert actions.change_password(cast.lin, "Correct-horse-battery")


def test_the_last_five_passwords_are_not_taken_again(cast):
    used = [f"槐树-自行车-冰棍-蒲扇-{n}" for n in range(6)]
    for password in used:
        actions.change_password(cast.lin, password)
    for password in used[1:]:
        with pytest.raises(Refusal, match=r"相同|用过不久"):
            actions.change_password(cast.lin, password)
    assert actions.change_password(cast.lin, used[0])
    assert FormerPassword.objects.filter(user=cast.lin).count() == 4


def test_a_password_that_is_too_old_is_changed_on_the_way_in(cast, browser, settings):
    settings.YANGGUANG_PASSWORD_DAYS = 90
    with clock.set_to(NOW):
        actions.change_password(cast.lin, "槐树-自行车-冰棍-蒲扇")
    with clock.set_to(NOW + timedelta(days=89)):
        assert sign_in(browser, cast.lin, "槐树-自行车-冰棍-蒲扇").url == "/office/"
        browser.post("/accounts/sign-out/")
    with clock.set_to(NOW + timedelta(days=90)):
        assert sign_in(browser, cast.lin, "槐树-自行车-冰棍-蒲扇").url == "/accounts/first-password/"
        assert "您的密码用得太久了" in browser.get("/accounts/first-password/").content.decode()
        new = "六月-蜻蜓-晒谷场-早晨"
        answer = browser.post("/accounts/first-password/", {"new": new, "again": new})
        assert answer.url == "/office/"


def test_what_an_administrator_gave_is_changed_at_once_and_ends_every_session(cast, browser, as_):
    sign_in(browser, cast.lin, cast.password)
    page = as_(cast.qian).post(f"/office/people/{cast.lin.uid}/reset-password/", {}).content.decode()
    assert browser.get("/accounts/").status_code == 302
    initial = next(
        word
        for word in page.replace("<", " ").replace(">", " ").split()
        if word.count("-") == 3 and len(word) == 19
    )
    assert sign_in(browser, cast.lin, initial).url == "/accounts/first-password/"


@pytest.mark.parametrize(("person", "idle", "whole"), [("lin", 30, 12), ("li", 120, 168)])
def test_a_session_ends_when_it_lies_idle_and_after_its_longest_time(
    cast, browser, settings, person, idle, whole
):
    settings.YANGGUANG_SESSION_LIMITS = LIMITS
    who = getattr(cast, person)
    with clock.set_to(NOW):
        sign_in(browser, who, cast.password)
    with clock.set_to(NOW + timedelta(minutes=idle - 1)):
        assert browser.get("/accounts/").status_code == 200
    with clock.set_to(NOW + timedelta(minutes=2 * idle - 2)):
        assert browser.get("/accounts/").status_code == 200  # it was in use between
    with clock.set_to(NOW + timedelta(minutes=3 * idle)):
        assert browser.get("/accounts/").url.startswith(SIGN_IN)
    assert not OpenSession.objects.exists()
    with clock.set_to(NOW):
        sign_in(browser, who, cast.password)
    at = NOW
    while at < NOW + timedelta(hours=whole):
        with clock.set_to(at):
            assert browser.get("/accounts/").status_code == 200
        at += timedelta(minutes=idle - 1)
    with clock.set_to(NOW + timedelta(hours=whole, minutes=1)):
        assert browser.get("/accounts/").status_code == 302


def test_the_session_gets_a_new_key_when_somebody_signs_in(cast, browser):
    browser.get(SIGN_IN)
    for person in (cast.li, cast.li, cast.lin):
        before = browser.session.session_key
        sign_in(browser, person, cast.password)
        assert browser.session.session_key != before
    assert OpenSession.objects.get().user == cast.lin


def test_staff_keep_no_cookie_beyond_the_browser_citizens_do(cast, browser, client):
    sign_in(browser, cast.lin, cast.password)
    sign_in(client, cast.li, cast.password)
    assert browser.cookies["sessionid"]["max-age"] == ""
    assert client.cookies["sessionid"]["max-age"] == 7 * 86_400
    assert client.cookies["sessionid"]["httponly"]
    assert client.cookies["sessionid"]["samesite"] == "Lax"


def test_lin_sees_where_she_is_signed_in_and_signs_out_elsewhere(cast, browser, client):
    edge = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140 Safari/537.36 Edg/140"
    phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) MicroMessenger/8.0"
    sign_in(browser, cast.lin, cast.password, HTTP_USER_AGENT=edge, REMOTE_ADDR="10.20.30.40")
    sign_in(client, cast.lin, cast.password, HTTP_USER_AGENT=phone, REMOTE_ADDR="203.0.113.9")
    page = browser.get("/accounts/").content.decode()
    assert "Edge，Windows" in page
    assert "微信，iPhone" in page
    assert "203.0.*.*" in page
    assert "203.0.113.9" not in page
    elsewhere = OpenSession.objects.get(address="203.0.113.9")
    assert browser.post("/accounts/sessions/end/", {"session": elsewhere.uid}).url == "/accounts/"
    assert client.get("/accounts/").status_code == 302
    assert browser.get("/accounts/").status_code == 200


def test_nobody_ends_the_session_of_somebody_else(cast, browser, client):
    sign_in(browser, cast.lin, cast.password)
    sign_in(client, cast.he, cast.password)
    for sent in ({"session": OpenSession.objects.get(user=cast.he).uid}, {"session": "\0"}, {}):
        browser.post("/accounts/sessions/end/", sent)
    assert client.get("/accounts/").status_code == 200
    assert browser.get("/accounts/").status_code == 200


def test_a_new_password_signs_out_everywhere_else(cast, browser, client):
    sign_in(browser, cast.li, cast.password)
    sign_in(client, cast.li, cast.password)
    new = "六月-蜻蜓-晒谷场-早晨"
    sent = {"current": cast.password, "new": new, "again": new}
    assert "密码已修改" in browser.post("/accounts/password/", sent).content.decode()
    assert client.get("/accounts/").status_code == 302
    assert browser.get("/accounts/").status_code == 200
    assert OpenSession.objects.get().session_key == browser.session.session_key


def test_the_desk_tells_when_she_was_here_last_and_what_failed_since(cast, browser, client):
    with clock.set_to(NOW - timedelta(days=1)):
        sign_in(client, cast.lin, cast.password, REMOTE_ADDR="10.20.30.40")
    with clock.set_to(NOW):
        sign_in(client, cast.lin, "wrong-password", REMOTE_ADDR="203.0.113.9")
        sign_in(browser, cast.lin, cast.password)
        page = browser.get("/office/desk/").content.decode()
    assert f"上次登录：{clock.local(NOW - timedelta(days=1)):%Y-%m-%d %H:%M}，网络地址 10.20.*.*。" in page
    assert "有 1 次登录没有成功" in page


def test_out_of_date_sessions_are_forgotten(cast, browser, settings):
    settings.YANGGUANG_SESSION_LIMITS = LIMITS
    with clock.set_to(NOW):
        sign_in(browser, cast.lin, cast.password)
    with clock.set_to(NOW + timedelta(days=8)):
        assert actions.forget_sessions() == 1
    assert browser.get("/accounts/").status_code == 302


def test_signing_out_takes_the_browser_off_the_list(cast, browser):
    sign_in(browser, cast.lin, cast.password)
    browser.post("/accounts/sign-out/")
    assert not OpenSession.objects.exists()
