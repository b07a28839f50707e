"""A room above this one for the length of a test: its matters name parties, civil affairs handles them."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest

from tests.cast import Cast
from yangguang.accounts.models import User
from yangguang.journal.actors import Actor
from yangguang.organisations.acting import Acting
from yangguang.organisations.rules import acting_as
from yangguang.parties import actions, owners
from yangguang.parties.models import Agency, Party
from yangguang.parties.owners import Owner
from yangguang.parties.particulars import Particulars

# The example of GB 11643-1999 and one of its kind; 990101 is a county that does not exist.
WANG = Particulars(
    kind="natural_person",
    name="王小明",
    identity_kind="resident",
    identity_number="11010519491231002X",
    phone="13812345678",
    email="wang.xm@mail.example",
    address="河南省阳光县城关镇人民路18号2单元301室",
)
ZHAO = Particulars(
    kind="natural_person",
    name="赵律师",
    identity_kind="resident",
    identity_number="34052419800101001X",
    phone="13900000002",
)
MILL = Particulars(
    kind="commercial",
    name="阳光县东门面粉有限公司",
    identity_kind="uscc",
    identity_number="91110000600037341L",
    phone="0398-1234567",
    contact="孙大伟",
)


@dataclass
class Office:
    """The verbs as civil affairs uses them; ``handled`` are the parties of its matters, ``watched`` are only seen."""

    cast: Cast
    handled: list[int] = field(default_factory=list)
    watched: list[int] = field(default_factory=list)
    used: list[int] = field(default_factory=list)
    kept: str = ""

    @property
    def acting(self) -> Acting:
        return acting_as(self.cast.zhou, self.cast.county.civil)

    @property
    def himself(self) -> Actor:
        """A citizen at his own screen: an actor without office."""
        return Actor(key=self.cast.li.uid, name=WANG.name)

    def register(self, told: Particulars = WANG, *, user: User | None = None) -> Party:
        actor = self.himself if user else self.acting.actor
        party = actions.register_party(told, actor=actor, user=user)
        self.handled.append(party.pk)
        return party

    def appoint(self, principal: Party, agent: Party, **facts: Any) -> Agency:
        return actions.appoint_agent(
            principal,
            agent,
            **{
                "kind": "entrusted",
                "authority": io.BytesIO("授权委托书\n".encode()),
                "authority_name": f"{WANG.name}的委托书.txt",
                "since": date(2026, 1, 1),
                "actor": self.acting.actor,
                **facts,
            },
        )


@pytest.fixture
def office(cast: Cast) -> Iterator[Office]:
    one = Office(cast)
    none = Party.objects.none().values("pk")

    def of(keys: list[int]) -> Any:
        return Party.objects.filter(pk__in=keys).values("pk")

    owners.register(
        Owner(
            kind="test.matter",
            visible=lambda user: of(one.handled + one.watched) if user in (cast.zhou, cast.zhao) else none,
            unmaskable=lambda user: of(one.handled) if user == cast.zhou else none,
            keeps=lambda party: one.kept,
            agencies=lambda: Agency.objects.filter(pk__in=one.used).values("pk"),
        )
    )
    yield one
    owners.forget("test.matter")
