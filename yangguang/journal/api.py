"""The book in the open API: seals, the proof between two of them, and the proof of one act.

Seals and proofs are handed out exactly as they are signed: field by field what lib.seals and
lib.proof describe, so that they can be kept and checked as they are.
"""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Router
from ninja.params.functions import Query

from yangguang.journal import proofs
from yangguang.journal.models import Act, Seal
from yangguang.lib.errors import Refusal
from yangguang.web.api import Page

router = Router(tags=["公开日志"])

Document = dict[str, Any]


@router.get("/seals", response=Page[Document], summary="封存列表，新的在前")
def seals(
    request: HttpRequest,
    cursor: int | None = Query(None, description="只要编号小于它的封存"),
    page_size: int = Query(20, ge=1, le=100),
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


@router.get("/seals/latest", response=Document, summary="最近一次封存")
def latest(request: HttpRequest) -> Document:
    found = Seal.objects.last()
    if found is None:
        raise Refusal(_("还没有封存。"), code="not-found")
    return found.document()


@router.get("/seals/{int:number}", response=Document, summary="一次封存")
def seal(request: HttpRequest, number: int) -> Document:
    return _seal(number).document()


@router.get("/seals/{int:number}/consistency", response=Document, summary="两次封存之间的衔接证明")
def consistency(
    request: HttpRequest, number: int, held: int = Query(..., alias="with", description="另一次封存的编号")
) -> Document:
    return proofs.link_document(_seal(number), _seal(held))


@router.get("/acts/{uid}/proof", response=Document, summary="一条公开记录的凭证")
def proof(request: HttpRequest, uid: str, held: int | None = None) -> Document:
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
