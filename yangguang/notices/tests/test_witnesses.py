"""Witnesses get the newest seal by mail, once."""

import json

import pytest
from django.db import transaction

from yangguang.journal import actions, kinds, rules
from yangguang.journal.actors import SYSTEM
from yangguang.lib.ref import Ref
from yangguang.notices.models import Message
from yangguang.notices.witnesses import tell_witnesses

kinds.declare("tests.witnessed", "见证")


def seal() -> None:
    with transaction.atomic():
        actions.record("tests.witnessed", subject=Ref("tests.lamp", "L1"), actor=SYSTEM)
    actions.seal()


@pytest.mark.django_db
def test_witnesses_get_each_days_newest_seal_once(settings: object) -> None:
    seal()
    assert tell_witnesses() == 0
    settings.YANGGUANG_WITNESSES = ["library@example.cn", "paper@example.cn"]  # type: ignore[attr-defined]
    assert tell_witnesses() == 2 and tell_witnesses() == 0
    seal()
    assert tell_witnesses() == 2


@pytest.mark.django_db
def test_the_mail_holds_a_seal_that_verifies_the_book(settings: object) -> None:
    settings.YANGGUANG_WITNESSES = ["library@example.cn"]  # type: ignore[attr-defined]
    seal()
    tell_witnesses()
    body = Message.objects.to("email", "library@example.cn").get().body
    kept = json.loads(body[body.index("{") :])
    seal()
    assert rules.compare_with_held_seal(kept).ok
