"""Bring a backup back into something empty, and prove that it is what it was."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _

from yangguang.config.backup import databases, manifest
from yangguang.config.backup.manifest import Manifest
from yangguang.lib import clock
from yangguang.lib.errors import Refusal

Say = Callable[[str], object]
HALF = "RESTORE-UNFINISHED"  # lies in a folder whose restore did not come to its end
DRILL = "drill.json"  # what the last drill said, beside the backups


@dataclass
class Proof:
    """What the restored house says of itself. ``faults`` in Chinese; none means that nothing is missing."""

    faults: list[str]
    acts: int
    sealed: int
    rows: int
    found: int  # things in the search index


@dataclass
class Restored:
    backup: str
    folder: str
    database: str
    files: int
    proof: Proof

    @property
    def ok(self) -> bool:
        return not self.proof.faults


def restore(place: Path, into: Path, *, database: str = "", say: Say = lambda line: None) -> Restored:
    """Restore the backup *place* (or the newest in it) into the empty folder *into*.

    A PostgreSQL backup also needs *database*, the URL of an empty database. Refusal when the target is not
    empty, the backup is damaged, comes from a newer version, or needs keys that are not here.
    """
    backup = manifest.newest(place)
    told = manifest.read(backup)
    _fits(told, database)
    _empty(into)
    say(_("核对备份 %(name)s") % {"name": backup.name})
    if bad := manifest.damage(backup, told):
        raise Refusal(
            _("备份 %(name)s 已损坏，不能用来恢复：%(files)s。请换一份备份。")
            % {"name": backup.name, "files": "、".join(bad[:5]) + (" …" if len(bad) > 5 else "")},
            code="conflict",
        )
    existed = into.exists()
    into.mkdir(parents=True, exist_ok=True)
    try:
        (into / HALF).touch()
        say(_("恢复文件和数据库"))
        for name in ("files", "media"):
            if (backup / name).is_dir():
                shutil.copytree(backup / name, into / name)
        if told.engine == "postgresql":
            url = databases.restore_postgresql(backup, database)
        else:
            url = databases.restore_sqlite(backup, into)
    except BaseException:
        _take_back(into, existed)
        raise
    say(_("重建索引，核对日志"))
    proof = _prove(backup, into, url)
    (into / HALF).unlink()
    return Restored(backup.name, str(into), told.engine, told.files, proof)


def drill(place: Path, *, scratch: Path | None = None, say: Say = lambda line: None) -> dict[str, Any]:
    """Restore the newest backup somewhere, prove it, throw it away; the report, also kept beside the backups."""
    backup = manifest.newest(place)
    told = manifest.read(backup)
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="yangguang-drill-", dir=scratch) as room:
        into = Path(room) / "house"
        if told.engine == "postgresql":
            with databases.throw_away_postgresql(f"yangguang_drill_{clock.now():%Y%m%d%H%M%S}") as url:
                done = restore(backup, into, database=url, say=say)
        else:
            done = restore(backup, into, say=say)
    report = {
        "at": clock.now().isoformat(),
        "ok": done.ok,
        "backup": backup.name,
        "made_at": told.made_at,
        "files": done.files,
        "seconds": round(time.monotonic() - started, 1),
        **asdict(done.proof),
    }
    text = json.dumps(report, ensure_ascii=False, indent=1) + "\n"
    (backup.parent / DRILL).write_text(text, encoding="utf-8")
    return report


def _fits(told: Manifest, database: str) -> None:
    if told.engine == "postgresql" and not database:
        raise Refusal(
            _("这是 PostgreSQL 的备份：请用 --database postgres://… 指明一个空的目标库。"), field="database"
        )
    if told.engine == "sqlite" and database:
        raise Refusal(_("这是 SQLite 的备份，恢复到文件夹里，不需要 --database。"), field="database")
    known = MigrationLoader(connection).disk_migrations
    newer = [f"{app}.{name}" for app, names in told.migrations.items() for name in names
             if (app, name) not in known]  # fmt: skip
    if newer:
        raise Refusal(
            _("备份出自更新的版本（%(version)s，本机没有 %(step)s）：请先安装那个版本再恢复。")
            % {"version": told.version, "step": newer[0]},
            code="conflict",
        )
    if missing := manifest.missing_keys(told):
        raise Refusal(
            _("这份备份要用密钥 %(keys)s 才能打开，YANGGUANG_KEYRING 里没有，或内容不同。请先恢复密钥。")
            % {"keys": "、".join(missing)},
            code="conflict",
        )


def _empty(into: Path) -> None:
    if into.exists() and not into.is_dir():
        raise Refusal(_("%(into)s 不是文件夹。") % {"into": into}, field="into")
    if (into / HALF).exists():
        raise Refusal(
            _("%(into)s 里是一次没有完成的恢复：请删除这个文件夹后重来。") % {"into": into}, code="conflict"
        )
    if into.exists() and any(into.iterdir()):
        raise Refusal(
            _("%(into)s 不是空的。请恢复到一个新文件夹，核对无误后再换过去，不要覆盖正在用的数据。")
            % {"into": into},
            code="conflict",
        )


def _take_back(into: Path, existed: bool) -> None:
    for entry in into.iterdir():
        if entry.is_dir():
            shutil.rmtree(entry, ignore_errors=True)
        else:
            entry.unlink(missing_ok=True)
    if not existed:
        into.rmdir()


def _prove(backup: Path, into: Path, url: str) -> Proof:
    """In a process of its own, whose settings are those of the restored house."""
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "yangguang.config.settings",
        "YANGGUANG_DATA_DIR": str(into.resolve()),
        "YANGGUANG_DATABASE_URL": url,
        "YANGGUANG_LOG_LEVEL": "ERROR",
    }
    env.pop("YANGGUANG_DATABASE_URL_FILE", None)
    words = [sys.executable, "-m", "yangguang", "restored", str(backup / manifest.MANIFEST)]
    done = subprocess.run(words, env=env, capture_output=True, text=True, check=False)
    try:
        return Proof(**json.loads(done.stdout.splitlines()[-1]))
    except (IndexError, ValueError, TypeError):
        said = (done.stderr.strip() or done.stdout.strip()).splitlines()[-1:] or [str(done.returncode)]
        raise Refusal(_("数据已恢复，但核对没有做完：%(error)s") % {"error": said[0][:300]}) from None
