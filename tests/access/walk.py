"""Walk the addresses of the table as one person and tell every difference.

Each answer is looked at once by everything that has something to say of it: the table, what may not be known, the headers, and
the language of the office.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from django.conf import settings
from django.db import connection
from django.test import Client
from django.urls import URLResolver, get_resolver, resolve
from django.utils.encoding import iri_to_uri

from . import headers, posts, speech, table
from .line import Line
from .world import STAFF, World

VISITORS = ("anonymous", "li")
PEOPLE = ("anonymous", "li", "lin", "zhou", "wu", "chen", "he", "ma", "sun", "zhao", "qian")
ENTITLED = ("lin", "zhou", "wu", "chen", "sun")
# Enough to see that a public page is the same for a stranger, a citizen and its author.
PUBLIC_READERS = ("anonymous", "li", "lin")
# Whose rights somebody else in the cast holds too is asked only about what is one organisation's own, and their own.
OWN = (
    "/office/items/",
    "/office/reports/",
    "/office/requests/",
    "/office/cases/",
    "/office/notices/",
    "/files/",
)
ASKED = {
    **dict.fromkeys(("zhou", "wu", "chen", "he", "ma"), OWN),
    "sun": (*OWN, "/office/words/", "/office/search/", "/office/columns/", "/office/people/"),
}


def lines() -> list[Line]:
    parts = {"public": table.PUBLIC, "personal": table.PERSONAL, "office": table.OFFICE, "post": posts.POST}
    return [_read(part, line) for part, text in parts.items() for line in text.splitlines() if line.strip()]


def _read(part: str, line: str) -> Line:
    address, told = line.split(maxsplit=1)
    answers: dict[str, str] = {}
    for group in told.split(","):
        *names, answer = group.split()
        unknown = set(names) - {*PEOPLE, "else", "all"}
        assert not unknown, f"{line}: who is {unknown}?"
        everybody = not names or names[0] in {"else", "all"}
        for name in PEOPLE if everybody else names:
            # Nobody gets into the office without a post: its lines speak of staff alone.
            at_the_door = (
                everybody and names != ["all"] and address.startswith("/office/") and name in VISITORS
            )
            answers.setdefault(name, "door" if at_the_door else answer)
    assert set(answers) == set(PEOPLE), f"{line}: what of {set(PEOPLE) - set(answers)}?"
    return Line(part, address, answers)


def routes() -> set[str]:
    """Every address pattern that the house answers to."""

    def below(resolver: Any, prefix: str) -> Iterator[str]:
        for one in resolver.url_patterns:
            route = prefix + str(one.pattern)
            if isinstance(one, URLResolver):
                yield from below(one, route)
            else:
                yield route

    return set(below(get_resolver(), ""))


def routes_of_the_table(places: dict[str, Any]) -> set[str]:
    return {resolve(line.address.format_map(places).partition("?")[0]).route for line in lines()}


def walk(person: str, world: World) -> list[str]:
    """Every way in which an answer differs from the table, says what this person may not know, or changes something."""
    browser = Client(raise_request_exception=False)
    if person != "anonymous":
        browser.force_login(getattr(world.cast, person))
    before = everything_kept()
    faults = [fault for line in lines() for fault in _ask(line, person, browser, world)]
    after = everything_kept()
    return faults + [f"{person} changed {name}" for name in before if before[name] != after[name]]


def _ask(line: Line, person: str, browser: Client, world: World) -> list[str]:
    if line.answers[person] == "-" or not asked_of(line, person):
        return []
    address = line.address.format_map(world.places)
    if line.part == "post":
        sent = {
            name: text.format_map(world.places) for name, text in posts.SENT.get(line.address, {}).items()
        }
        response = browser.post(iri_to_uri(address), sent)
    else:
        response = browser.get(iri_to_uri(address))
    told = f"{'POST ' if line.part == 'post' else ''}{line.address} as {person}"
    faults = _leaks(line, person, address, response, world)
    if line.part != "post":
        faults += headers.faults(line, person, response)
    if line.part == "office" and person in speech.READERS:
        faults += speech.faults(response)
    if (met := _met(response)) != line.answers[person]:
        faults.insert(0, f"{met} instead of {line.answers[person]}")
    return [f"{told}: {fault}" for fault in faults]


def asked_of(line: Line, person: str) -> bool:
    """Whether this person is asked: whose rights somebody else in the cast holds too is asked about what is their own."""
    if line.is_public:
        return person in PUBLIC_READERS
    return line.address.startswith(ASKED.get(person, ("/",)))


def who_opens(line: Line, people: tuple[str, ...]) -> str:
    """The first of these people to whom the address opens; the first of all where it opens to none of them."""
    return next((one for one in people if line.answers[one] == "200"), people[0])


def _met(response: Any) -> str:
    if response.status_code == 302 and response["Location"].startswith(settings.LOGIN_URL):
        return "door"
    return str(response.status_code)


def _leaks(line: Line, person: str, address: str, response: Any, world: World) -> list[str]:
    if not line.is_public and person in ENTITLED:
        return []
    said = spoken(response)
    faults = [
        f"tells the {name}"
        for name, secret in world.secrets.items()
        if secret in said and secret not in address and not name.startswith(posts.TOLD.get(line.address, ()))
    ]
    if line.is_public:
        faults += [f"names {name}, who is staff" for name in STAFF if name in said]
        if response.cookies:
            faults.append(f"sets a cookie: {', '.join(response.cookies)}")
        if "cookie" in response.get("Vary", "").lower():
            faults.append("differs by cookie, so that no proxy can keep it")
    return faults


def spoken(response: Any) -> str:
    """Everything that an answer says, as it is and read as HTML, JSON and addresses would be."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    raw = content.decode("utf-8", "replace") + "\n" + "\n".join(f"{k}: {v}" for k, v in response.items())
    plain = html.unescape(re.sub(r"<[^>]*>", "", raw))
    unescaped = re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), raw)
    return "\n".join((raw, plain, unescaped, unquote(raw)))


def everything_kept() -> dict[str, list[str]]:
    """All rows of all tables but those that reading itself writes: sessions, and how often a word was sought."""
    kept = {}
    with connection.cursor() as cursor:
        for name in connection.introspection.table_names(cursor):
            if name not in {"django_session", "search_sought"}:
                cursor.execute(f'SELECT * FROM "{name}"')
                kept[name] = sorted(map(str, cursor.fetchall()))
    return kept
