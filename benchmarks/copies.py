"""Rows of the same shape as others, written in the database itself: how ``benchmarks.cases`` fills a house."""

from __future__ import annotations

import sys
from time import perf_counter
from typing import Any

TITLE = "^关于第[0-9]+号事项的通知$"  # of a control
CLONED = [
    "disclosure_item",
    "disclosure_edition",
    "casework_case",
    "casework_token",
    "casework_task",
    "deadlines_clock",
]

# What is over and read by nothing that is measured here: texts that were returned, clocks that were stopped.
ENOUGH = {
    "disclosure_edition": " AND r.returned_at IS NULL",
    "deadlines_clock": " AND r.outcome = 'running'",
}


class Copies:
    """Writes rows of the shape of others into the same tables, with every key renewed.

    Which rows are the controls and how many copies there are stands in a table of its own, ``benchmark_controls``.
    """

    def __init__(self, first: dict[str, int], last: dict[str, int], done: int) -> None:
        """``first`` and ``last``: the keys between which the rows to copy lie, by table; ``done`` copies are there."""
        self.first, self.last, self.done = first, last, done
        self.span = {table: last[table] - first[table] + 1 for table in CLONED}
        self.shift = dict.fromkeys(CLONED, 0)

    @classmethod
    def known(cls) -> Copies | None:
        """As it was noted, or from controls that nobody has copied yet; None where there are none."""
        from yangguang.casework.models import Case

        with _cursor() as cursor:
            cursor.execute(
                "CREATE TABLE IF NOT EXISTS benchmark_controls (name text, low bigint, high bigint)"
            )
            cursor.execute("SELECT name, low, high FROM benchmark_controls")
            noted = {name: (low, high) for name, low, high in cursor.fetchall()}
        if noted:
            done = noted["copies"][1]
            return cls({t: noted[t][0] for t in CLONED}, {t: noted[t][1] for t in CLONED}, done)
        case = Case.objects.filter(title__regex=TITLE).order_by("pk").first()
        if case is None:
            return None
        assert case.subject is not None
        with _cursor() as cursor:
            cursor.execute("SELECT id FROM disclosure_item WHERE uid = %s", [case.subject.uid])
            (item,) = cursor.fetchone()
        first = {
            "disclosure_item": item,
            "disclosure_edition": one(f"SELECT min(id) FROM disclosure_edition WHERE item_id = {item}"),
            "casework_case": case.pk,
            "casework_token": one(f"SELECT min(id) FROM casework_token WHERE case_id = {case.pk}"),
            "casework_task": one(f"SELECT min(id) FROM casework_task WHERE case_id = {case.pk}"),
            "deadlines_clock": one(
                "SELECT min(k.id) FROM deadlines_clock k JOIN casework_task t"
                f" ON k.subject = 'casework.task:' || t.uid WHERE t.case_id = {case.pk}"
            ),
        }
        return cls.from_here(first)

    @classmethod
    def from_here(cls, first: dict[str, int]) -> Copies:
        """Everything from these keys to the newest is a control."""
        made = cls(first, {table: one(f"SELECT max(id) FROM {table}") for table in CLONED}, 0)
        made.note()
        return made

    @property
    def controls(self) -> int:
        return self.span["casework_case"]

    def note(self) -> None:
        with _cursor() as cursor:
            cursor.execute("DELETE FROM benchmark_controls WHERE name <> 'further'")
            rows = [(table, self.first[table], self.last[table]) for table in CLONED]
            cursor.executemany(
                "INSERT INTO benchmark_controls VALUES (%s, %s, %s)", [*rows, ("copies", 0, self.done)]
            )

    def write(self, until: int) -> int:
        """Copies numbered from where the last call stopped to ``until``, all or none; how many rows."""
        from django.db import transaction

        rows = 0
        # Beyond whatever was written since the last time.
        self.shift = {
            table: one(f"SELECT max(id) FROM {table}") - self.last[table] - self.done * self.span[table]
            for table in CLONED
        }
        with transaction.atomic(), _cursor() as cursor:
            cursor.execute(
                "SET LOCAL session_replication_role = replica"
            )  # the keys are right by construction
            for table in CLONED:
                begun = perf_counter()
                cursor.execute(self._statement(table), [self.done + 1, until])
                written = cursor.rowcount
                rows += written
                cursor.execute(
                    f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))"
                )
                sys.stderr.write(f"  {table}: {written:,} in {perf_counter() - begun:.0f} s\n")
            self.done = until
            self.note()
        with _cursor() as cursor:
            for table in CLONED:
                cursor.execute(f"VACUUM ANALYZE {table}")
        return rows

    def _statement(self, table: str) -> str:
        with _cursor() as cursor:
            cursor.execute(
                "SELECT column_name FROM information_schema.columns WHERE table_name = %s ORDER BY ordinal_position",
                [table],
            )
            names = [row[0] for row in cursor.fetchall()]
        values = ", ".join(self._value(table, name) for name in names)
        return (
            f"INSERT INTO {table} ({', '.join(names)}) SELECT {values} FROM {table} r, generate_series(%s, %s) k"
            f" WHERE r.id BETWEEN {self.first[table]} AND {self.last[table]}{ENOUGH.get(table, '')}"
        )

    def _value(self, table: str, name: str) -> str:
        keys = {
            "id": table, "case_id": "casework_case", "token_id": "casework_token", "item_id": "disclosure_item",
            "live_edition_id": "disclosure_edition", "scope_id": "casework_token",
        }  # fmt: skip
        if name in keys:
            table = keys[name]
            return f"r.{name} + {self.shift[table]} + k * {self.span[table]}"
        if name in {
            "uid",
            "subject",
        }:  # "kind:uid" and a uid alike: the last six letters tell the copies apart
            return f"left(r.{name}, length(r.{name}) - 6) || lpad(upper(to_hex(k)), 6, '0')"
        if name in {"number", "index_number"} and table in {"casework_case", "disclosure_item"}:
            return f"r.{name} || '-' || k"
        return f"r.{name}"


class Further:
    """Controls that go through the verbs between the copies: how many were begun and how many are through.

    Noted beside the keys of the others, so that several processes can take turns and one that was stopped goes on.
    """

    def __init__(self) -> None:
        with _cursor() as cursor:
            cursor.execute(
                "INSERT INTO benchmark_controls SELECT 'further', 0, 0"
                " WHERE NOT EXISTS (SELECT 1 FROM benchmark_controls WHERE name = 'further')"
            )

    @property
    def done(self) -> int:
        return one("SELECT high FROM benchmark_controls WHERE name = 'further'")

    def begin(self) -> int:
        """The number of a control that nobody else began."""
        return one("UPDATE benchmark_controls SET low = low + 1 WHERE name = 'further' RETURNING low")

    def end(self) -> None:
        one("UPDATE benchmark_controls SET high = high + 1 WHERE name = 'further' RETURNING high")


def one(query: str) -> int:
    with _cursor() as cursor:
        cursor.execute(query)
        return int(cursor.fetchone()[0] or 0)


def _cursor() -> Any:
    from django.db import connection

    return connection.cursor()
