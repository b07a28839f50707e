"""A clock of a permit, which the section head works on and the leader leads; a written notice; days on which it happens."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import date
from typing import Any

import pytest

from tests.cast import Cast
from yangguang.accounts.models import User
from yangguang.deadlines import actions, owners
from yangguang.deadlines.actions import WrittenNotice
from yangguang.deadlines.models import Clock, Extension
from yangguang.journal.actors import SYSTEM
from yangguang.lib import clock
from yangguang.lib.ref import Ref
from yangguang.lib.uid import new_uid
from yangguang.notices.models import Message
from yangguang.notices.rules import inbox
from yangguang.organisations.acting import Acting
from yangguang.organisations.rules import acting_as

KIND = "permits.permit"
NOTICE = WrittenNotice("阳许中〔2026〕3号")


class Permits:
    """Clocks of the civil affairs office."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.chen = self._acting(cast.chen, "leader")
        self.zhou = self._acting(cast.zhou, "section-head")
        self.lin = self._acting(cast.lin, "information-officer")
        self.holders: list[User] = [cast.zhou]
        self.heads: list[User] = [cast.chen]

    def _acting(self, user: User, post: str) -> Acting:
        return acting_as(user, self.cast.county.civil, post_code=post)

    def owner(self) -> owners.Owner:
        return owners.Owner(
            kind=KIND,
            describe=self._describe,
            holders=lambda ref: self.holders,
            acting=lambda ref, user: self._acting(user, "section-head"),
            mine=lambda user: (
                list(Clock.objects.values_list("subject", flat=True)) if user in self.holders else []
            ),
            visible=self._visible,
            heads=lambda ref: self.heads,
            concerned=lambda ref: [self.cast.lin],
        )

    def _describe(self, refs: Sequence[Ref]) -> dict[Ref, owners.Matter]:
        return {ref: owners.Matter(f"YG-{ref.uid[-4:]}", "许可审查", "/office/desk/") for ref in refs}

    def _visible(self, user: Any) -> Any:
        rows = Clock.objects.filter(subject__startswith=f"{KIND}:")
        return (rows if user in [*self.holders, *self.heads] else rows.none()).values("subject")

    def begin(self, on: str = "2026-09-14", limit: str = "LIC_DECIDE") -> Clock:
        subject = Ref(KIND, new_uid())
        return actions.start(subject, limit, date.fromisoformat(on), self.cast.county.civil, SYSTEM)

    def on(self, day: str, hour: int = 10) -> AbstractContextManager[Any]:
        return clock.set_to(clock.moment(date.fromisoformat(day), hour))

    def suspend(self, running: Clock, today: str, ground: str = "expert-review", **changes: Any) -> Clock:
        values: dict[str, Any] = {"notice": NOTICE, "by": SYSTEM, "ground": ground, **changes}
        with self.on(today):
            actions.suspend(running, **values)
        running.refresh_from_db()
        return running

    def resume(self, running: Clock, on: str) -> Clock:
        with self.on(on):
            actions.resume(running, by=SYSTEM)
        running.refresh_from_db()
        return running

    def extend(self, running: Clock, today: str, by: int = 10, **changes: Any) -> Extension:
        values: dict[str, Any] = {"reason": "情况复杂", "notice": NOTICE, "acting": self.chen, **changes}
        with self.on(today):
            return actions.extend(running, by, **values)


def told(user: User) -> list[str]:
    """The subjects in a person's inbox, oldest first."""
    return [one.subject for one in reversed(inbox(user.uid))]


def mailed() -> int:
    return Message.objects.filter(channel=Message.Channel.EMAIL).count()


@pytest.fixture
def permits(cast: Cast) -> Iterator[Permits]:
    found = Permits(cast)
    owners.register(found.owner())
    yield found
    owners.forget(KIND)
