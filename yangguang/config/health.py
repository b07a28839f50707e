"""Whether this process can do its work: ``/healthz`` for machines, ``yangguang doctor`` for people."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.utils import DatabaseError
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext as _

from yangguang.lib.health import Check


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
    return Check(_("数据库"), True, _("%(vendor)s，结构是最新的") % {"vendor": connection.vendor})


def checks() -> list[Check]:
    """What every room says of itself. A room cannot answer about a database that is not there."""
    database = _database()
    if not database.ok:
        return [database]
    found = [database]
    for room in settings.ROOMS:
        name = f"yangguang.{room}.health"
        if find_spec(f"yangguang.{room}") and find_spec(name):
            found.extend(import_module(name).checks())
    return found
