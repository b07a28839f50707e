"""Whether this process can do its work: ``/healthz`` for machines, ``yangguang doctor`` for people."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from datetime import datetime, timedelta
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import DatabaseError
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _

from yangguang.config.backup import manifest
from yangguang.config.backup.restoring import DRILL
from yangguang.journal import keeping
from yangguang.lib import clock
from yangguang.lib.errors import Refusal
from yangguang.lib.health import Check
from yangguang.web import pagestore

SCARCE, LOW = 0.05, 0.10  # of the disk still free: a fault, a warning
LEAST = 1024**3  # bytes free, however large the disk is
BACKUP_OLD, DRILL_OLD = timedelta(hours=36), timedelta(days=45)
MARK_OLD = timedelta(minutes=5)  # the worker takes it away after one


def healthz(request: HttpRequest) -> JsonResponse:
    """200 when the database answers, 503 when not."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            cursor.fetchone()
    except DatabaseError:
        return JsonResponse({"ok": False, "database": "unreachable"}, status=503)
    return JsonResponse({"ok": True, "role": settings.ROLE}, headers={"Cache-Control": "no-store"})


def _database() -> Check:
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        return Check(
            _("数据库"),
            False,
            _("连接不上：%(error)s") % {"error": error},
            _("检查 YANGGUANG_DATABASE_URL 和数据库服务。"),
        )
    if waiting:
        return Check(
            _("数据库"),
            False,
            _("有 %(n)d 个升级步骤没有执行") % {"n": len(waiting)},
            _("运行 yangguang manage migrate。"),
        )
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            # A write that changes nothing, and really goes to the disk.
            cursor.execute(
                "UPDATE django_migrations SET name = name WHERE id = (SELECT min(id) FROM django_migrations)"
            )
    except DatabaseError as error:
        return Check(
            _("数据库"),
            False,
            _("只能读，不能写：%(error)s") % {"error": str(error).splitlines()[0]},
            _("检查磁盘是否已满、文件权限，以及数据库是否成了只读副本。"),
        )
    return Check(_("数据库"), True, _("%(vendor)s，结构是最新的，可以读写") % {"vendor": connection.vendor})


def checks(*, full: bool = False) -> list[Check]:
    """What every room says of itself; *full* also reads whole books and stores, which may take long.

    A room cannot answer about a database that is not there.
    """
    database = _database()
    found = [database, *_disks(), _backup()]
    if not database.ok:
        return found
    if settings.YANGGUANG_PAGE_STORE:
        found.append(_pages())
    for room in settings.ROOMS:
        name = f"yangguang.{room}.health"
        if find_spec(f"yangguang.{room}") and find_spec(name):
            module = import_module(name)
            found.extend(module.checks())
            if full and hasattr(module, "thorough"):
                found.extend(module.thorough())
    return found


def _disks() -> list[Check]:
    """Each disk that the house writes to: data, uploads on their way in, backups."""
    places = [Path(settings.DATA_DIR), Path(tempfile.gettempdir())]
    if settings.YANGGUANG_BACKUP_DIR:
        places.append(Path(settings.YANGGUANG_BACKUP_DIR))
    found: dict[int, Path] = {}
    for place in places:
        there = next(path for path in (place, *place.parents) if path.exists())
        found.setdefault(there.stat().st_dev, there)
    return [_disk(place, first=number == 0) for number, place in enumerate(found.values())]


def _disk(place: Path, *, first: bool) -> Check:
    name = _("磁盘空间") if first else _("磁盘空间：%(place)s") % {"place": place}
    usage, entries = shutil.disk_usage(place), os.statvfs(place)
    facts = {"place": place, "free": usage.free // 1024**2, "share": 100 * usage.free // usage.total}
    told = _("%(place)s 还剩 %(free)d MB（%(share)d%%）") % facts
    remedy = _("清理旧日志和旧备份，或扩容。满了以后什么都办不成；腾出空间后，停下的事自动接着办。")
    if usage.free < max(LEAST, usage.total * SCARCE) and usage.free < usage.total / 2:
        return Check(name, False, told, remedy)
    if entries.f_files and entries.f_favail < entries.f_files * SCARCE:
        told = _("%(place)s 能放的文件数快用完了，还能放 %(n)d 个") % {"place": place, "n": entries.f_favail}
        return Check(name, False, told, _("清理大量的小文件（邮件队列、旧日志、缓存），或换一个文件系统。"))
    return Check(name, True, told, remedy, warning=usage.free < usage.total * LOW)


def _pages() -> Check:
    """Whether the pages that nginx serves from files are as new as the book, and can be kept at all."""
    name, place = _("成品页面"), pagestore.root()
    folder = next(path for path in (place, *place.parents) if path.exists())
    if not os.access(folder, os.W_OK | os.X_OK):
        told = _("写不进 %(place)s，每一页都要程序现做") % {"place": folder}
        return Check(name, False, told, _("让运行网站的用户能写这个文件夹，或设 YANGGUANG_PAGE_STORE=no。"))
    if keeping.is_stale():
        told = _("有公务记录之后没有更新的页面：有程序绕过了它")
        remedy = _("删去 %(place)s/current；核对各进程的 YANGGUANG_DATA_DIR 是否相同，后台进程是否在运行。")
        return Check(name, False, told, remedy % {"place": place})
    if pagestore.oldest_mark() > MARK_OLD:
        told = _("一次改动留下的记号没有清除，页面都由程序现做")
        return Check(name, False, told, _("启动后台进程：yangguang work"))
    opened = pagestore.opened_at()
    if opened is None:
        return Check(name, True, _("现在没有，有人看时再做"))
    return Check(name, True, _("%(at)s 以来没有改动") % {"at": f"{clock.local(opened):%Y-%m-%d %H:%M:%S}"})


def _backup() -> Check:
    name, place = _("备份"), settings.YANGGUANG_BACKUP_DIR
    daily = _("运行 yangguang backup，并启用 yangguang-backup.timer。")
    if place is None:
        told = _("没有设置 YANGGUANG_BACKUP_DIR，不知道有没有备份")
        return Check(name, not settings.PRODUCTION, told, daily, warning=True)
    try:
        newest = manifest.newest(place)
        made = manifest.read(newest).moment
    except Refusal as refusal:
        return Check(name, False, refusal.message, daily)
    age = clock.now() - made
    told = _("最近一份是 %(when)s（%(name)s）") % {
        "when": f"{clock.local(made):%Y-%m-%d %H:%M}",
        "name": newest.name,
    }
    if age > BACKUP_OLD:
        return Check(name, False, _("%(told)s，太旧了") % {"told": told}, daily)
    return _drilled(place) or Check(name, True, told)


def _drilled(place: Path) -> Check | None:
    """What is the matter with the last restore drill; None when it went well and not long ago."""
    name, remedy = _("恢复演练"), _("运行 yangguang restore-drill，并启用 yangguang-drill.timer。")
    try:
        told = json.loads((place / DRILL).read_bytes())
        at, ok = datetime.fromisoformat(told["at"]), bool(told["ok"])
    except (OSError, ValueError, KeyError, TypeError):
        return Check(name, True, _("还没有演练过：备份能不能恢复，试过才知道"), remedy, warning=True)
    if not ok:
        return Check(
            name,
            False,
            _("最近一次恢复演练没有通过：%(fault)s") % {"fault": (told.get("faults") or [""])[0]},
            remedy,
        )
    if clock.now() - at > DRILL_OLD:
        return Check(
            name,
            True,
            _("上次恢复演练已过 %(days)d 天") % {"days": (clock.now() - at).days},
            remedy,
            warning=True,
        )
    return None
