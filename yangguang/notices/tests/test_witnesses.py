"""Witnesses get the newest seal by mail, once."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from yangguang.journal import actions, kinds, rules
from yangguang.journal.actors import SYSTEM
from yangguang.lib import clock
from yangguang.lib.health import Check
from yangguang.lib.proof import check_link
from yangguang.lib.ref import Ref
from yangguang.notices.actions import transmit
from yangguang.notices.health import checks
from yangguang.notices.models import Message
from yangguang.notices.witnesses import END_MARK, LINK_MARK, SEAL_MARK, tell_witnesses

kinds.declare("tests.witnessed", "见证")


def seal() -> None:
    with transaction.atomic():
        actions.record("tests.witnessed", subject=Ref("tests.lamp", "L1"), actor=SYSTEM)
    actions.seal()


@pytest.mark.django_db
def test_witnesses_get_each_days_newest_seal_once(settings: Any) -> None:
    seal()
    assert tell_witnesses() == 0
    settings.YANGGUANG_WITNESSES = ["library@example.cn", "paper@example.cn"]
    assert tell_witnesses() == 2 and tell_witnesses() == 0
    seal()
    assert tell_witnesses() == 2


def part(message: Message, mark: str) -> Any:
    return json.loads(message.body.partition(f"{mark}\n")[2].partition(END_MARK)[0])


def newest(address: str) -> Message:
    found = Message.objects.to("email", address).first()
    assert found is not None
    return found


@pytest.mark.django_db
def test_the_mail_holds_a_seal_that_verifies_the_book(settings: Any) -> None:
    settings.YANGGUANG_WITNESSES = ["library@example.cn"]
    seal()
    tell_witnesses()
    kept = part(newest("library@example.cn"), SEAL_MARK)
    seal()
    assert rules.compare_with_held_seal(kept).ok


@pytest.mark.django_db
def test_each_mail_shows_that_the_book_goes_on_from_the_mail_before(settings: Any, mailoutbox: Any) -> None:
    settings.YANGGUANG_WITNESSES = ["library@example.cn"]
    seal()
    tell_witnesses()
    first = newest("library@example.cn")
    assert LINK_MARK not in first.body
    transmit.call(first.uid)
    seal()
    seal()
    tell_witnesses()
    second = newest("library@example.cn")
    held = [part(first, SEAL_MARK), part(second, SEAL_MARK)]
    assert check_link(part(second, LINK_MARK), held=held, trusted_keys=rules.trusted_keys()).ok
    transmit.call(second.uid)
    assert [mail.to for mail in mailoutbox] == [["library@example.cn"]] * 2


@pytest.mark.django_db
def test_a_mistyped_address_keeps_no_other_witness_from_the_seal(settings: Any) -> None:
    settings.YANGGUANG_WITNESSES = ["no address", "paper@example.cn"]
    seal()
    assert tell_witnesses() == 1


@pytest.mark.django_db
def test_the_doctor_says_which_witness_hears_nothing(settings: Any) -> None:
    def asked() -> Check:
        return next(check for check in checks() if check.name == "见证人")

    assert asked().warning and "没有见证人" in asked().message
    settings.YANGGUANG_WITNESSES = ["library@example.cn"]
    assert asked().ok
    seal()
    with clock.set_to(clock.now() + timedelta(days=3)):
        assert not asked().ok and "library@example.cn" not in asked().message
        tell_witnesses()
        transmit.call(newest("library@example.cn").uid)
        assert asked().ok
    with clock.set_to(clock.now() + timedelta(days=30)):
        assert asked().ok, "nothing new was sealed since"
