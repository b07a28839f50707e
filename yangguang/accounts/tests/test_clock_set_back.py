"""The machine's clock ran ahead and is set back: nobody is locked out until then, nothing stays open until then."""

from datetime import timedelta

import pytest

from yangguang.accounts import throttle
from yangguang.accounts.actions import check_code, request_code
from yangguang.accounts.tests.test_one_time_code import HERE, PHONE, sent_code
from yangguang.accounts.tests.test_passwords_and_sessions import LIMITS, NOW, sign_in
from yangguang.lib import clock
from yangguang.lib.errors import Refusal

NEXT_YEAR = NOW + timedelta(days=365)


def test_a_session_begun_ahead_ends_by_its_limits_all_the_same(cast, browser, settings):
    settings.YANGGUANG_SESSION_LIMITS = LIMITS
    with clock.set_to(NEXT_YEAR):
        sign_in(browser, cast.lin, cast.password)
    with clock.set_to(NOW):
        assert browser.get("/accounts/").status_code == 200, "nobody is thrown out of her work"
    with clock.set_to(NOW + timedelta(minutes=31)):
        assert browser.get("/accounts/").status_code == 302, "nor does she stay for a year"


def test_a_lock_that_was_closed_ahead_opens_at_once(db):
    with clock.set_to(NEXT_YEAR):
        while throttle.claim("x", throttle.PASSWORD).left:
            pass
        assert throttle.claim("x", throttle.PASSWORD).left is None
    with clock.set_to(NOW):
        assert throttle.claim("x", throttle.PASSWORD).left == throttle.PASSWORD.attempts - 1


def test_a_code_that_was_sent_ahead_is_void_and_another_can_be_asked_for(db):
    with clock.set_to(NEXT_YEAR):
        row = request_code(PHONE, HERE)
        code = sent_code("sms", PHONE)
    with clock.set_to(NOW):
        with pytest.raises(Refusal, match="失效"):
            check_code(row.uid, PHONE, code, HERE)
        assert request_code(PHONE, HERE).uid != row.uid
