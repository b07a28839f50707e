"""The office answers bad input in Chinese, and its words are compiled; its pages are looked at by the access walk."""

from __future__ import annotations

import gettext
import json
import re
from pathlib import Path

from django.test import Client
from django.utils.encoding import iri_to_uri

import yangguang.web
from tests.access.speech import english
from tests.access.world import World
from tests.test_access import laid, world

__all__ = ["laid", "world"]


def told(found: dict[str, set[str]]) -> str:
    return "\n".join(f"{address}: {sorted(texts)}" for address, texts in found.items())


def test_what_is_typed_wrongly_is_answered_in_chinese(world: World) -> None:
    forms = {
        "qian": {
            "/office/organisations/new/": {},
            "/office/people/new/": {"email": "x"},
            "/office/organisations/civil-affairs/amend/": {},
            "/office/posts/{post}/appoint/": {"since": "yesterday"},
            "/office/processes/new/": {},
            "/office/calendar/{year}/": {},
        },
        "sun": {"/office/columns/new/": {}, "/office/words/{words}/": {}},
        "lin": {
            "/office/items/new/": {"generated_on": "yesterday", "attribute": "其他", "category": "0"},
            "/office/items/{draft}/plan/": {"action": "set"},
            "/office/register/bulk/": {},
        },
    }
    found: dict[str, set[str]] = {}
    for person, sent in forms.items():
        client = Client()
        client.force_login(getattr(world.cast, person))
        for address, data in sent.items():
            answer = client.post(iri_to_uri(address.format(**world.places)), data, follow=True)
            assert answer.status_code in {200, 400, 403, 404, 422}, address
            if texts := english(answer.content.decode()):
                found[address] = texts
    assert not found, told(found)


def test_the_words_are_compiled() -> None:
    """What stands in the .po is what the house says: nobody forgot msgfmt."""
    folder = Path(yangguang.web.__file__).parent / "locale/zh_Hans/LC_MESSAGES"
    text = (folder / "django.po").read_text(encoding="utf-8")
    pairs = re.findall(r'^msgid (".+")\nmsgstr (".+")$', text, re.MULTILINE)
    with (folder / "django.mo").open("rb") as compiled:
        words = gettext.GNUTranslations(compiled)
    assert len(pairs) > 20
    for said, meant in pairs:
        assert words.gettext(json.loads(said)) == json.loads(meant), said
