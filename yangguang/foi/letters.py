"""The documents of a request: which there are, what stands in each, and the first text of its template.

All of it is data (``facts/letters.yaml``); an answer has one kind for each answer type, with that type's own elements.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.db.models import CharField, Q, Value
from django.db.models.functions import Concat

from yangguang.documents import actions as documents
from yangguang.documents import kinds
from yangguang.documents.blocks import Block, BlockKind
from yangguang.documents.models import Document
from yangguang.foi import answers
from yangguang.foi.models import Answer, Request
from yangguang.foi.models.requests import handles_in
from yangguang.lib.ref import Ref
from yangguang.organisations.acting import Acting
from yangguang.organisations.permissions import Permission
from yangguang.organisations.rules import acting_as, organisations_where
from yangguang.parties import rules as parties

# Letters that do not go to the applicant, who never reads them.
TO_AGENCY = "foi.agency"
TO_OTHERS = frozenset({"foi.third-party", TO_AGENCY})
_ANSWERS = "foi.answer."
_SEED = Path(__file__).parent / "facts/letters.yaml"
# What every document of a request is told by itself; the rest is its own.
_OF_THE_REQUEST = ("applicant", "request_number", "title", "received_on")


def answer_kind(answer_type: str) -> str:
    """The code of the kind of document by which an answer of a type is given."""
    return f"{_ANSWERS}{answer_type.lower()}"


def written(on: date) -> str:
    """A day as documents write it: 2026年2月10日."""
    return f"{on.year}年{on.month}月{on.day}日"


def compose(code: str, request: Request, data: Mapping[str, Any], *, acting: Acting) -> Document:
    """Draft a document of a request; what it knows of the request it says by itself."""
    return documents.compose(
        code,
        organisation=request.organisation,
        subject=request.ref,
        data=told(code, request, data),
        acting=acting,
    )


def issue(code: str, request: Request, data: Mapping[str, Any], *, acting: Acting) -> Document:
    """Draft a document and give it out at once. Raises Refusal for what is missing."""
    return documents.issue(compose(code, request, data, acting=acting), acting=acting)


def told(code: str, request: Request, data: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a document of a request: its own, and what the request says."""
    known = {one.name for one in kinds.named(code).placeholders}
    own = {
        "applicant": parties.value_of(parties.current(request.applicant), "name", whole=True),
        "request_number": request.number,
        "title": request.title,
        "received_on": written(request.received_on) if request.received_on else "",
    }
    values = {**{name: own[name] for name in _OF_THE_REQUEST}, **data}
    return {name: value for name, value in values.items() if name in known and value}


def inside(user: Any) -> Q:
    """Within the office, since the papers name the applicant, or whoever else was asked: those who handle requests where
    a paper was written or where its request is now, and who drafted it herself and still handles there. Whoever reviews,
    signs or watches reads the copy without the persons (``previewing``), or writes why she needs to know.
    """
    theirs = Request.objects.worked_on_by(user)
    refs = theirs.order_by().values(
        ref_=Concat(Value(f"{Request.REF_KIND}:"), "uid", output_field=CharField())
    )
    there = organisations_where(user, Permission.HANDLE_REQUESTS)
    drafted = Q(drafted_by=getattr(user, "pk", None) or 0, organisation__in=there)
    return Q(organisation__in=handles_in(user)) | Q(subject__in=refs) | drafted


def may_see(document: Document, user: Any) -> bool:
    """The applicant and whoever acts for her read what was given out to them: not what was sent to others, nor an
    answer that is signed and has not gone out.
    """
    if document.issued_at is None or document.kind in TO_OTHERS:
        return False
    if Answer.objects.filter(document=document, counts_on=None).exists():
        return False
    assert document.subject is not None
    return Request.objects.own(user).filter(uid=document.subject.uid).exists()


