"""Make the index anew, beside the one in use: a batch at a time, by whoever comes along.

Each batch stands by itself. Killed at any moment the old index serves on, and the next caller, the worker or
the command, goes on where the last batch ended. What is published or withdrawn meanwhile goes into both.
"""

from __future__ import annotations

import time

import structlog
from django.db import transaction
from django.utils.translation import gettext as _

from yangguang.lib import clock
from yangguang.lib.text import FORM
from yangguang.lib.uid import new_uid
from yangguang.search import engines
from yangguang.search.models import Entry, Rebuild
from yangguang.search.rows import read, row_of

from .changes import apply

log = structlog.get_logger("yangguang.search")

BATCH = 500
PATIENCE = 100


def running() -> Rebuild | None:
    """The rebuild that was begun and has not ended."""
    return Rebuild.objects.order_by("id").first()


@transaction.atomic
def begin() -> Rebuild:
    """Begin a rebuild, or take up the one that was begun."""
    return running() or Rebuild.objects.create(started_at=clock.now())


def rebuild() -> int:
    """Make the index anew to the end; the number of things in it. Raises engines.Unavailable, and can be called again."""
    begin()
    tries = 0
    while True:
        try:
            if step() is None:
                return engines.current().size()
            tries = 0
        except engines.Unavailable:
            tries += 1
            if tries == PATIENCE:
                raise
            time.sleep(0.1)  # whoever publishes just now holds the index for a moment
        apply(BATCH)  # and nothing that is published waits for the whole of it


def step() -> int | None:
    """Copy one batch, or put the new index into place; how many were copied, None when nothing is under way.

    Raises engines.Unavailable while somebody else changes the index, or when it cannot be written.
    """
    engine = engines.current()
    if engine.apart:
        # The records' write lock is held for a moment only, not while the other file is written.
        return _step(engine)
    with transaction.atomic():
        return _step(engine)


def _step(engine: engines.Engine) -> int | None:
    with engine.alone() as alone:
        if not alone:
            raise engines.Unavailable(_("别的进程正在更新索引"))
        task = running()
        if task is None:
            return None
        if engine.generation() == task.uid:  # it was put into place, and then the power failed
            task.delete()
            return None
        if engine.begun() != task.uid:
            engine.begin(task.uid)
            task.reached, task.copied = -1, 0
            Rebuild.objects.filter(pk=task.pk).update(reached=-1, copied=0)
        entries = read(Entry.objects.filter(position__gt=task.reached).order_by("position")[:BATCH])
        if not entries:
            engine.swap()
            task.delete()
            log.info("search index made anew", items=task.copied)
            return None
        engine.copy([row_of(entry, entry.position) for entry in entries if entry.position is not None])
        Rebuild.objects.filter(pk=task.pk).update(
            reached=entries[-1].position, copied=task.copied + len(entries)
        )
        return len(entries)


@transaction.atomic
def begin_anew() -> Rebuild:
    """Give up what was begun, and begin again from nothing."""
    Rebuild.objects.all().delete()
    return Rebuild.objects.create(started_at=clock.now(), uid=new_uid())


def go_on() -> int:
    """What the worker does in each of its rounds: begin where the index is of an older form, go on where one was begun."""
    try:
        if running() is None and engines.current().form() != FORM:
            log.info("the index is of an older form and is made anew")
            begin()
        return step() or 0 if running() else 0
    except engines.Unavailable as error:
        log.warning("search index unavailable", error=str(error))
        return 0
