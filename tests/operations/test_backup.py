"""A backup is whole or not there, tells what it holds, and comes back as it was."""

from __future__ import annotations

import errno
import json
import os
import shutil
import sqlite3
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings as house_settings
from django.db import connection, connections

from yangguang.config.backup import databases, making, manifest, restoring
from yangguang.config.cli import main
from yangguang.files import actions as files
from yangguang.files.models import Blob, StoredFile
from yangguang.journal import actions as journal
from yangguang.journal.actors import SYSTEM
from yangguang.journal.models import Act, Seal
from yangguang.lib.crypto import KeyRing
from yangguang.lib.errors import Refusal

from .conftest import POSTGRESQL

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(POSTGRESQL and not shutil.which("pg_dump"), reason="pg_dump is not installed"),
]


@contextmanager
def target(folder: Path) -> Iterator[dict[str, Any]]:
    """Where to restore to: on PostgreSQL with an empty database of its own."""
    if not POSTGRESQL:
        yield {}
        return
    with databases.throw_away_postgresql(f"yangguang_test_{os.getpid()}") as url:
        yield {"database": url}


def rows_in(folder: Path, table: str, to: dict[str, Any]) -> int:
    if POSTGRESQL:
        with psycopg.connect(**databases.address_of(to["database"])) as there:  # type: ignore[arg-type]
            return int(there.execute(f"SELECT count(*) FROM {table}".encode()).fetchone()[0])  # type: ignore[index]
    with closing(sqlite3.connect(folder / databases.EMBEDDED)) as there:
        return int(there.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def test_a_backup_comes_back_as_it_was(house: Path, tmp_path: Path) -> None:
    made, told = making.make(tmp_path / "backups")
    assert told.head == Seal.objects.last().document()  # type: ignore[union-attr]
    assert (told.counts["journal_act"], told.files) == (Act.objects.count(), 2)
    assert told.engine == databases.engine() and "journal" in told.migrations
    assert not manifest.damage(made, told)
    into = tmp_path / "restored"
    with target(into) as to:
        done = restoring.restore(tmp_path / "backups", into, **to)
        assert done.ok, done.proof.faults
        assert (done.proof.acts, done.proof.found) == (Act.objects.count(), 1)
        assert rows_in(into, "journal_act", to) == Act.objects.count()
    for blob in Blob.objects.all():
        assert manifest.sha256_of(into / "files" / blob.storage_name) == blob.sha256
    assert (into / "media" / "pictures" / "square.svg").read_text() == "<svg/>"
    assert not (into / restoring.HALF).exists()


def test_what_is_in_a_backup_can_be_checked_without_us_and_holds_no_secret(
    house: Path, tmp_path: Path
) -> None:
    made, _told = making.make(tmp_path / "backups")
    done = subprocess.run(["sha256sum", "-c", "--quiet", manifest.SUMS], cwd=made, check=False)
    assert done.returncode == 0
    text = (made / manifest.SETTINGS).read_text() + (made / manifest.MANIFEST).read_text()
    assert house_settings.SECRET_KEY not in text
    for key in [house_settings.YANGGUANG_SEAL_KEY, *house_settings.YANGGUANG_KEYRING.keys.values()]:
        assert key.hex() not in text
    assert json.loads((made / manifest.SETTINGS).read_text())["keyring"] == ["demo"]


def test_a_backup_made_while_the_house_writes_is_one_moment(
    house: Path, act: Callable[[], Act], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(databases, "PAGES", 5)
    writing, stop = threading.Event(), threading.Event()

    def write() -> None:
        while not stop.is_set():
            act()
            journal.seal()
            writing.set()
        connections.close_all()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        assert writing.wait(20)
        _made, told = making.make(tmp_path / "backups")
    finally:
        stop.set()
        writer.join()
    assert told.head is not None
    # What a torn copy would show: acts without a place or a seal, places without an act.
    assert told.counts["journal_act"] == told.counts["journal_leaf"] + told.counts["journal_unsealed"]
    assert told.head["size"] == told.counts["journal_leaf"]
    assert told.head["number"] == told.counts["journal_seal"] <= Seal.objects.count()
    with target(tmp_path / "restored") as to:
        assert restoring.restore(tmp_path / "backups", tmp_path / "restored", **to).ok


def test_the_next_backup_copies_only_what_is_new_and_keeps_the_newest(
    house: Path, tmp_path: Path, keep: Callable[[str], StoredFile], monkeypatch: pytest.MonkeyPatch
) -> None:
    place, copied = tmp_path / "backups", []
    real = making._copied

    def counted(*words: Any) -> bool:
        copied.append(words[1])
        return real(*words)

    monkeypatch.setattr(making, "_copied", counted)
    names = iter(["20261122T010000Z", "20261123T010000Z", "20261124T010000Z"])
    made = []
    for number in range(3):
        if number == 1:
            keep("第三份附件")
        one, _told = making.make(place, keep=2)
        made.append(one.rename(place / next(names)))
    assert len(copied) == 3
    assert manifest.generations(place) == made[1:]
    shared = next(made[2].glob("files/*/*"))
    assert shared.stat().st_nlink >= 2
    assert not manifest.damage(made[2], manifest.read(made[2]))


def test_a_full_disk_leaves_no_half_backup(
    house: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / "backups"

    def full(*_words: Any) -> str:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(making, "_copy", full)
        assert main(["backup", str(place)]) == 1
    assert "磁盘满了" in capsys.readouterr().err
    assert not manifest.generations(place) and not list(place.glob(".unfinished*"))
    with monkeypatch.context() as patched:
        usage = shutil.disk_usage(place)._replace(free=1024)
        patched.setattr(shutil, "disk_usage", lambda _place: usage)
        assert main(["backup", str(place)]) == 1
    assert "放不下备份" in capsys.readouterr().err
    assert main(["backup", str(place)]) == 0


def test_a_backup_that_was_killed_is_not_taken_for_whole_and_is_cleared_away(
    house: Path, tmp_path: Path
) -> None:
    left = tmp_path / "backups" / ".unfinished-20261122T000000Z"
    left.mkdir(parents=True)
    (left / databases.file_name()).write_bytes(b"half")
    with pytest.raises(Refusal, match="没有完整的备份"):
        restoring.restore(tmp_path / "backups", tmp_path / "restored")
    making.make(tmp_path / "backups")
    assert not left.exists() and len(manifest.generations(tmp_path / "backups")) == 1


def test_two_backups_at_once_are_refused(house: Path, tmp_path: Path) -> None:
    place = tmp_path / "backups"
    place.mkdir()
    with making._alone(place), pytest.raises(Refusal, match="另一个备份"):
        making.make(place)


def test_a_missing_file_stops_the_backup_but_a_destroyed_one_does_not(
    house: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = StoredFile.objects.first()
    assert file is not None and file.blob is not None
    path = house / "files" / file.blob.storage_name
    kept = path.read_bytes()
    path.write_bytes(b"rotten")
    with pytest.raises(Refusal, match=f"文件 {file.blob.sha256} 丢失或已损坏"):
        making.make(tmp_path / "backups")
    path.write_bytes(kept)
    real, sha256 = making._files, file.blob.sha256

    def destroyed_meanwhile(*words: Any) -> list[str]:
        files.destroy(file, actor=SYSTEM, reason="本人申请")
        return real(*words)

    monkeypatch.setattr(making, "_files", destroyed_meanwhile)
    _made, told = making.make(tmp_path / "backups")
    assert told.destroyed == [sha256] and told.files == 1


@pytest.mark.parametrize("victim", ["database", "file", manifest.SUMS])
def test_a_damaged_backup_is_refused_by_name(house: Path, tmp_path: Path, victim: str) -> None:
    made, told = making.make(tmp_path / "backups")
    path = {"database": made / told.database, "file": next(made.glob("files/*/*"))}.get(victim, made / victim)
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 1
    path.chmod(0o644)
    path.write_bytes(raw)
    with pytest.raises(Refusal, match=str(path.relative_to(made))):
        restoring.restore(made, tmp_path / "restored", database="postgres://x/y" if POSTGRESQL else "")
    assert not (tmp_path / "restored").exists()


def test_what_must_not_be_overwritten_is_not(house: Path, tmp_path: Path) -> None:
    made, _told = making.make(tmp_path / "backups")
    to = "postgres://x/y" if POSTGRESQL else ""
    with pytest.raises(Refusal, match="不是空的"):
        restoring.restore(made, house, database=to)
    half = tmp_path / "half"
    half.mkdir()
    (half / restoring.HALF).touch()
    with pytest.raises(Refusal, match="没有完成的恢复"):
        restoring.restore(made, half, database=to)
    if POSTGRESQL:
        own = {key.lower(): str(value) for key, value in connection.settings_dict.items() if value}
        used = {name: own[name] for name in ("host", "port", "user", "password") if name in own}
        with pytest.raises(Refusal, match="不是空的"):
            url = databases.url_of({**used, "dbname": own["name"]})
            restoring.restore(made, tmp_path / "restored", database=url)
        assert not (tmp_path / "restored").exists()


def test_a_backup_of_a_newer_version_or_with_other_keys_is_refused(
    house: Path, tmp_path: Path, settings: Any
) -> None:
    made, told = making.make(tmp_path / "backups")
    to = "postgres://x/y" if POSTGRESQL else ""
    told.migrations["journal"].append("0099_tomorrow")
    told.write(made)
    with pytest.raises(Refusal, match=r"更新的版本.*0099_tomorrow"):
        restoring.restore(made, tmp_path / "restored", database=to)
    told.migrations["journal"].remove("0099_tomorrow")
    told.write(made)
    settings.YANGGUANG_KEYRING = KeyRing({"demo": b"9" * 32}, current="demo")
    with pytest.raises(Refusal, match="密钥 demo"):
        restoring.restore(made, tmp_path / "restored", database=to)


def test_a_book_that_is_not_that_of_the_manifest_is_named_after_the_restore(
    house: Path, tmp_path: Path, act: Callable[[], Act]
) -> None:
    made, told = making.make(tmp_path / "backups")
    act()
    later = journal.seal()
    assert later is not None
    told.head, told.counts["journal_act"] = later.document(), told.counts["journal_act"] + 1
    told.write(made)
    with target(tmp_path / "restored") as to:
        done = restoring.restore(made, tmp_path / "restored", **to)
    assert not done.ok
    assert any("journal_act" in fault for fault in done.proof.faults)
    assert any("封存" in fault for fault in done.proof.faults)


def test_the_drill_restores_verifies_reports_and_leaves_nothing(
    house: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place, scratch = tmp_path / "backups", tmp_path / "scratch"
    scratch.mkdir()
    assert main(["backup", str(place), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["files"] == 2
    assert main(["restore-drill", str(place), "--scratch", str(scratch), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["ok"] and told["acts"] == Act.objects.count() and told["files"] == 2
    assert json.loads((place / restoring.DRILL).read_text()) == told
    assert not list(scratch.iterdir())
    if POSTGRESQL:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_database WHERE datname LIKE 'yangguang_drill%'")
            assert cursor.fetchone()[0] == 0
