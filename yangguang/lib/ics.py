"""Calendars for calendar programs (RFC 5545): whole days only, folded at 75 octets, escaped, lines ended by CR LF."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

_MOST = 75  # octets in a line, its end not counted (RFC 5545, 3.1)
# What must not stand in a text at all; a line break is escaped.
_CONTROL = {code: None for code in (*range(32), 127) if code != 10}


@dataclass(frozen=True, slots=True)
class Event:
    """A whole day. `uid` stays the same for as long as it is the same thing, whatever its day."""

    uid: str
    on: date
    summary: str
    description: str = ""
    url: str = ""
    tentative: bool = False


def calendar(name: str, events: Iterable[Event], now: datetime, *, description: str = "") -> bytes:
    """A published calendar of whole-day events."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Yangguang//deadlines//ZH",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(name)}",
        *([f"X-WR-CALDESC:{escaped(description)}"] if description else []),
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
    ]
    for event in events:
        lines += _lines(event, now)
    lines.append("END:VCALENDAR")
    return b"".join(folded(line) for line in lines)


def _lines(event: Event, now: datetime) -> list[str]:
    return [
        "BEGIN:VEVENT",
        f"UID:{escaped(event.uid)}",
        f"DTSTAMP:{now.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{event.on:%Y%m%d}",
        f"DTEND;VALUE=DATE:{event.on + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{escaped(event.summary)}",
        *([f"DESCRIPTION:{escaped(event.description)}"] if event.description else []),
        *([f"URL:{_address(event.url)}"] if event.url else []),
        f"STATUS:{'TENTATIVE' if event.tentative else 'CONFIRMED'}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def escaped(text: str) -> str:
    r"""A text as a value: ``\``, ``;``, ``,`` and line breaks escaped, other control characters left out."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_CONTROL)
    for raw, told in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        text = text.replace(raw, told)
    return text


def _address(url: str) -> str:
    """A URL is no text: it is not escaped, and nothing in it can end the line."""
    return url.replace("\n", "").translate(_CONTROL)


def folded(line: str) -> bytes:
    """A content line in octets, broken before 75 of them, never inside a character."""
    pieces: list[bytes] = []
    piece, room = b"", _MOST
    for letter in line:
        octets = letter.encode()
        if len(piece) + len(octets) > room:
            pieces.append(piece)
            piece, room = b"", _MOST - 1  # the space before what goes on
        piece += octets
    pieces.append(piece)
    return b"\r\n ".join(pieces) + b"\r\n"
