"""RFC 5545, read back by a strict reader of our own."""

from __future__ import annotations

from datetime import UTC, date, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from yangguang.lib.ics import Event, calendar, escaped, folded

NOW = datetime(2026, 11, 22, 2, 30, tzinfo=UTC)


def unfolded(content: bytes) -> list[str]:
    """The content lines; AssertionError for what a strict program would not read."""
    assert content.endswith(b"\r\n")
    physical = content[:-2].split(b"\r\n")
    assert all(len(line) <= 75 for line in physical)
    assert not any(b"\n" in line or b"\r" in line for line in physical)
    lines: list[str] = []
    for line in physical:
        text = line.decode()  # a character that was broken in two would not decode
        if text.startswith(" "):
            lines[-1] += text[1:]
        else:
            lines.append(text)
    return lines


def plain(value: str) -> str:
    out, letters = "", iter(value)
    for letter in letters:
        following = next(letters) if letter == "\\" else ""
        out += {"": letter, "n": "\n"}.get(following, following)
    return out


def test_an_event_is_a_whole_day_with_a_steady_name() -> None:
    event = Event(
        "01JX@gov.example",
        date(2026, 12, 31),
        "保密审查 最迟（YG20261122-000012）",
        url="https://a.example/?x=1;y=2,3",
    )
    lines = unfolded(calendar("我的期限", [event], NOW))
    assert lines[:2] == ["BEGIN:VCALENDAR", "VERSION:2.0"]
    assert lines[-2:] == ["END:VEVENT", "END:VCALENDAR"]
    assert "UID:01JX@gov.example" in lines
    assert "DTSTART;VALUE=DATE:20261231" in lines
    assert "DTEND;VALUE=DATE:20270101" in lines
    assert "DTSTAMP:20261122T023000Z" in lines
    assert "URL:https://a.example/?x=1;y=2,3" in lines
    assert "STATUS:CONFIRMED" in lines


def test_what_means_something_is_escaped() -> None:
    assert escaped("a,b;c\\d\r\ne\x07") == "a\\,b\\;c\\\\d\\ne"


def test_lines_are_folded_at_75_octets_and_never_inside_a_character() -> None:
    assert folded("A" * 75) == b"A" * 75 + b"\r\n"
    assert folded("A" * 76) == b"A" * 75 + b"\r\n A\r\n"
    assert folded("SUMMARY:" + "政" * 30).split(b"\r\n")[0].decode() == "SUMMARY:" + "政" * 22


@settings(max_examples=200)
@given(st.text(max_size=300), st.text(max_size=300))
def test_whatever_is_said_comes_back_as_it_was(summary: str, description: str) -> None:
    summary, description = (one.encode("utf-8", "ignore").decode() for one in (summary, description))
    lines = unfolded(calendar("甲", [Event("u", date(2026, 1, 1), summary, description)], NOW))
    assert len([line for line in lines if line == "BEGIN:VEVENT"]) == 1
    said = {line.partition(":")[0]: plain(line.partition(":")[2]) for line in lines}
    expected = description.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(c for c in expected if c == "\n" or (ord(c) >= 32 and ord(c) != 127))
    assert said.get("DESCRIPTION", "") == kept
