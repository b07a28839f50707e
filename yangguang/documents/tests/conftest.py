"""A kind of document for this room's own tests, its number pattern, a template, and the verbs in one word."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.cast import Cast
from yangguang.documents import actions, kinds, typesetting
from yangguang.documents.blocks import Block, BlockKind
from yangguang.documents.kinds import Kind, Placeholder
from yangguang.documents.models import Document, TemplateVersion
from yangguang.journal.actors import SYSTEM
from yangguang.lib.ref import Ref
from yangguang.lib.uid import new_uid
from yangguang.organisations.actions import set_number_pattern
from yangguang.organisations.rules import acting_as

LETTER = Kind(
    code="test.letter",
    name="告知书",
    numbered="test-letter",
    placeholders=(
        Placeholder("addressee", "当事人", "张三", required=True, personal=True),
        Placeholder("matter", "事项", "低保标准调整", required=True),
        Placeholder("remark", "说明", "另附清单"),
    ),
)
BLOCKS = [
    Block(BlockKind.TITLE, "关于{matter}的告知书"),
    Block(BlockKind.TO, "{addressee}："),
    Block(BlockKind.BODY, "你提出的{matter}已经收到。\n说明：{remark}"),
    Block(BlockKind.HEADING, "一、事项"),
    Block(BlockKind.FACTS, "事项：{matter}\n备注：{remark}"),
    Block(BlockKind.REMEDIES, "如不服本决定，可以自收到之日起60日内申请行政复议。"),
    Block(BlockKind.SIGNATURE, "{organisation}\n{issued_on}"),
]


@dataclass
class Office:
    """The verbs as civil affairs uses them."""

    cast: Cast
    readers: set[Any] = field(default_factory=set)

    def publish(self, blocks: list[Block] | None = None, **facts: Any) -> TemplateVersion:
        return actions.publish_template(LETTER.code, blocks or BLOCKS, actor=SYSTEM, **facts)

    def compose(self, **data: str) -> Document:
        return actions.compose(
            LETTER.code,
            organisation=self.cast.county.civil,
            subject=Ref("test.thing", new_uid()),
            data={"addressee": "王小明", "matter": "低保申请", **data},
            acting=self.acting,
        )

    def issued(self, **data: str) -> Document:
        return actions.issue(self.compose(**data), acting=self.acting)

    @property
    def acting(self) -> Any:
        return acting_as(self.cast.zhou, self.cast.county.civil)


@pytest.fixture
def letter() -> Iterator[Kind]:
    kinds.register(LETTER)
    yield LETTER
    kinds._kinds.pop(LETTER.code)


@pytest.fixture
def office(cast: Cast, letter: Kind) -> Office:
    if not typesetting.faces():
        pytest.skip("no Chinese font on this machine: apt-get install fonts-noto-cjk")
    set_number_pattern(letter.numbered, "阳民告〔{year}〕{seq}号", actor=SYSTEM)
    one = Office(cast)
    one.publish(look={"head": "letter", "copies": "县档案馆"})
    return one
