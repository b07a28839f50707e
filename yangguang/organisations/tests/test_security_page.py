"""The page of security settings says what is in force, where it is set, and who still has no authenticator."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.cast import Cast
from yangguang.accounts.models import Authenticator, User
from yangguang.lib import clock

PAGE = "/office/security/"
As = Callable[[User], Client]


def test_it_says_what_is_in_force_and_where_it_is_set(
    cast: Cast, as_: As, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.YANGGUANG_SESSION_LIMITS = {"staff": (20, 9), "citizen": (0, 100)}
    settings.YANGGUANG_RATES = {"search": 60, "api": 0, "download": 120}
    settings.YANGGUANG_PASSWORD_DAYS = 90
    monkeypatch.setenv("YANGGUANG_PASSWORD_DAYS", "90")
    monkeypatch.delenv("YANGGUANG_RATE_SEARCH", raising=False)
    page = as_(cast.qian).get(PAGE).content.decode()
    for said in ("20 分钟", "9 小时", "100 小时", "每 90 天", "每分钟 60 次", "15 分钟内 5 次", "YANGGUANG_RATE_SEARCH",
                 "YANGGUANG_CITIZEN_SESSION_IDLE_MINUTES", "最近用过的 5 个密码", "至少 1 种", "10 位"):  # fmt: skip
        assert said in page, said
    row = page.partition("YANGGUANG_PASSWORD_DAYS")[2].partition("</tr>")[0]
    assert "已在环境中写明" in row
    row = page.partition("YANGGUANG_RATE_SEARCH")[2].partition("</tr>")[0]
    assert "用默认值" in row
    assert "<form" not in page.partition("<main")[2].partition("</main>")[0], "to read, not to change"


@pytest.mark.parametrize(
    ("policy", "words"), [("off", "不要求"), ("guarded", "的岗位必须绑定"), ("all", "全体工作人员")]
)
def test_it_names_who_must_have_an_authenticator_and_has_none(
    cast: Cast, as_: As, settings: Any, policy: str, words: str
) -> None:
    browser = as_(cast.qian)
    Authenticator.objects.create(
        user=cast.zhou, sealed_secret=b"x", begun_at=clock.now(), confirmed_at=clock.now()
    )
    Authenticator.objects.create(user=cast.wu, sealed_secret=b"x", begun_at=clock.now())
    settings.YANGGUANG_TOTP = policy
    from yangguang.organisations import security

    lacking = {person.username for person in security.without_authenticator(cast.qian)}
    assert ("qian.jin" in lacking) == (policy != "off")
    assert ("lin.xiao" in lacking) == (policy == "all") == ("wu.gang" in lacking), (
        "a begun one does not count"
    )
    assert "zhou.min" not in lacking
    if policy == "off":
        page = browser.get(PAGE).content.decode()
        assert words in page and "还没有绑定" not in page


def test_it_links_to_the_person(cast: Cast, as_: As, settings: Any) -> None:
    browser = as_(cast.qian)
    Authenticator.objects.create(
        user=cast.qian, sealed_secret=b"x", begun_at=clock.now(), confirmed_at=clock.now()
    )
    settings.YANGGUANG_TOTP = "all"
    page = browser.get(PAGE).content.decode()
    assert f"/office/people/{cast.lin.uid}/" in page and "必须绑定动态口令，还没有绑定" in page


def test_nobody_else_reads_it(cast: Cast, as_: As) -> None:
    for person in (cast.lin, cast.sun, cast.zhao):
        assert as_(person).get(PAGE).status_code == 403
