"""Signing in with a password: who gets in, what is said to who does not, and when the door closes."""

import re
import threading
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from yangguang.accounts import actions
from yangguang.accounts.actions import Visitor, check_password
from yangguang.accounts.models import SignIn, SignInThrottle, User
from yangguang.journal.actors import SYSTEM
from yangguang.lib import clock
from yangguang.lib.errors import Refusal

SIGN_IN = "/accounts/sign-in/"
HERE = Visitor("203.0.113.9", "test")


def sign_in(browser, identifier, password, **more):
    return browser.post(SIGN_IN, {"identifier": identifier, "password": password, **more})


def outcomes() -> list[str]:
    return list(SignIn.objects.order_by("id").values_list("outcome", flat=True))


@pytest.mark.parametrize("identifier", ["lin.xiao", "LIN.Xiao ", "ｌｉｎ.xiao", "lin.xiao@yangguang.example"])
def test_lin_signs_in_by_user_name_or_mail_and_comes_to_her_desk(cast, browser, identifier):
    answer = sign_in(browser, identifier, cast.password)
    assert (answer.status_code, answer.url) == (302, "/office/")
    assert browser.session["_auth_user_id"] == str(cast.lin.pk)
    assert outcomes() == ["ok"]


def test_li_signs_in_by_phone_and_comes_to_her_account(cast, browser):
    assert sign_in(browser, "+86 139-0000-0001", cast.password).url == "/accounts/"
    page = browser.get("/accounts/").content.decode()
    assert "李红" in page
    assert "139****0001" in page
    assert "13900000001" not in page


def test_the_page_is_kept_by_nobody(db, browser):
    answer = browser.get(SIGN_IN)
    assert "no-store" in answer.headers["Cache-Control"]
    assert 'autocomplete="current-password"' in answer.content.decode()


def test_what_was_typed_is_kept_but_never_the_password(cast, browser):
    answer = sign_in(browser, "lin.xiao", "wrong-password", next="/office/desk/")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'value="lin.xiao"' in page
    assert "wrong-password" not in page
    assert 'name="next" value="/office/desk/"' in page
    assert page.count("用户名或密码不对，请核对大小写。还可以再试 4 次。") == 2  # at the top and at the field
    assert 'aria-invalid="true"' in page
    assert 'href="#id_password"' in page


def test_an_empty_form_says_what_is_missing(db, browser):
    page = sign_in(browser, "", "").content.decode()
    assert "请填写用户名、手机号码或者电子邮箱。" in page
    assert "请填写密码。" in page


def test_the_answer_does_not_tell_who_exists(cast, browser):
    known = sign_in(browser, "lin.xiao", "nonsense").content.decode()
    unknown = sign_in(browser, "nobody.here", "nonsense").content.decode()
    assert "还可以再试 4 次" in known
    assert "还可以再试 4 次" in unknown


def test_the_door_closes_after_five_failures_for_fifteen_minutes(cast, browser):
    start = clock.now()
    with clock.set_to(start):
        # However she is called: the account is counted, not the spelling.
        for identifier in ["lin.xiao", "LIN.XIAO", "lin.xiao@yangguang.example", "lin.xiao"]:
            assert sign_in(browser, identifier, "nonsense").status_code == 200
        fifth = sign_in(browser, "lin.xiao", "nonsense")
        assert fifth.status_code == 429
        assert "请 15 分钟后再试" in fifth.content.decode()
        assert sign_in(browser, "lin.xiao", cast.password).status_code == 429
        assert sign_in(browser, "zhou.min", cast.password).status_code == 302
    with clock.set_to(start + timedelta(minutes=14, seconds=59)):
        assert "请 1 分钟后再试" in sign_in(browser, "lin.xiao", cast.password).content.decode()
    with clock.set_to(start + timedelta(minutes=15, seconds=1)):
        assert sign_in(browser, "lin.xiao", cast.password).status_code == 302
    assert outcomes() == ["failed"] * 5 + ["locked", "ok", "locked", "ok"]


def test_a_success_forgets_the_failures_before_it(cast, browser):
    for _round in range(3):
        for _turn in range(4):
            sign_in(browser, "lin.xiao", "nonsense")
        assert sign_in(browser, "lin.xiao", cast.password).status_code == 302


def test_of_many_guesses_at_once_five_are_looked_at(transactional_db, cast):
    """An attempt is taken before the password is checked: speed does not help."""
    codes: list[str] = []
    started = threading.Barrier(8)

    def guess() -> None:
        try:
            started.wait()
            for _turn in range(3):
                try:
                    check_password("lin.xiao", "nonsense", HERE)
                except Refusal as refusal:
                    codes.append(refusal.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=guess) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(codes) == 24
    assert SignIn.objects.filter(outcome="failed").count() == 5
    assert SignIn.objects.filter(outcome="locked").count() == 19