def ending(document: Document, user: Any) -> Acting:
    """The right to declare a letter void or to replace it: of an answer, which was signed, whom a post gives it; of any
    other letter also whoever handles requests there, who gives those out herself. Refusal ``forbidden``.
    """
    if not document.kind.startswith(_ANSWERS) and document.organisation_id in handles_in(user):
        return acting_as(user, document.organisation, permission=Permission.HANDLE_REQUESTS)
    return kinds.whoever_ends(document, user)


def office_url(subject: Ref) -> str:
    request = Request.objects.filter(uid=subject.uid).first()
    return request.get_office_url() if request else ""


def register() -> None:
    """Make all kinds known to the room that writes them."""
    for kind, _blocks in catalogue():
        kinds.register(kind)


@lru_cache(maxsize=1)
def catalogue() -> tuple[tuple[kinds.Kind, tuple[Block, ...]], ...]:
    """Every kind of document with the paragraphs of its first template."""
    seed = yaml.safe_load(_SEED.read_text(encoding="utf-8"))
    words = seed["words"]
    found = [_letter(entry, words) for entry in seed["letters"]]
    found += [_answer(one, words, seed["answers"]) for one in answers.answers().values() if one.has_document]
    return tuple(found)


def _letter(entry: dict[str, Any], words: dict[str, Any]) -> tuple[kinds.Kind, tuple[Block, ...]]:
    places = tuple(_place(words[name.rstrip("*")], name) for name in entry["words"])
    blocks = tuple(Block(BlockKind(row["kind"]), row["text"]) for row in entry["blocks"])
    return _kind(entry["code"], entry["name"], entry["numbered"], places), blocks


def _answer(
    one: answers.AnswerType, words: dict[str, Any], texts: dict[str, Any]
) -> tuple[kinds.Kind, tuple[Block, ...]]:
    must = {need.alternatives[0][0].code for need in one.needs if len(need.alternatives) == 1}
    elements = {
        element.code: element for need in one.needs for every in need.alternatives for element in every
    }
    redress = {element.code: element for element in one.remedies.elements}
    places = [_place(words[name], f"{name}*") for name in _OF_THE_REQUEST]
    for code, element in {**elements, **redress}.items():
        entry = {"name": element.name, "sample": element.ask, "personal": True}
        places.append(_place(entry, f"{code}*" if code in must or code in redress else code))
    text = texts["texts"].get(one.code, texts["deny"])
    lines = [line for line in text.split("\n") if {*_names(line)} <= elements.keys()]
    opening = texts["opening"] if "article" in elements else texts["opening"].replace("根据{article}，", "")
    blocks = [
        Block(BlockKind.TITLE, "政府信息公开申请答复书"),
        Block(BlockKind.TO, "{applicant}："),
        Block(BlockKind.BODY, opening),
        Block(BlockKind.BODY, "\n".join(lines)),
    ]
    told_of = [texts[code] for code in ("review", "review_first", "litigation") if code in redress]
    if told_of:
        blocks.append(Block(BlockKind.REMEDIES, "\n".join(told_of)))
    blocks.append(Block(BlockKind.SIGNATURE, "{organisation}\n{issued_on}"))
    kind = _kind(answer_kind(one.code), f"政府信息公开申请答复书（{one.name}）", "foi-answer", tuple(places))
    return kind, tuple(blocks)


def _names(line: str) -> list[str]:
    return [part.split("}")[0] for part in line.split("{")[1:]]


def _place(entry: dict[str, Any], name: str) -> kinds.Placeholder:
    return kinds.Placeholder(
        name.rstrip("*"),
        entry["name"],
        entry["sample"],
        required=name.endswith("*"),
        personal=entry.get("personal", False),
    )


def _kind(code: str, name: str, numbered: str, places: tuple[kinds.Placeholder, ...]) -> kinds.Kind:
    return kinds.Kind(
        code=code,
        name=name,
        numbered=numbered,
        placeholders=places,
        inside=inside,
        may_see=may_see,
        ending=ending,
        office_url=office_url,
    )
