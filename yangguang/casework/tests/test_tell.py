"""Whoever has a step to do is told of it once, without a word of the text."""

from __future__ import annotations

import pytest

from tests.cast import Cast
from yangguang.casework import telling
from yangguang.casework.models import ProcessVersion
from yangguang.journal.actions import deliver
from yangguang.notices import rules as notices

from .conftest import begin, do

pytestmark = pytest.mark.django_db


def subjects(person: object) -> list[str]:
    return [message.subject for message in notices.inbox(person.uid)]  # type: ignore[attr-defined]


def test_the_next_person_is_told_and_nobody_else(cast: Cast, published: ProcessVersion) -> None:
    case = begin(cast, cast.county.civil)
    do(case, "draft", cast.lin)
    while deliver():
        pass
    assert subjects(cast.zhou) == ["待办：科室审核"]
    assert subjects(cast.wu) == subjects(cast.he) == []
    do(case, "section", cast.zhou, "return", "请补上附件。")
    while deliver():
        pass
    assert subjects(cast.lin) == ["待办：起草（第 2 次）"]


def test_nobody_is_told_twice(cast: Cast, published: ProcessVersion) -> None:
    case = begin(cast, cast.county.civil)
    do(case, "draft", cast.lin)
    assert telling.tell_of_open_steps(case.ref) == 1
    assert telling.tell_of_open_steps(case.ref) == 0


def test_the_message_does_not_carry_the_title(cast: Cast, published: ProcessVersion) -> None:
    case = begin(cast, cast.county.civil)
    do(case, "draft", cast.lin)
    telling.tell_of_open_steps(case.ref)
    message = notices.inbox(cast.zhou.uid)[0]
    assert case.title not in message.subject + message.body
    assert case.number in message.body
