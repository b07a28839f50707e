"""Change what can be found. ``put`` and ``withdraw`` belong into the transaction of the fact they follow.

Making the index anew has its own page: rebuilding.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import structlog
from django.db import connection, transaction
from django.db.models import Max

from yangguang.lib import clock
from yangguang.lib.ref import Ref
from yangguang.search import engines
from yangguang.search.documents import Document
from yangguang.search.models import Change, Entry
from yangguang.search.rows import LONGEST, SLOTS, Told, day_of, first_position, read, row_of
from yangguang.web import rows

log = structlog.get_logger("yangguang.search")

BATCH = 500
"""Changes in one transaction."""
_SOON = 100  # what is done right after a commit, at least
PATIENCE = 5
"""Attempts before a change that fails is set aside for people (``yangguang doctor`` shows it)."""


def put(document: Document) -> None:
    """Let a thing be found, or found as it now is. The index follows after the commit."""
    put_many([document])


@transaction.atomic
def put_many(documents: Sequence[Document], *, unknown: bool = False) -> None:
    """The same for many things, in two statements however many they are. ``unknown`` says that none was put before."""
    if unknown:
        rows.insert_values(Entry, (*_TOLD, "ref"), [_values(one) for one in documents], position=None)
    else:
        entries = [Entry(**_told(document)) for document in documents]
        Entry.objects.bulk_create(entries, update_conflicts=True, unique_fields=["ref"], update_fields=_TOLD)
    waiting = [(one.ref,) for one in documents]
    rows.insert_values(Change, ("ref",), waiting, position=None, at=clock.now(), error="", attempts=0)
    _follow_soon(len(documents))


# What a document tells; where it stands in the index stays as it is until the index follows.
_TOLD = [field.name for field in Entry._meta.concrete_fields if field.name not in {"id", "ref", "position"}]


def _told(document: Document) -> dict[str, Any]:
    return {
        "ref": document.ref,
        "title": document.title[:500],
        "text": document.text[:LONGEST],
        "organisation_code": document.organisation_code,
        "organisation_path": document.organisation_path,
        "organisation_name": document.organisation_name,
        "category_code": document.category_code,
        "category_path": document.category_path,
        "category_name": document.category_name,
        "category_names": "\n".join(document.category_names),
        "validity": [[since.isoformat(), state] for since, state in sorted(document.validity)],
        "validity_due": _next_flip(document.validity),
        "kind": document.kind,
        "published_at": document.published_at,
        "url": document.url,
    }


def _values(document: Document) -> tuple[Any, ...]:
    told = _told(document)
    return (*[told[name] for name in _TOLD], told["ref"])


def _next_flip(validity: Sequence[tuple[date, str]]) -> date | None:
    return (
        min((since for since, _state in validity if since > clock.today()), default=None)
        if validity
        else None
    )


@transaction.atomic
def turn_the_day(limit: int = 1000) -> int:
    """Let the index learn of documents whose validity changed with the day; how many these were."""
    due = list(Entry.objects.select_for_update().filter(validity_due__lte=clock.today())[:limit])
    for entry in due:
        entry.validity_due = _next_flip(
            [(date.fromisoformat(since), state) for since, state in entry.validity]
        )
        entry.save(update_fields=["validity_due"])
        _changed(entry.ref, None)
    return len(due)


@transaction.atomic
def withdraw(ref: Ref) -> None:
    """Let a thing no longer be found. Its text is gone from here at once, from the index with the next change."""
    entry = Entry.objects.select_for_update().filter(ref=ref).only("id", "position").first()
    if entry:
        position = entry.position
        entry.delete()
        _changed(ref, position)


def _changed(ref: Ref, position: int | None) -> None:
    Change.objects.create(ref=ref, position=position, at=clock.now())
    _follow_soon()


def _follow_soon(changes: int = 1) -> None:
    """Right after the commit is soon enough for whoever published; the worker is there for the rest."""
    transaction.on_commit(lambda: apply(max(_SOON, changes)), robust=True)


def apply(limit: int = 500) -> int:
    """Bring the index up to date with at most ``limit`` changes; the number of those that are done.

    Safe to call at any time and from anywhere: only one caller works, the others find nothing to do.
    """
    done = last = 0
    while done < limit:
        changes = Change.objects.filter(attempts__lt=PATIENCE, id__gt=last).values_list("id", flat=True)
        waiting = list(changes[: min(BATCH, limit - done)])
        if not waiting:
            break
        try:
            number = _apply(waiting)
        except engines.Unavailable as error:
            log.warning("search index unavailable", error=str(error))
            break
        except Exception:  # one of them is bad: find out which, and do the others
            number = sum(_apply_one(pk) for pk in waiting)
        if not number:
            break
        done += number
        last = waiting[-1]
    return done


@transaction.atomic
def _apply(ids: Sequence[int]) -> int:
    engine = engines.current()
    with engine.alone() as alone:
        if not alone:
            return 0
        told = Change.objects.select_for_update().filter(id__in=ids).values_list("id", "ref", "position")
        changes = list(told)
        refs = {ref for _id, ref, _position in changes}
        entries = read(Entry.objects.select_for_update().filter(ref__in=refs).order_by("published_at", "id"))
        gone = {position for _id, _ref, position in changes if position is not None}
        gone |= {entry.position for entry in entries if entry.position is not None and _moved(entry)}
        # A place that was left may have been given to another thing since.
        gone -= set(
            Entry.objects.filter(position__in=gone)
            .exclude(id__in=[one.id for one in entries])
            .values_list("position", flat=True)
        )
        _give_positions([entry for entry in entries if _moved(entry)])
        rows = [row_of(entry, entry.position) for entry in entries if entry.position is not None]
        if gone:
            engine.remove(gone)
        if rows:
            engine.put(rows)
        Change.objects.filter(id__in=[pk for pk, _ref, _position in changes]).delete()
    return len(changes)


def _apply_one(pk: int) -> int:
    try:
        return _apply([pk])
    except engines.Unavailable:
        return 0
    except Exception as error:
        log.exception("search change failed", change=pk)
        change = Change.objects.get(pk=pk)
        Change.objects.filter(pk=pk).update(
            attempts=change.attempts + 1, error=f"{type(error).__name__}: {error}"[:2000]
        )
        return 0


def _moved(entry: Told) -> bool:
    # Only a change of day moves a thing; what ran over from a full day moves once and then stays as near.
    if entry.position is None:
        return True
    first = first_position(day_of(entry.published_at))
    return not first <= entry.position < first + SLOTS


def _give_positions(entries: Sequence[Told]) -> None:
    stood = [entry.id for entry in entries if entry.position is not None]
    last: dict[int, int] = {}
    for entry in entries:
        first = first_position(day_of(entry.published_at))
        while True:
            if first not in last:
                last[first] = _last_position(first)
            if last[first] + 1 < first + SLOTS:
                break
            first += SLOTS  # a full day runs over into the next
        entry.position = last[first] = last[first] + 1
    # A place may pass from one of them to another, and each place is held once.
    Entry.objects.filter(id__in=stood).update(position=None)
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE search_entry SET position = %s WHERE id = %s",
            [(entry.position, entry.id) for entry in entries],
        )


def _last_position(first: int) -> int:
    """The last position of a day that is taken; the one before its first when none is."""
    taken = Entry.objects.filter(position__gte=first, position__lt=first + SLOTS)
    return taken.aggregate(last=Max("position"))["last"] or first - 1


def retry() -> int:
    """Try again what failed too often; the number of changes that are done."""
    Change.objects.filter(attempts__gte=PATIENCE).update(attempts=0)
    return apply(10_000)
