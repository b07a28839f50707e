"""Each publication is told to its drafter: one message for each act, however often a worker dies over it."""

from __future__ import annotations

from yangguang.accounts.models import User
from yangguang.journal.models import Act
from yangguang.journal.subscriptions import on
from yangguang.notices import actions as notices


@on("disclosure.edition_published")
def tell_the_drafter(act: Act) -> None:
    drafter = User.objects.get(username="lin.xiao")
    notices.send("inbox", drafter.uid, "已公开", act.summary, about=act.ref)
