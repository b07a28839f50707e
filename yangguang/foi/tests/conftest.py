"""The verbs of this room as the people of civil affairs and a citizen use them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

import pytest

from tests.cast import Cast
from yangguang.casework import actions as casework
from yangguang.casework.models import Case, Task
from yangguang.deadlines.models import Clock
from yangguang.documents import typesetting
from yangguang.foi import actions, rules
from yangguang.foi.actions import Application
from yangguang.foi.models import Request
from yangguang.journal.actors import Actor
from yangguang.lib import clock
from yangguang.organisations.acting import Acting
from yangguang.organisations.rules import acting_as
from yangguang.parties.particulars import Particulars

# The example of GB 11643-1999; nobody's number.
WANG = Particulars(
    kind="natural_person",
    name="王小明",
    identity_kind="resident",
    identity_number="11010519491231002X",
    phone="13812345678",
    email="wang.xm@mail.example",
    address="河南省阳光县城关镇人民路18号2单元301室",
)
MILL = Particulars(
    kind="commercial",
    name="阳光县东门面粉有限公司",
    identity_kind="uscc",
    identity_number="91110000600037341L",
    phone="0398-1234567",
)
CITIZEN = Actor(key="applicant", name="申请人")
GRANTED = {
    "way": "随本答复书提供",
    "time": "即日起",
    "article": "《政府信息公开条例》第三十六条第（二）项",
    "review": "可以向阳光县人民政府申请行政复议",
    "litigation": "也可以自收到本答复书之日起六个月内直接向人民法院起诉",
}


@dataclass
class Desk:
    """One word for each verb; whoever has the part does it."""

    cast: Cast

    def application(self, **changes: Any) -> Application:
        whole = Application(
            organisation=self.cast.county.civil,
            applicant=WANG,
            channel="INTERNET",
            title="2025年城乡低保资金发放情况",
            description="请提供各乡镇发放的户数和金额。",
        )
        return replace(whole, **changes)

    def submit(self, **changes: Any) -> Request:
        return actions.submit(self.application(**changes), by=CITIZEN)

    def lin(self) -> Acting:
        return acting_as(self.cast.lin, self.cast.county.civil)

    def chen(self) -> Acting:
        return acting_as(self.cast.chen, self.cast.county.civil)

    def task(self, request: Request, element: str) -> Task:
        return Task.objects.open().get(case__subject=request.ref, element=element)

    def do(self, request: Request, element: str, outcome: str, user: Any = None, **data: Any) -> Case:
        task = self.task(request, element)
        who = user or {"legal-review": self.cast.wu, "sign": self.cast.chen}.get(element, self.cast.lin)
        acting = acting_as(who, self.cast.county.civil, post_code=task.post_code)
        opinion, seen = str(data.pop("opinion", "")), str(data.pop("seen", ""))
        return casework.complete(
            task.uid, acting=acting, outcome=outcome, opinion=opinion, data=data, seen=seen
        )

    def accept(self, request: Request, **data: Any) -> None:
        self.do(request, "register", "accept", **data)

    def draft(self, request: Request, answer_type: str = "A_GRANT", **changes: str) -> None:
        actions.draft_answer(request, answer_type, {**GRANTED, **changes}, acting=self.lin())

    def answered(self, request: Request, **delivery: Any) -> Request:
        """From the step of handling to the end."""
        self.draft(request)
        self.do(request, "handle", "answer")
        self.do(request, "legal-review", "pass")
        self.do(request, "sign", "pass")
        self.do(request, "deliver", "delivered", **{"way": "post", **delivery})
        request.refresh_from_db()
        return request

    def due(self, request: Request) -> date | None:
        return rules.due_day(request)

    def reply(self, request: Request) -> Clock:
        found = rules.reply_clock(request)
        assert found is not None
        return found


@contextmanager
def on(day: str) -> Iterator[None]:
    """Ten in the morning of a day, as the house sees it."""
    with clock.set_to(datetime.fromisoformat(f"{day}T10:00:00+08:00")):
        yield


@pytest.fixture
def desk(cast: Cast) -> Desk:
    if not typesetting.faces():
        pytest.skip("no Chinese font on this machine: apt-get install fonts-noto-cjk")
    return Desk(cast)


@pytest.fixture
def request_(desk: Desk) -> Request:
    """WANG's request, accepted on 2 March 2026."""
    with on("2026-03-02"):
        made = desk.submit(description="我是王小明，电话13812345678，请提供各乡镇发放的户数。")
        desk.accept(made)
    made.refresh_from_db()
    return made
