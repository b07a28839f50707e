"""Builds the demonstration into an empty house, and knows whether one is there already."""

from __future__ import annotations

import json
import logging
import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import hashers
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.core.management import call_command
from django.db import connection, connections, transaction
from django.utils.translation import gettext as _

from yangguang.deadlines import rules as deadlines
from yangguang.demo import county
from yangguang.demo.story.hours import at
from yangguang.demo.story.run import catch_up, close_the_day, happen
from yangguang.demo.world import World
from yangguang.journal.models import Act
from yangguang.lib import clock
from yangguang.lib.errors import Refusal
from yangguang.organisations.models import Organisation
from yangguang.web.furnishing import furnish

SEED = 7
MONTHS = 18
Say = Callable[[str], object]


class QuickHasher(PBKDF2PasswordHasher):
    """The house's own way of keeping passwords with few rounds: all know the demonstration's password."""

    iterations = 1000


def marker() -> Path:
    """Says which database holds a demonstration, and whether its building came to an end."""
    return Path(settings.DATA_DIR) / "demo.json"


def state() -> str:
    """``ready``, ``broken`` (begun and not finished), ``empty`` or ``foreign`` (somebody's real records)."""
    told = _told()
    if told.get("database") == _database():
        return "ready" if told.get("state") == "ready" and _has_rows() else "broken"
    return "foreign" if _has_rows() else "empty"


def refuse_in_production() -> None:
    if settings.PRODUCTION:
        raise Refusal(_("生产环境不能运行演示。演示数据是虚构的，请在另一台机器或另一个数据目录中运行。"))


def prepare(fresh: bool, say: Say, months: int = MONTHS) -> bool:
    """Have a demonstration in the database; whether one was built now. Raises Refusal over somebody's real records."""
    refuse_in_production()
    found = state()
    if found == "broken" and _alive(_told().get("process", 0)):
        raise Refusal(
            _("演示数据正在由另一个进程建立，请等它完成，或者先结束它（进程号 %(process)d）。") % _told(),
            code="conflict",
        )
    if found == "ready" and not fresh:
        call_command("migrate", verbosity=0)
        return False
    if found == "foreign":
        raise Refusal(
            _(
                "这个数据库里已有不是演示的数据，不会覆盖它。请换一个数据目录：YANGGUANG_DATA_DIR=另一目录 yangguang demo"
            )
        )
    if found == "broken":
        say(_("上次没有建完，现在重建。"))
    if found != "empty":
        _clear()
    _mark("building", process=os.getpid())
    call_command("migrate", verbosity=0)
    started = time.monotonic()
    tally = build(say, months=months)
    _mark("ready", seconds=round(time.monotonic() - started, 1), **tally)
    return True


def build(say: Say, seed: int = SEED, months: int = MONTHS) -> dict[str, Any]:
    """Seeds, county and story. What happened, in figures."""
    now = clock.now()
    calendar = deadlines.calendar
    with _quick(), _quiet():
        # The house was furnished before its story began: its first process is not younger than what went through it.
        with clock.set_to(now - timedelta(days=32 * (months + 2))), transaction.atomic():
            furnish()
        published = calendar("CN")
        world = World(seed, clock.day_of(now), published.is_workday, months)
        opened = at(world.workday_on_or_after(world.base - timedelta(days=20)), 8 * 60 + 30)
        with clock.set_to(opened), transaction.atomic():
            rows = county.found(world)
        with clock.set_to(opened):
            catch_up()
        close_the_day(opened + timedelta(hours=1))
        stage = happen(world, rows, now, say)
    return {"tally": dict(sorted(stage.tally.items())), "acts": Act.objects.count()}


@contextmanager
def _quick() -> Iterator[None]:
    """Few rounds of hashing, no waiting for the disk: what is lost in a crash is built again."""
    before = settings.PASSWORD_HASHERS
    settings.PASSWORD_HASHERS = [f"{QuickHasher.__module__}.{QuickHasher.__name__}"]
    hashers.reset_hashers(setting="PASSWORD_HASHERS")
    _durability(False)
    try:
        yield
    finally:
        settings.PASSWORD_HASHERS = before
        hashers.reset_hashers(setting="PASSWORD_HASHERS")
        _durability(True)


@contextmanager
def _quiet() -> Iterator[None]:
    """Without a line in the log for each of four hundred seals."""
    logging.disable(logging.INFO)
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)


def _durability(wanted: bool) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"PRAGMA synchronous={'FULL' if wanted else 'OFF'}")
        else:
            cursor.execute(f"SET synchronous_commit TO {'on' if wanted else 'off'}")


def _database() -> str:
    return str(connection.settings_dict["NAME"])


def _told() -> dict[str, Any]:
    try:
        return dict(json.loads(marker().read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}


def _mark(stage: str, **facts: Any) -> None:
    marker().parent.mkdir(parents=True, exist_ok=True)
    words = {"state": stage, "database": _database(), **facts}
    marker().write_text(json.dumps(words, ensure_ascii=False, indent=1), encoding="utf-8")


def _alive(process: int) -> bool:
    """Whether the process that began the building is still there."""
    try:
        os.kill(process, 0)
    except (OSError, OverflowError):
        return False
    return process > 0


def _has_rows() -> bool:
    if Organisation._meta.db_table not in connection.introspection.table_names():
        return False
    return Organisation.objects.exists()


def _clear() -> None:
    """Empty the demonstration's own database and files. Only ever called for a database that the marker names."""
    if connection.vendor == "sqlite":
        connections.close_all()
        for path in Path(_database()).parent.glob(Path(_database()).name + "*"):
            path.unlink()
    else:
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    search = Path(settings.YANGGUANG_SEARCH_PATH)
    for path in search.parent.glob(search.name + "*"):
        path.unlink()
    for store in ("default", "files"):
        shutil.rmtree(settings.STORAGES[store]["OPTIONS"]["location"], ignore_errors=True)
