"""How the house stands at the moment of a question, in one question to the records."""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

from django.db import connection

from yangguang.lib import clock
from yangguang.organisations.models import Organisation, OrganisationName
from yangguang.search.models import Change, Entry, WordGroup
from yangguang.web import keeping


class Standing(NamedTuple):
    """``last``: the last position given. ``waiting``: the index has yet to learn of something.

    ``words`` and ``names`` change with the office's words and with the names of organisations.
    """

    last: int
    waiting: bool
    words: tuple[Any, ...]
    names: tuple[Any, ...]


def standing() -> Standing:
    """Asked anew for each question, so that what was changed a moment ago already counts."""
    with keeping.cursor(connection) as cursor:
        cursor.execute(_question(), [clock.today()])
        last, changed, due, *stamps = cursor.fetchone()
    return Standing(last or 0, bool(changed or due), tuple(stamps[:3]), tuple(stamps[3:]))


@cache
def _question() -> str:
    entry, change, group = (model._meta.db_table for model in (Entry, Change, WordGroup))
    organisation, name = (model._meta.db_table for model in (Organisation, OrganisationName))
    return (
        f"SELECT (SELECT max(position) FROM {entry}), EXISTS (SELECT 1 FROM {change}),"
        f" EXISTS (SELECT 1 FROM {entry} WHERE validity_due <= %s),"
        f" (SELECT count(*) FROM {group}), (SELECT max(id) FROM {group}), (SELECT max(changed_at) FROM {group}),"
        f" (SELECT max(id) FROM {organisation}), (SELECT max(id) FROM {name})"
    )
