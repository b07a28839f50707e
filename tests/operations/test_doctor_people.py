"""``yangguang doctor``: people who cannot come in, clocks that are set, work that nobody goes on with."""

from __future__ import annotations

import os
import socket
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings as house_settings
from django_tasks_db.models import DBTaskResult

from tests.cast import Cast
from yangguang.accounts.models import Authenticator, SignIn, SignInOutcome, SignInThrottle, User
from yangguang.config.cli import main
from yangguang.jobs import actions as jobs
from yangguang.lib import clock
from yangguang.search import engines
from yangguang.search.models import Entry, Rebuild

from .conftest import POSTGRESQL, told, wrong

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_clock_that_was_set_while_the_worker_worked(ask: Any) -> None:
    jobs.check_in("w1", socket.gethostname(), os.getpid())
    with wrong(ask, "时钟的跳动"):
        with clock.set_to(clock.now() + timedelta(days=365), uptime_too=False):
            jobs.check_in("w1", socket.gethostname(), os.getpid())
            assert "yangguang clock accept" in told(ask, "时钟的跳动", "往前跳了 365 天")["remedy"]
            assert main(["clock", "accept"]) == 0
            assert ask()[1]["时钟的跳动"]["ok"]
        assert "倒退了 365 天" in told(ask, "时钟的跳动", "倒退")["message"]
        assert main(["clock", "accept"]) == 0


def test_a_task_that_failed_for_good(ask: Any) -> None:
    with wrong(ask, "后台任务"):
        row = DBTaskResult.objects.create(
            task_path="tests.nothing", args_kwargs={"args": [], "kwargs": {}}, backend_name="default"
        )
        row.set_failed(OSError("打印机没纸"))
        told(ask, "后台任务", "1 项任务多次重试仍失败")
        row.delete()


def test_staff_without_the_authenticator_they_need(ask: Any, cast: Cast, settings: Any) -> None:
    assert not ask()[1]["动态口令"]["warning"]
    settings.PRODUCTION = True
    assert ask()[1]["动态口令"]["warning"], "nobody is asked for one"
    settings.YANGGUANG_TOTP = "guarded"
    check = ask()[1]["动态口令"]
    assert check["warning"] and cast.qian.display_name in check["message"] and "绑定" in check["remedy"]
    for user in User.objects.staff():
        Authenticator.objects.create(user=user, confirmed_at=clock.now(), begun_at=clock.now())
    assert not ask()[1]["动态口令"]["warning"]


def test_a_first_password_that_nobody_changed(ask: Any, cast: Cast) -> None:
    assert not ask()[1]["初始口令"]["warning"]
    cast.he.must_change_password, cast.he.joined_at = True, clock.now() - timedelta(days=31)
    cast.he.save()
    check = ask()[1]["初始口令"]
    assert check["warning"] and "何平" in check["message"] and "停用" in check["remedy"]


def test_somebody_who_tries_keys(ask: Any) -> None:
    assert not ask()[1]["登录失败"]["warning"]
    SignIn.objects.bulk_create(
        SignIn(at=clock.now(), outcome=SignInOutcome.FAILED, method="password", address="203.0.113.9")
        for _ in range(200)
    )
    SignInThrottle.objects.create(
        key="x", attempts=5, window_started=clock.now(), locked_until=clock.now() + timedelta(minutes=10)
    )
    check = ask()[1]["登录失败"]
    assert check["warning"] and "200 次；现在锁定 1 处" in check["message"] and "猜口令" in check["remedy"]


def test_an_index_that_was_begun_anew_and_never_finished(ask: Any) -> None:
    with wrong(ask, "重建索引"):
        Rebuild.objects.create(started_at=clock.now() - timedelta(hours=7))
        told(ask, "重建索引", "还没有做完")
        assert main(["search", "rebuild"]) == 0


@pytest.mark.skipif(POSTGRESQL, reason="the index is a file of its own on SQLite only")
def test_an_index_that_lost_something(ask: Any, house: Path) -> None:
    with wrong(ask, "搜索索引"):
        engines.current().remove([Entry.objects.get().position])
        assert "search rebuild" in told(ask, "搜索索引", "索引 0 项，应有 1 项")["remedy"]
        assert main(["search", "rebuild"]) == 0


def test_a_disk_without_room_for_another_file(ask: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.statvfs(house_settings.DATA_DIR)
    facts = {name: getattr(real, name) for name in dir(real) if name.startswith("f_")}
    crowded = SimpleNamespace(**facts | {"f_files": 1000, "f_favail": 3})
    with wrong(ask, "磁盘空间"):
        monkeypatch.setattr(os, "statvfs", lambda _place: crowded)
        told(ask, "磁盘空间", "还能放 3 个")
        monkeypatch.setattr(os, "statvfs", lambda _place: real)
