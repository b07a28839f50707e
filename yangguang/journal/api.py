"""The book in the open API: seals, the proof between two of them, and the proof of one act.

Seals and proofs are handed out exactly as they are signed: field by field what lib.seals and
lib.proof describe, so that they can be kept and checked as they are.
"""

from typing import Annotated, Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema
from pydantic import Field

from yangguang.journal import proofs
from yangguang.journal.api_shapes import LinkDocument, ProofDocument, SealDocument
from yangguang.journal.models import Act, Seal
from yangguang.lib.errors import Refusal
from yangguang.web.api import GONE, NOT_FOUND, WHOLE, Number, Page, answers

router = Router(tags=["公开日志"])

Document = dict[str, Any]


class With(Schema):
    """Which other seal is meant."""

    held: Number = Field(..., alias="with", description="另一次封存的编号")


@router.get("/seals", response=answers(Page[SealDocument]), summary="封存列表，新的在前")
def seals(
    request: HttpRequest,
    cursor: Annotated[Number | None, Field(description="只要编号小于它的封存")] = None,
    page_size: Annotated[int, Field(ge=1, le=100), WHOLE] = 20,
) -> Document:
    wanted = Seal.objects.order_by("-number")
    if cursor is not None:
        wanted = wanted.filter(number__lt=cursor)
    found = list(wanted[: page_size + 1])
    shown = found[:page_size]
    more = None
    if len(found) > page_size:
        more = f"{settings.BASE_URL}{request.path}?cursor={shown[-1].number}&page_size={page_size}"
    return {
        "count": Seal.objects.count(),
        "count_exact": True,
        "next": more,
        "items": [seal.document() for seal in shown],
    }


@router.get("/seals/latest", response=answers(SealDocument, NOT_FOUND, asked=False), summary="最近一次封存")
def latest(request: HttpRequest) -> Document:
    found = Seal.objects.last()
    if found is None:
        raise Refusal(_("还没有封存。"), code="not-found")
    return found.document()


@router.get("/seals/{int:number}", response=answers(SealDocument, NOT_FOUND), summary="一次封存")
def seal(request: HttpRequest, number: Number) -> Document:
    return _seal(number).document()


@router.get(
    "/seals/{int:number}/consistency",
    response=answers(LinkDocument, NOT_FOUND),
    summary="两次封存之间的衔接证明",
)
def consistency(
    request: HttpRequest,
    number: Number,
    asked: Query[With],
) -> Document:
    return proofs.link_document(_seal(number), _seal(asked.held))


@router.get(
    "/acts/{uid}/proof", response=answers(ProofDocument, NOT_FOUND, GONE), summary="一条公开记录的凭证"
)
def proof(
    request: HttpRequest,
    uid: str,
    held: Annotated[Number | None, Field(description="您持有的封存的编号：凭证里加上与它的衔接")] = None,
) -> Document:
    act = Act.objects.public().filter(uid=uid).first()
    if act is None:
        raise Refusal(_("公开日志里没有这条记录。"), code="not-found")
    return proof_of(act, held=None if held is None else _seal(held))


def proof_of(act: Act, held: Seal | None = None) -> Document:
    """The proof of a public act. Refusal (not-found) while it is not sealed, (gone) when its words were expunged; for other rooms' routers too."""
    proofs.refuse_concealed(act)
    document = proofs.document(act, held=held)
    if document is None:
        raise Refusal(_("这条记录还没有封存，请约一分钟后再试。"), code="not-found")
    return document


def _seal(number: int) -> Seal:
    found = Seal.objects.filter(number=number).first()
    if found is None:
        raise Refusal(_("没有第 %(number)d 次封存。") % {"number": number}, code="not-found")
    return found
