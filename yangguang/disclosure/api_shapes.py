"""The shapes of what the open API of this room answers."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

from yangguang.web.api import WHOLE, Code, Cursor, Day, Words, YesNo

MOST_ON_A_PAGE = 100


class Asked(Schema):
    """What may be asked of the list of items; an empty value is no condition."""

    q: Words = Field(
        "", max_length=100, description="要找的词；几个词用空格隔开，要同时出现。至少有一个汉字、字母或数字"
    )
    organisation: Code = Field("", description="机构代号，连同它的下级")
    category: Code = Field("", description="目录分类代码，连同它的下级")
    since: Day = Field("", alias="from", description="公开日期从这一天起，含当天")
    until: Day = Field("", alias="to", description="公开日期到这一天止，含当天；不早于 from")
    order: Literal["", "relevance", "date"] = Field("", description="按相关程度或日期；不找词时总是按日期")
    cursor: Cursor = Field("", description="上一页 next 中的位置")
    page_size: Annotated[int, Field(ge=1, le=MOST_ON_A_PAGE), WHOLE] = 20
    validity: Literal["", "pending", "in_force", "amended", "repealed", "expired"] = Field(
        "", description="今天的有效性"
    )
    genre: Words = Field("", max_length=60, description="文种：通知、公告……")
    exact: YesNo = Field(False, description="只找写下的词，不找意思相同的词")


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
    """``redacted``: what may not be public was taken out of it (政府信息公开条例第三十七条)."""

    name: str
    url: str
    size: int
    sha256: str
    redacted: bool


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
