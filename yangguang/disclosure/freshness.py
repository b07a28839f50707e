"""Since when nothing has changed of what the public reads: told by the book, without looking at any item."""

from __future__ import annotations

from datetime import datetime

from yangguang.journal.models import Act, Seal
from yangguang.lib import clock


def last_change() -> datetime:
    """The last moment at which any public page may have changed.

    That is the newest act (nothing changes without one), the newest seal (pages tell whether they are sealed), or
    the beginning of today (documents run out, lists tell what is due).
    """
    act = Act.objects.order_by("-pk").values_list("recorded_at", flat=True).first()
    seal = Seal.objects.order_by("-pk").values_list("sealed_at", flat=True).first()
    return max(moment for moment in (act, seal, clock.moment(clock.today())) if moment)
