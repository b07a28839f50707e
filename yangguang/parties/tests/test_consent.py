"""Agreeing to a use in its very words, once, and taking it back without a reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from yangguang.journal.models import Act
from yangguang.lib.errors import Refusal
from yangguang.parties import actions, purposes, rules
from yangguang.parties.models import Consent, ConsentText
from yangguang.parties.purposes import Purpose

from .conftest import WANG, Office

pytestmark = pytest.mark.django_db
PUBLISH = Purpose("test.publish", "公开答复", version=1, text="同意隐去姓名后公开答复。")


@pytest.fixture(autouse=True)
def declared() -> Iterator[None]:
    purposes.declare(PUBLISH)
    yield
    purposes.forget(PUBLISH.code)


def test_a_consent_is_to_the_words_that_were_shown(office: Office) -> None:
    party = office.register()
    given = actions.give_consent(party, PUBLISH.code, version=1, actor=office.himself)
    assert actions.give_consent(party, PUBLISH.code, version=1, actor=office.himself) == given, (
        "once is enough"
    )
    assert given.text.text == PUBLISH.text and rules.consented(party, PUBLISH.code) == given
    purposes.declare(replace(PUBLISH, version=2, text="同意全文公开。"))
    with pytest.raises(Refusal, match="重新阅读"):
        actions.give_consent(party, PUBLISH.code, version=1, actor=office.himself)
    newer = actions.give_consent(party, PUBLISH.code, version=2, actor=office.himself)
    assert rules.consented(party, PUBLISH.code) == newer and given.text.text == PUBLISH.text


def test_it_is_taken_back_once_and_may_be_given_again(office: Office) -> None:
    party = office.register()
    given = actions.give_consent(party, PUBLISH.code, version=1, actor=office.himself)
    actions.withdraw_consent(given, actor=office.himself)
    assert rules.consented(party, PUBLISH.code) is None
    with pytest.raises(Refusal, match="已经撤回"):
        actions.withdraw_consent(given, actor=office.himself)
    assert actions.give_consent(party, PUBLISH.code, version=1, actor=office.himself) != given
    kinds = list(Act.objects.about(party.ref).values_list("kind", flat=True))[1:]
    assert kinds == ["parties.consent_given", "parties.consent_withdrawn", "parties.consent_given"]
    assert Consent.objects.count() == 2 and ConsentText.objects.count() == 1


def test_a_consent_holds_after_a_correction_and_for_nobody_else(office: Office) -> None:
    party = office.register(replace(WANG, phone="13812345679"))
    actions.give_consent(party, PUBLISH.code, version=1, actor=office.himself)
    assert rules.consented(actions.amend(party, WANG, actor=office.acting.actor), PUBLISH.code)
    assert rules.consented(office.register(WANG, user=office.cast.he), PUBLISH.code) is None


def test_words_never_change_under_their_number(office: Office) -> None:
    party = office.register()
    actions.give_consent(party, PUBLISH.code, version=1, actor=office.himself)
    other = replace(PUBLISH, text="同意随便公开。")
    with pytest.raises(ValueError, match="another text"):
        purposes.declare(other)
    purposes.forget(PUBLISH.code)
    purposes.declare(other)  # as after a careless release
    with pytest.raises(ValueError, match="new version"):
        actions.give_consent(party, PUBLISH.code, version=1, actor=office.himself)
    with pytest.raises(LookupError):
        actions.give_consent(party, "test.unknown", version=1, actor=office.himself)
