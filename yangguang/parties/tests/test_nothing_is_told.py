"""Every reader of this room, asked for a marked name and number: only who may see them finds them."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.apps import apps
from django.core import serializers
from django.db import connection
from django.forms.models import model_to_dict
from structlog.testing import capture_logs

from yangguang.files.models import StoredFile
from yangguang.journal import subjects
from yangguang.journal.models import Act
from yangguang.lib import canonical
from yangguang.lib.errors import Refusal
from yangguang.parties import actions, health, purposes, rules
from yangguang.parties.models import Agency, Consent, Party
from yangguang.parties.particulars import FIELDS
from yangguang.parties.purposes import Purpose
from yangguang.search.models import Entry

from .conftest import ZHAO, Office

pytestmark = pytest.mark.django_db
MARK = replace(
    ZHAO,
    name="司马独特",
    phone="13987654321",
    email="dute@marker.example",
    address="不存在省某某县独特路99号独特楼",
)
TOLD = [MARK.name, MARK.identity_number, MARK.phone, MARK.email, MARK.address, "独特"]


def untold(text: Any) -> None:
    said = str(text)
    found = [one for one in TOLD if one in said or json.dumps(one)[1:-1] in said]
    assert not found, f"{found} in {said[:400]}"


@pytest.fixture
def lived(office: Office, caplog: pytest.LogCaptureFixture) -> Iterator[tuple[Office, Party]]:
    """Everything that can happen to a party has happened, with every log open and the SQL written down."""
    purposes.declare(Purpose("test.use", "用途", version=1, text="同意。"))
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.DEBUG, logger="django.db.backends")
    connection.force_debug_cursor = True
    try:
        with capture_logs() as logs:
            party = live(office)
    finally:
        connection.force_debug_cursor = False
        purposes.forget("test.use")
    assert any(one.name == "django.db.backends" for one in caplog.records), "the log of SQL was open"
    untold(logs)
    untold([(one.getMessage(), one.args, one.exc_text) for one in caplog.records])
    yield office, party


def live(office: Office) -> Party:
    wrong = office.register(replace(MARK, phone="13987654320"), user=office.cast.li)
    party = actions.amend(wrong, MARK, actor=office.acting.actor)
    office.handled.append(party.pk)
    consent = actions.give_consent(party, "test.use", version=1, actor=office.acting.actor)
    actions.withdraw_consent(consent, actor=office.acting.actor)
    agent = office.register(replace(ZHAO, name="司马独特之友", identity_kind="", identity_number=""))
    office.appoint(party, agent, authority_name=f"{MARK.name}{MARK.phone}.txt")
    actions.unmask(party, FIELDS, "核对申请内容", office.acting)
    for bad in (replace(MARK, identity_number="34052419800101001Y"), replace(MARK, phone="139876543210")):
        with pytest.raises(Refusal) as refusal:
            actions.register_party(bad, actor=office.acting.actor)
        untold(refusal.value.message)
    with pytest.raises(Refusal) as refusal:
        actions.unmask(party, FIELDS, f"看看{MARK.name}", office.acting)
    untold(refusal.value.message)
    return party


def test_models_say_nothing_of_anybody(lived: tuple[Office, Party]) -> None:
    for model in apps.get_app_config("parties").get_models():
        rows = list(model._default_manager.all())
        assert rows
        for row in rows:
            untold([str(row), repr(row), f"{row}", repr(vars(row)), model_to_dict(row)])
        untold(serializers.serialize("json", rows))
        untold(list(model._default_manager.values()))
    office, party = lived
    untold([repr(rules.masked(party)), repr(rules.shown(party, office.cast.li)), repr(party.particulars())])
    untold(vars(rules.masked(party)))
    untold(rules.shown_all(Party.objects.all(), office.cast.zhou))


def test_the_book_says_nothing_outside_its_encrypted_parts(lived: tuple[Office, Party]) -> None:
    acts = [act for act in Act.objects.all() if act.kind.partition(".")[0] in {"parties", "files"}]
    assert len({act.kind for act in acts}) == 7, "each verb has left its own"
    for act in acts:
        assert not act.is_public
        untold(canonical.dumps(act.public_leaf()).decode())
        untold([act, repr(act), act.summary, act.public, act.basis, act.actor_post])
        untold(subjects.describe(act.subject))
        if act.actor_organisation_code:
            untold(act.private)
    for kind in (Party, Agency, Consent):
        assert subjects.of(kind._default_manager.first().ref) and not subjects.find(MARK.name)


def test_neither_files_nor_search_nor_doctor_know_a_name(lived: tuple[Office, Party]) -> None:
    untold(list(StoredFile.objects.values()))
    assert StoredFile.objects.exists()
    untold(list(Entry.objects.values()))
    untold([(check.name, check.message, check.remedy) for check in health.checks()])


def test_the_database_holds_no_word_of_it(lived: tuple[Office, Party]) -> None:
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor.fetchall():
                for value in row:
                    raw = bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
                    assert not [one for one in TOLD if one.encode() in raw], table
