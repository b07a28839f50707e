"""A rehearsal's clock is moved ahead: sessions last by the machine's time, and the phone's codes go by it too."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.cast import PASSWORD, Cast
from yangguang.accounts import actions
from yangguang.accounts.models import Authenticator, OpenSession
from yangguang.accounts.tests.test_authenticator import SECOND, bind, give_password
from yangguang.lib import clock, totp


@pytest.fixture
def in_thirty_days() -> Iterator[Any]:
    """Moves this process's clock when it is called."""
    yield lambda: clock.run_ahead(timedelta(days=30))
    clock.run_ahead(timedelta(0))


def test_nobody_is_signed_out_when_the_clock_is_moved(
    cast: Cast, browser: Client, in_thirty_days: Any
) -> None:
    give_password(browser, cast.zhou, PASSWORD)
    in_thirty_days()
    assert actions.forget_sessions() == 0
    assert browser.get("/office/desk/").status_code == 200
    assert OpenSession.objects.get().user == cast.zhou
    give_password(Client(), cast.chen, PASSWORD)
    assert actions.forget_sessions() == 0
    clock.run_ahead(timedelta(0))
    assert OpenSession.objects.filter(seen_at__gt=clock.now()).count() == 0


def test_the_code_on_the_phone_fits_in_a_rehearsal(
    cast: Cast, browser: Client, as_: Any, in_thirty_days: Any
) -> None:
    with clock.set_to(clock.now() - timedelta(hours=1)):
        bind(as_(cast.qian), cast.qian)
    in_thirty_days()
    give_password(browser, cast.qian, PASSWORD)
    secret = Authenticator.objects.get(user=cast.qian).secret()
    code = totp.code(secret, totp.step_at(clock.machine_now()))
    assert browser.post(SECOND, {"code": code}).status_code == 302
    assert browser.get("/office/desk/").status_code == 200
