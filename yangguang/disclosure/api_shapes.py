"""The shapes of what the open API of this room answers."""

from __future__ import annotations

from datetime import date, datetime

from ninja import Schema


class ItemRow(Schema):
    index_number: str
    title: str
    doc_number: str
    organisation: str
    organisation_name: str
    category: str
    category_name: str
    genre: str
    generated_on: date | None
    published_at: datetime
    url: str
    excerpt: str = ""


class AttachmentRow(Schema):
    name: str
    url: str
    size: int
    sha256: str


class Standing(Schema):
    """How the document stands today; ``until`` is the last day on which it holds."""

    status: str
    name: str
    since: date | None
    until: date | None
    successor: str = ""


class Release(Schema):
    release: int
    published_at: datetime
    sha256: str
    change_kind: str
    change_reason: str
    expunged_at: datetime | None
    url: str


class ItemWhole(ItemRow):
    effective_on: date | None
    valid_until: date | None
    validity: Standing | None
    clarifies: str
    change_kind: str
    change_reason: str
    releases: list[Release]
    attribute: str
    summary: str
    keywords: str
    source: str
    language: str
    release: int
    changed_at: datetime
    body_html: str
    body_text: str
    sha256: str
    attachments: list[AttachmentRow]
    proof_url: str
    sealed: bool


class CategoryRow(Schema):
    code: str
    name: str
    title: str
    parent: str | None
    kind: str
    elements: list[str]
    basis: list[str]
    deadline: str
    responsible: str
    carriers: list[str]
    audience: str
    mode: str
    level: str
    verified: bool
    count: int
    url: str
