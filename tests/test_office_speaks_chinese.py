"""The office in Chinese: what a person reads, or hears from a screen reader, holds no English but a short list."""

from __future__ import annotations

import gettext
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.test import Client
from django.utils.encoding import iri_to_uri

import yangguang.web
from tests.access.walk import lines
from tests.access.world import World
from tests.test_access import laid, world
from yangguang.accounts.models import User
from yangguang.organisations.models import Organisation, Post
from yangguang.sites.models import Column

__all__ = ["laid", "world"]

# Names that Chinese offices write in Latin letters, and what they type as it stands.
ALLOWED = re.compile(
    r"""\b(?:
        CSV|Excel|Word|BPMN|DMN|PDF|SVG|JSON|XML|HTML|OFD|Tab|Enter|Ctrl|Shift|Esc|MB|KB|GB|AB|bytes?
        |S-FEEL|yg:\w+|outcome|pass|return|first|nrOf_pass  # what a process is written in
        |xlsx?|docx?|txt|zip|png|ics|ColumnDescription|GB/T\s*[\d.-]+|SHA-256|TOTP|APP|QR
    )\b""",
    re.VERBOSE | re.ASCII | re.IGNORECASE,
)
# What is no language: addresses, codes, user names, fingerprints.
CODE = re.compile(
    r"[\w.+-]+@[\w.-]+|https?://\S+|\b[\w-]*\d[\w./-]*\b|\.\w{2,5}\b|\b[JK]\b|\b[A-Z]\b", re.ASCII
)
WORD = re.compile(r"[A-Za-z]{2,}")
SPOKEN = {"aria-label", "title", "placeholder", "alt", "aria-description", "data-empty-message", "label"}
SILENT = {"script", "style", "code", "kbd", "textarea", "option"}


class Voice(HTMLParser):
    """Every piece of text that somebody sees or hears; codes in ``.code`` are codes."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self._silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        for name in SPOKEN & given.keys():
            self.said.append(given[name] or "")
        if tag == "input" and given.get("type") in {"submit", "button"}:
            self.said.append(given.get("value") or "")
        if self._silent and tag == self._silent[0]:
            self._silent.append(tag)
        elif not self._silent and (tag in SILENT or "code" in str(given.get("class")).split()):
            self._silent = [tag]

    def handle_endtag(self, tag: str) -> None:
        if self._silent and tag == self._silent[0]:
            self._silent.pop()

    def handle_data(self, data: str) -> None:
        if not self._silent and data.strip():
            self.said.append(data.strip())


EXAMPLE = re.compile(r"例如 ?[\w.=-]+", re.ASCII)


def names() -> re.Pattern[str]:
    """Codes of organisations and posts and user names: shown as they are typed."""
    known = [
        *Organisation.objects.values_list("code", flat=True),
        *Post.objects.values_list("code", flat=True),
        *Column.objects.values_list("code", flat=True),
        *User.objects.staff().values_list("username", flat=True),
    ]
    return re.compile("|".join(sorted((re.escape(str(one)) for one in known), key=len, reverse=True)))


def english(html: str) -> set[str]:
    voice = Voice()
    voice.feed(html)
    shown = names()

    def rest(text: str) -> str:
        for known in (EXAMPLE, shown, ALLOWED, CODE):
            text = known.sub(" ", text)
        return text

    return {text for text in voice.said if WORD.search(rest(text))}


def told(found: dict[str, set[str]]) -> str:
    return "\n".join(f"{address}: {sorted(texts)}" for address, texts in found.items())


@pytest.mark.parametrize("person", ["qian", "lin", "sun"])
def test_no_page_of_the_office_speaks_english(world: World, person: str) -> None:
    client = Client()
    client.force_login(getattr(world.cast, person))
    found: dict[str, set[str]] = {}
    for line in lines():
        if line.part != "office" or line.answers[person] not in {"200", "403", "404"}:
            continue
        answer = client.get(iri_to_uri(line.address.format(**world.places)))
        if answer.streaming or not answer["Content-Type"].startswith("text/html"):
            continue
        if texts := english(answer.content.decode()):
            found[line.address] = texts
    assert not found, told(found)


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
