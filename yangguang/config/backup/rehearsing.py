"""Copy the house into a rehearsal: a backup, restored elsewhere, with keys and settings of its own."""

from __future__ import annotations

import base64
import os
import secrets
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlparse

from django.conf import settings
from django.utils.translation import gettext as _

from yangguang.config.backup import making, restoring
from yangguang.config.backup.restoring import Restored, Say
from yangguang.lib.crypto import Signer
from yangguang.lib.errors import Refusal

ENVIRONMENT = "rehearsal.env"


def rehearse(
    into: Path,
    *,
    place: Path | None = None,
    database: str = "",
    address: str = "http://127.0.0.1:8100",
    say: Say = lambda line: None,
) -> Restored:
    """Restore the backup *place* (or one that is made now) into *into* as a rehearsal at *address*.

    It reads what the house's keys have locked, but seals its own book with a key of its own, so that nobody can take
    its seals for the house's. *database* as for a restore. Refusal when this is itself a rehearsal, and as ``restore``.
    """
    if settings.YANGGUANG_REHEARSAL:
        raise Refusal(_("这里已经是演练环境；请在正式系统里建立演练环境。"), code="conflict")
    if urlparse(address).scheme not in {"http", "https"} or not urlparse(address).hostname:
        raise Refusal(_("演练环境的网址要写成 http://主机:端口。"), field="address")
    with tempfile.TemporaryDirectory(prefix="yangguang-rehearsal-") as room:
        backup = place
        if backup is None:
            say(_("备份现在的数据"))
            backup, _told = making.make(Path(room), say=say)
        done = restoring.restore(backup, into, database=database, say=say)
    if not done.ok:
        return done
    given = environment(into.resolve(), database, address.rstrip("/"))
    kept = into / ENVIRONMENT
    kept.touch(mode=0o600)
    kept.write_text(
        "".join(f"{name}={shlex.quote(value)}\n" for name, value in given.items()), encoding="utf-8"
    )
    _open(done.backup, given)
    return done


def environment(into: Path, database: str, address: str) -> dict[str, str]:
    """The settings with which the rehearsal starts. Holds keys: the file is its owner's to read only."""
    sealer = Signer(settings.YANGGUANG_SEAL_KEY)
    retired = [sealer.public_key, *settings.YANGGUANG_RETIRED_SEAL_KEYS]
    given = {
        "YANGGUANG_MODE": "rehearsal",
        "YANGGUANG_DATA_DIR": str(into),
        "YANGGUANG_DATABASE_URL": database,
        "YANGGUANG_BASE_URL": address,
        "YANGGUANG_SECRET_KEY": secrets.token_urlsafe(48),
        "YANGGUANG_KEYRING": ",".join(
            f"{name}:{_spelled(key)}" for name, key in settings.YANGGUANG_KEYRING.keys.items()
        ),
        "YANGGUANG_SEAL_KEY": _spelled(secrets.token_bytes(32)),
        "YANGGUANG_RETIRED_SEAL_KEYS": ",".join(map(_spelled, retired)),
        "YANGGUANG_WITNESSES": "",
    }
    return {name: value for name, value in given.items() if value or name == "YANGGUANG_WITNESSES"}


def _open(backup: str, given: dict[str, str]) -> None:
    """In a process of its own, whose settings are the rehearsal's."""
    rest = {name: value for name, value in os.environ.items() if not name.startswith("YANGGUANG_")}
    env = {**rest, "DJANGO_SETTINGS_MODULE": "yangguang.config.settings", **given}
    words = [sys.executable, "-m", "yangguang", "rehearsal-opened", backup]
    done = subprocess.run(words, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        said = (done.stderr.strip() or done.stdout.strip()).splitlines()[-1:] or [str(done.returncode)]
        raise Refusal(_("副本已恢复，但没有变成演练环境：%(error)s") % {"error": said[0][:300]})


def _spelled(key: bytes) -> str:
    return base64.b64encode(key).decode()