def test_a_clock_a_little_behind_opens_no_door_that_another_has_closed(cast):
    """Of two who come at once, or from two machines, one may have the older time: that is no clock that was set back."""
    now = clock.now()
    with clock.set_to(now):
        for _turn in range(5):
            with pytest.raises(Refusal):
                check_password("lin.xiao", "nonsense", HERE)
    with clock.set_to(now - timedelta(seconds=2)), pytest.raises(Refusal) as refused:
        check_password("lin.xiao", "nonsense", HERE)
    assert refused.value.code == "locked"


def test_one_address_cannot_try_everybody(cast):
    for number in range(100):
        with pytest.raises(Refusal):
            check_password(f"somebody{number}", "nonsense", HERE)
    with pytest.raises(Refusal) as refused:
        check_password("lin.xiao", cast.password, HERE)
    assert refused.value.code == "locked"
    assert check_password("lin.xiao", cast.password, Visitor("203.0.113.10")) == cast.lin


def test_the_right_password_is_no_attempt_against_the_town_halls_address(cast):
    for _morning in range(120):
        check_password("lin.xiao", cast.password, HERE)


def test_a_disabled_account_stays_outside_and_its_sessions_end(cast, as_, browser):
    inside = as_(cast.lin)
    assert inside.get("/accounts/").status_code == 200
    actions.disable(cast.lin, actor=SYSTEM, reason="调离")
    assert inside.get("/accounts/").status_code == 302
    assert "用户名或密码不对" in sign_in(browser, "lin.xiao", cast.password).content.decode()
    assert outcomes() == ["disabled"]
    actions.enable(cast.lin, actor=SYSTEM)
    assert sign_in(browser, "lin.xiao", cast.password).status_code == 302


@pytest.mark.parametrize(
    ("wanted", "reached"),
    [
        ("/items/", "/items/"),
        ("https://evil.example/", "/office/"),
        ("//evil.example/", "/office/"),
        ("/\\evil.example", "/office/"),
        ("javascript:alert(1)", "/office/"),
        ("/accounts/sign-in/?next=/x/", "/office/"),
    ],
)
def test_next_leads_to_addresses_of_this_house_only(cast, browser, wanted, reached):
    assert sign_in(browser, "lin.xiao", cast.password, next=wanted).url == reached


def test_who_is_signed_in_already_is_told_so_and_not_sent_in_circles(cast, as_):
    answer = as_(cast.li).get(f"{SIGN_IN}?next=/office/")
    assert answer.status_code == 200
    assert "进不了工作台" in answer.content.decode()


def test_signing_out_is_asked_by_get_and_done_by_post(cast, as_):
    client = as_(cast.lin)
    assert "要退出吗" in client.get("/accounts/sign-out/").content.decode()
    assert "_auth_user_id" in client.session
    assert "已退出" in client.post("/accounts/sign-out/").content.decode()
    assert "_auth_user_id" not in client.session
    assert outcomes() == ["signed-out"]


def test_a_form_without_its_token_is_refused(cast):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    assert sign_in(strict, "lin.xiao", cast.password).status_code == 403


def test_the_log_keeps_no_full_identifier_and_no_password(cast, browser):
    sign_in(browser, "13900000001", "my-secret")
    row = SignIn.objects.get()
    assert row.identifier == "139****0001"
    assert "my-secret" not in str(vars(row))
    assert all(re.fullmatch("[0-9a-f]{64}", throttle.key) for throttle in SignInThrottle.objects.all())


def test_log_rows_are_deleted_after_their_time_and_not_before(cast, browser):
    with clock.set_to(clock.now() - timedelta(days=400)):
        sign_in(browser, "lin.xiao", "nonsense")
    with clock.set_to(clock.now() - timedelta(days=200)):
        sign_in(browser, "lin.xiao", "nonsense")
    actions.prune(signed_in_before=clock.now() - timedelta(days=366))
    assert SignIn.objects.count() == 1


def test_there_is_no_superuser(db):
    with pytest.raises(Refusal, match="没有超级用户"):
        User.objects.create_superuser("root")
    with pytest.raises(CommandError, match="没有超级用户"):
        call_command("createsuperuser", interactive=False)
    with pytest.raises(IntegrityError), transaction.atomic():
        User(username="root", is_superuser=True, joined_at=clock.now()).save()
