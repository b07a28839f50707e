"""Database functions for moments as the county's wall clock shows them, worked out by the database itself.

Django's own call back into Python for each row on SQLite, which a register of two hundred thousand rows feels. Asia/Shanghai
has been eight hours ahead of UTC since 1991, summer and winter; what was published before there were such sites is nothing.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models.expressions import Func


class _Told(Func):
    """The text of a moment, to the precision of the subclass."""

    arity = 1
    output_field = models.CharField()
    sqlite = postgresql = ""

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> Any:
        return self.as_sql(
            compiler, connection, template=f"strftime('{self.sqlite}', %(expressions)s, '+8 hours')"
        )

    def as_postgresql(self, compiler: Any, connection: Any, **more: Any) -> Any:
        template = f"to_char(%(expressions)s AT TIME ZONE 'Asia/Shanghai', '{self.postgresql}')"
        return self.as_sql(compiler, connection, template=template)


class LocalYear(_Told):
    """``2026``"""

    sqlite, postgresql = "%%%%Y", "YYYY"


class LocalMonth(_Told):
    """The first day of the month, ``2026-11-01``."""

    sqlite, postgresql = "%%%%Y-%%%%m-01", "YYYY-MM-01"


class LocalDay(_Told):
    """``2026-11-22``"""

    sqlite, postgresql = "%%%%Y-%%%%m-%%%%d", "YYYY-MM-DD"
