"""``yangguang doctor``: each failure is caused for real, told with what to do, and gone after the repair."""

from __future__ import annotations

import json
import os
import shutil
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as house_settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from tests.cast import Cast
from yangguang.casework import actions as casework
from yangguang.config.backup import making, manifest, restoring
from yangguang.config.cli import main
from yangguang.disclosure import actions as disclosure
from yangguang.disclosure import seeds
from yangguang.disclosure.models import Category
from yangguang.files import health as files_health
from yangguang.files.models import Blob, StoredFile
from yangguang.jobs import actions as jobs
from yangguang.jobs import schedule
from yangguang.jobs.models import Run, Worker
from yangguang.journal import actions as journal
from yangguang.journal import subscriptions
from yangguang.journal.models import Act, Delivery
from yangguang.lib import clock
from yangguang.lib.crypto import KeyRing
from yangguang.notices.actions import send, transmit
from yangguang.notices.models import Message
from yangguang.organisations.models import Appointment, Post
from yangguang.organisations.permissions import Permission
from yangguang.organisations.rules import acting_as
from yangguang.search import actions as search
from yangguang.search.models import Change

from .conftest import POSTGRESQL, told, wrong

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_stuck_delivery(ask: Any, act: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(act: Act) -> None:
        raise OSError("打印机没纸")

    with wrong(ask, "事项传达"):
        monkeypatch.setitem(subscriptions._handlers, "tests.printer", broken)
        made = act()
        Delivery.objects.create(act=made, handler="tests.printer", due_at=clock.now())
        for minutes in range(0, 300, 20):
            with clock.set_to(clock.now() + timedelta(minutes=minutes)):
                journal.deliver()
        assert "yangguang journal retry" in told(ask, "事项传达", "打印机没纸")["remedy"]
        monkeypatch.setitem(subscriptions._handlers, "tests.printer", lambda act: None)
        assert main(["journal", "retry"]) == 0
        journal.deliver()


def test_a_sealer_that_is_behind(ask: Any, act: Any) -> None:
    journal.seal()
    with wrong(ask, "公开日志封存"):
        with clock.set_to(clock.now() - timedelta(minutes=10)):
            act()
        told(ask, "公开日志封存", "超过 5 分钟")
        journal.seal()


@pytest.mark.skipif(POSTGRESQL, reason="the rewriting of a row is tried on SQLite; the check is the same")
@pytest.mark.parametrize(("name", "more"), [("公开日志抽查", []), ("公开日志全文核对", ["--full"])])
def test_a_book_that_was_tampered_with(ask: Any, name: str, more: list[str]) -> None:
    victim = Act.objects.filter(kind="tests.house_worked_in").first()
    assert victim is not None
    with wrong(ask, name, *more), guards_aside() as run:
        run("UPDATE journal_act SET basis = 'x' WHERE id = %s", victim.id)
        assert "journal verify --against" in told(ask, name, "被改动", *more)["remedy"]
        run("UPDATE journal_act SET basis = '' WHERE id = %s", victim.id)


@contextmanager
def guards_aside() -> Iterator[Callable[..., None]]:
    """The triggers of the book are dropped and made again."""

    def run(statement: str, *values: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement, values)

    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'journal_%'")
        guards = cursor.fetchall()
    for name, _sql in guards:
        run(f"DROP TRIGGER {name}")
    yield run
    for _name, sql in guards:
        run(sql)


@pytest.mark.skipif(POSTGRESQL, reason="SQLite's catalogue; PostgreSQL is asked the same question")
def test_a_book_without_its_guards(ask: Any) -> None:
    with wrong(ask, "日志防改写"), guards_aside():
        told(ask, "日志防改写", "journal_act")


def test_an_index_that_lags_and_a_change_that_fails(ask: Any) -> None:
    with wrong(ask, "搜索索引的进度"):
        Change.objects.create(ref="tests.thing:T1", at=clock.now() - timedelta(minutes=5))
        told(ask, "搜索索引的进度", "1 项待更新")
        search.apply()
    with wrong(ask, "更新不了的索引"):
        Change.objects.create(ref="tests.thing:T1", at=clock.now(), attempts=search.PATIENCE, error="坏字符")
        assert "search retry" in told(ask, "更新不了的索引", "坏字符")["remedy"]
        assert main(["search", "retry"]) == 0


def test_a_worker_that_is_absent_and_jobs_that_are_late(ask: Any, settings: Any) -> None:
    settings.PRODUCTION = True
    jobs.check_in("w1", socket.gethostname(), os.getpid())
    with wrong(ask, "后台进程"):
        Worker.objects.update(seen_at=clock.now() - timedelta(minutes=3))
        told(ask, "后台进程", "没有运行")
        jobs.check_in("w1", socket.gethostname(), os.getpid())
    with wrong(ask, "定时任务的准时"):
        then = clock.now() - timedelta(days=7)
        for job in schedule.jobs():
            Run.objects.create(job=job.name, slot=job.slot(then), started_at=then, finished_at=then)
        told(ask, "定时任务的准时", "封存公开日志")
        for job in schedule.jobs():
            slot = job.slot(clock.now())
            Run.objects.create(job=job.name, slot=slot, started_at=slot, finished_at=clock.now())


def test_a_job_that_fails(ask: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = True

    def ring() -> None:
        if broken:
            raise OSError("绳子断了")

    monkeypatch.setattr(schedule, "_jobs", {})
    schedule.every("tests.bell", seconds=60)(ring)
    with wrong(ask, "定时任务"):
        jobs.tick("w1")
        told(ask, "定时任务", "tests.bell")
        broken = False
        with clock.set_to(clock.now() + timedelta(seconds=70)):
            jobs.tick("w1")


@pytest.mark.parametrize(
    ("free", "ok", "warning"), [(0.01, False, False), (0.08, True, True), (0.5, True, False)]
)
def test_a_disk_that_fills_up(
    ask: Any, monkeypatch: pytest.MonkeyPatch, free: float, ok: bool, warning: bool
) -> None:
    usage = shutil.disk_usage("/")._replace(total=10**12, free=int(10**12 * free))
    monkeypatch.setattr(shutil, "disk_usage", lambda _place: usage)
    check = next(one for name, one in ask()[1].items() if name.startswith("磁盘空间"))
    assert (check["ok"], check["warning"]) == (ok, warning) and check["remedy"]


def test_files_that_are_damaged_missing_or_cannot_be_kept(ask: Any, house: Path) -> None:
    file = StoredFile.objects.first()
    assert file is not None and file.blob is not None
    path = house / "files" / file.blob.storage_name
    raw = path.read_bytes()
    for more, name in ([], "文件内容抽查"), (["--full"], "文件内容全部核对"):
        with wrong(ask, name, *more):
            path.write_bytes(b"?" + raw[1:])
            assert "备份" in told(ask, name, "已损坏", *more)["remedy"]
            path.unlink()
            told(ask, name, "丢失", *more)
            path.write_bytes(raw)
    with wrong(ask, "文件存储"):
        shutil.move(house / "files", house / "moved")
        (house / "files").write_text("no folder")
        told(ask, "文件存储", "不能写入")
        (house / "files").unlink()
        shutil.move(house / "moved", house / "files")


def test_what_is_drawn_by_lot_comes_from_the_whole_store(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files_health, "SAMPLE", 3)
    now = clock.now()
    Blob.objects.bulk_create(Blob(sha256=f"{n:02x}" * 32, size=1, stored_at=now) for n in range(0, 256, 8))
    drawn = {blob.sha256 for _ in range(40) for blob in files_health._drawn()}
    assert len(drawn) > 12


def test_a_database_that_may_only_be_read(ask: Any) -> None:
    on, off = (
        ("SET default_transaction_read_only = on", "SET default_transaction_read_only = off")
        if POSTGRESQL
        else ("PRAGMA query_only = ON", "PRAGMA query_only = OFF")
    )
    with wrong(ask, "数据库"):
        with connection.cursor() as cursor:
            cursor.execute(on)
        told(ask, "数据库", "不能写")
        with connection.cursor() as cursor:
            cursor.execute(off)


@pytest.mark.skipif(POSTGRESQL, reason="another file is SQLite's way to be unreachable")
def test_a_database_that_cannot_be_reached(ask: Any, tmp_path: Path) -> None:
    name = connection.settings_dict["NAME"]
    with wrong(ask, "数据库"):
        connection.close()
        connection.settings_dict["NAME"] = str(tmp_path / "no" / "such" / "folder.sqlite3")
        try:
            told(ask, "数据库", "连接不上")
        finally:
            connection.close()
            connection.settings_dict["NAME"] = name


def test_a_migration_that_was_not_run(ask: Any) -> None:
    rows = MigrationRecorder(connection).migration_qs.filter(app="journal").order_by("-id")
    last = rows[0]
    with wrong(ask, "数据库"):
        rows.filter(name=last.name).delete()
        assert "yangguang manage migrate" in told(ask, "数据库", "升级步骤")["remedy"]
        last.save(force_insert=True)


def test_a_clock_that_jumps(ask: Any, act: Any) -> None:
    with wrong(ask, "系统时间"):
        with clock.set_to(clock.now() + timedelta(hours=3)):
            act()
        told(ask, "系统时间", "往回跳")
        with clock.set_to(clock.now() + timedelta(hours=4)):
            assert ask()[1]["系统时间"]["ok"]
            act()
        with clock.set_to(clock.now() + timedelta(hours=5)):
            assert ask()[1]["系统时间"]["ok"]
        forget_the_future()


def forget_the_future() -> None:
    """Take the acts of this test back, so that the world is as before."""
    late = Act.objects.filter(recorded_at__gt=clock.now() + timedelta(minutes=1))
    if POSTGRESQL:
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica")
            _drop(list(late.values_list("id", flat=True)))
            cursor.execute("SET session_replication_role = DEFAULT")
        return
    with guards_aside():
        _drop(list(late.values_list("id", flat=True)))


def _drop(ids: list[int]) -> None:
    with connection.cursor() as cursor:
        for act_id in ids:
            for table in ("unsealed", "privatepart", "actreference", "delivery"):
                cursor.execute(f"DELETE FROM journal_{table} WHERE act_id = %s", [act_id])
            cursor.execute("DELETE FROM journal_act WHERE id = %s", [act_id])


def test_a_calendar_without_the_next_year(ask: Any) -> None:
    for day, ok, warning in (
        ("2026-10-20", True, False),
        ("2026-11-22", True, True),
        ("2026-12-05", False, False),
    ):
        with clock.set_to(clock.moment(date.fromisoformat(day), 9)):
            check = ask()[1]["工作日历"]
            assert (check["ok"], check["warning"]) == (ok, warning), day
            assert (ok and not warning) or "calendar import" in check["remedy"]


def test_a_key_that_stored_data_needs(ask: Any, settings: Any) -> None:
    ring = house_settings.YANGGUANG_KEYRING
    with wrong(ask, "数据密钥"):
        settings.YANGGUANG_KEYRING = KeyRing({"new": b"2" * 32}, current="new")
        assert "YANGGUANG_KEYRING" in told(ask, "数据密钥", "demo")["remedy"]
        settings.YANGGUANG_KEYRING = KeyRing({"new": b"2" * 32, **ring.keys}, current="new")
    with wrong(ask, "封存密钥"):
        old = settings.YANGGUANG_SEAL_KEY
        settings.YANGGUANG_SEAL_KEY = b"3" * 32
        told(ask, "封存密钥", "不是用现在的密钥")
        settings.YANGGUANG_SEAL_KEY = old


def test_a_backup_that_is_too_old_and_a_drill_that_failed(
    ask: Any, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = settings.YANGGUANG_BACKUP_DIR = tmp_path / "backups"
    told(ask, "备份", "没有完整的备份")
    if POSTGRESQL and not shutil.which("pg_dump"):
        pytest.skip("pg_dump is not installed")
    made, facts = making.make(place)
    assert ask()[1]["恢复演练"]["warning"]
    report = {"at": clock.now().isoformat(), "ok": False, "faults": ["表 journal_act 应有 9 行"]}
    (place / restoring.DRILL).write_text(json.dumps(report))
    told(ask, "恢复演练", "journal_act 应有 9 行")
    (place / restoring.DRILL).write_text(json.dumps(report | {"ok": True}))
    with wrong(ask, "备份"):
        facts.made_at = (clock.now() - timedelta(days=3)).isoformat()
        facts.write(made)
        told(ask, "备份", "太旧")
        facts.made_at = clock.now().isoformat()
        facts.write(made)
    (made / manifest.MANIFEST).write_text("{")
    told(ask, "备份", "已损坏")


def test_mail_that_does_not_leave(ask: Any, settings: Any) -> None:
    working = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        settings.EMAIL_HOST, settings.EMAIL_PORT = nobody.getsockname()
        with wrong(ask, "通知"):
            message = send("email", "li@example.cn", "您的申请", "已受理")
            for attempt in range(8):
                with pytest.raises(Exception, match=r"refused|NotYet") if attempt < 7 else _nothing():
                    transmit.call(message.uid)
                if attempt == 1:
                    assert told(ask, "通知", "refused")["warning"]
            assert "notices retry" in told(ask, "通知", "多次未发出")["remedy"]
            settings.EMAIL_BACKEND = working
            assert main(["notices", "retry"]) == 0
            transmit.call(message.uid)
    assert Message.objects.get(uid=message.uid).state == Message.State.SENT


@contextmanager
def _nothing() -> Iterator[None]:
    yield


def test_a_step_that_nobody_can_do_is_pointed_out(ask: Any, cast: Cast) -> None:
    drafter = acting_as(cast.lin, cast.county.civil, permission=Permission.DRAFT)
    seeds.load()
    facts = disclosure.Facts(
        title="阳光县民政局关于提高2026年低保标准的通知",
        category=Category.objects.get(code="A20_11"),
        body_html="<p>自2026年7月1日起，城市低保标准为每人每月720元。</p>",
        generated_on=date(2026, 11, 2),
    )
    item = disclosure.draft(facts, organisation=cast.county.civil, acting=drafter)
    disclosure.submit(item, acting=drafter)
    assert not ask()[1]["任务"]["warning"]
    post = Post.objects.get(organisation=cast.county.civil, code="section-head")
    Appointment.objects.filter(post=post).update(until=clock.today())
    casework.place_again()
    check = ask()[1]["任务"]
    assert check["warning"] and "没有人可办" in check["message"] and "任命" in check["remedy"]
    Appointment.objects.create(user=cast.sun, post=post, since=clock.today())
    casework.place_again()
    assert not ask()[1]["任务"]["warning"]


def test_people_get_sentences_and_an_exit_code(
    ask: Any, act: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    journal.seal()
    with clock.set_to(clock.now() - timedelta(minutes=10)):
        act()
    capsys.readouterr()
    assert main(["doctor"]) == 1
    said = capsys.readouterr().out
    assert "■ 有问题  公开日志封存" in said and "怎么办：运行 yangguang work" in said
