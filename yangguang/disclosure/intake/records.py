"""What reading a file gives: one document, or the reason why a part of the file is none."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date

from yangguang.lib import canonical

SHORTEST = 20  # characters: less is no document


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that comes along as an attachment: a picture out of a Word body, the PDF that a text was read from."""

    name: str
    content: bytes
    content_type: str


@dataclass(frozen=True, slots=True)
class Record:
    """One document as it was found. ``body_html`` is sanitised; ``generated_on`` is None when no date is told."""

    title: str
    body_html: str
    body_text: str
    doc_number: str = ""
    generated_on: date | None = None
    source: str = ""
    origin: str = ""  # file name and place in it, for messages
    external_number: str = ""  # the index number that another publisher gave it
    keywords: str = ""
    summary: str = ""
    notes: tuple[str, ...] = ()  # what a person should know: guessed, mended or dropped
    enclosures: tuple[Enclosure, ...] = field(default=(), repr=False)

    @property
    def fingerprint(self) -> str:
        """SHA-256 over what the document says: the same content twice is one item."""
        content = {"title": self.title, "text": self.body_text, "doc_number": self.doc_number}
        return hashlib.sha256(canonical.dumps(content)).hexdigest()


@dataclass(frozen=True, slots=True)
class Rejected:
    """A part of a file that is no document, with the reason and the raw content."""

    origin: str
    reason: str
    raw: str = ""
