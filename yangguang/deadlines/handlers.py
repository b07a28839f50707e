"""Reactions to acts: whoever a date concerns hears that it moved."""

from __future__ import annotations

from yangguang.deadlines import telling
from yangguang.deadlines.acts import TOLD
from yangguang.journal.models import Act
from yangguang.journal.subscriptions import on


@on(*TOLD)
def tell_whom_it_concerns(act: Act) -> None:
    telling.tell_of_change(act)
