"""The public face: what the book says of one act, how to check it oneself, and the seals."""

import json
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yangguang.journal import checker as standalone
from yangguang.journal import proofs, rules, subjects
from yangguang.journal.models import Act, Leaf, Seal
from yangguang.lib.crypto import Signer
from yangguang.lib.merkle import MissingNode
from yangguang.lib.proof import Verdict, check
from yangguang.lib.uid import is_uid
from yangguang.web.cache import public_page
from yangguang.web.meta import PageMeta
from yangguang.web.pages import numbered

IN_FEED = 60  # seals
OTHERS = 8  # acts about the same subject
META = PageMeta(
    column="公开日志",
    description="公开日志：每一项公务记录都定时封存，任何人都可以下载凭证自行查验",
    keywords="公开日志,查验,凭证,封存",
    kind="数据发布",
)


@require_safe
@public_page()
def verify(request: HttpRequest) -> HttpResponse:
    """What this is and how to check it oneself; with ``?q=`` the way to one record."""
    asked = request.GET.get("q", "").strip()
    found = _public_act(asked) if asked else None
    if found is not None:
        return redirect("verify_act", uid=found.uid)
    signer = Signer(settings.YANGGUANG_SEAL_KEY)
    return render(
        request,
        "journal/verify.html",
        {
            "page_meta": META,
            "crumbs": [(_("查验"), "")],
            "asked": asked,
            "latest": Seal.objects.last(),
            "public_key": signer.public_key.hex(),
            "key_id": signer.key_id,
        },
        status=404 if asked else 200,
    )


@require_safe
@public_page()
def act(request: HttpRequest, uid: str) -> HttpResponse:
    """One act in plain words, checked at this moment, with the proof to download."""
    found = _act_or_404(uid)
    document, verdict = _checked(found)
    leaf = Leaf.objects.filter(act=found).first()
    subject = subjects.of(found.subject)
    return render(
        request,
        "journal/act.html",
        {
            "page_meta": META,
            "crumbs": [(_("查验"), reverse("verify")), (found.summary, "")],
            "act": found,
            "number": leaf.position + 1 if leaf else None,
            "seal": document["seal"] if document else None,
            "fingerprint": _spaced(found.leaf_hash),
            "verdict": verdict,
            "subject": subjects.describe(found.subject),
            "subject_label": subject.label if subject else "",
            "leaf": "" if found.concealed else json.dumps(found.public_leaf(), ensure_ascii=False, indent=1),
            "others": _others(found),
        },
    )


@require_safe
@public_page(max_age=300)
def proof(request: HttpRequest, uid: str) -> HttpResponse:
    """The proof document. ``?seal=`` names the seal to prove against, ``?held=`` one that the reader holds."""
    found = _act_or_404(uid)
    proofs.refuse_concealed(found)
    document = proofs.document(found, seal=_seal_asked(request, "seal"), held=_seal_asked(request, "held"))
    if document is None:
        raise Http404(_("这条记录还没有封存，请约一分钟后再下载凭证。"))
    return _json(document, f"proof-{uid}.json")


@require_safe
@public_page(max_age=3600)
def checker(request: HttpRequest) -> HttpResponse:
    """The program that checks a proof with nothing but Python."""
    answer = HttpResponse(standalone.source(), content_type="text/x-python; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="check_proof.py"'
    return answer


@require_safe
@public_page(max_age=30)
def seals(request: HttpRequest) -> HttpResponse:
    return render(
        request,
        "journal/seals.html",
        {
            "page_meta": META,
            "crumbs": [(_("公开日志封存"), "")],
            "pages": numbered(request, Seal.objects.order_by("-number"), size=30),
            "latest": Seal.objects.last(),
        },
    )


@require_safe
@public_page(max_age=3600)
def seal(request: HttpRequest, number: int) -> HttpResponse:
    """One seal as a file to keep: with it, anybody can later show that nothing under it was changed."""
    found = Seal.objects.filter(number=number).first()
    if found is None:
        raise Http404(_("没有这一次封存。"))
    return _json(found.document(), f"seal-{number}.json")


@require_safe
@public_page(max_age=30)
def feed(request: HttpRequest) -> HttpResponse:
    """The newest seals as Atom, each whole: a witness only needs to keep the feed."""
    atom = Atom1Feed(
        title=_("公开日志封存"),
        link=settings.BASE_URL + reverse("seals"),
        description=_("公开日志每次封存的签名树根"),
        feed_url=settings.BASE_URL + reverse("seals_feed"),
        language="zh-Hans",
    )
    for made in Seal.objects.order_by("-number")[:IN_FEED]:
        address = settings.BASE_URL + reverse("seal", args=[made.number])
        atom.add_item(
            title=_("第 %(number)d 次封存，共 %(size)d 条记录") % {"number": made.number, "size": made.size},
            link=address,
            description=json.dumps(made.document(), ensure_ascii=False),
            unique_id=address,
            pubdate=made.sealed_at,
            updateddate=made.sealed_at,
        )
    return HttpResponse(atom.writeString("utf-8"), content_type=atom.content_type)


def _public_act(asked: str) -> Act | None:
    """The public act that a person means by an act's uid or by what its subject answers to."""
    if is_uid(asked.upper()):
        found = Act.objects.public().filter(uid=asked.upper()).first()
        if found:
            return found
    ref = subjects.find(asked)
    return proofs.provable(ref) if ref else None


def _act_or_404(uid: str) -> Act:
    found = Act.objects.public().filter(uid=uid).prefetch_related("references").first()
    if found is None:
        raise Http404(_("公开日志里没有这条记录。"))
    return found


def _checked(found: Act) -> tuple[dict[str, Any] | None, Verdict | None]:
    """The proof and what checking it says; a tree with a hole is itself a fault."""
    try:
        document = proofs.document(found)
    except MissingNode as error:
        return None, Verdict(False, [], [_("树节点缺失：%(error)s") % {"error": error}])
    if document is None:
        return None, None
    return document, check(document, trusted_keys=rules.trusted_keys())


def _others(found: Act) -> list[Act]:
    """What else the book says in public about the same subject, newest first."""
    acts = rules.timeline(found.subject, public_only=True).exclude(uid=found.uid)
    return list(acts.order_by("-occurred_at", "-id")[:OTHERS])


def _seal_asked(request: HttpRequest, name: str) -> Seal | None:
    asked = request.GET.get(name, "")
    if not asked:
        return None
    found = Seal.objects.filter(number=int(asked)).first() if asked.isdecimal() and len(asked) < 16 else None
    if found is None:
        raise Http404(_("没有这一次封存。"))
    return found


def _json(document: dict[str, Any], name: str) -> JsonResponse:
    answer = JsonResponse(document, json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _spaced(hexadecimal: str) -> str:
    return " ".join(hexadecimal[at : at + 4] for at in range(0, len(hexadecimal), 4))
