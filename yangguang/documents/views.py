"""The public face: what a verification code stands for. Never a document's content, never a person's name."""

from __future__ import annotations

import hashlib

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from yangguang.documents import rules
from yangguang.documents.acts import ISSUED
from yangguang.documents.models import Document, DocumentState
from yangguang.files.uploads import TooLargeUpload
from yangguang.journal.models import Act
from yangguang.lib import codes
from yangguang.web.meta import PageMeta

_LONGEST = 40  # characters of what somebody typed


def _meta() -> PageMeta:
    return PageMeta(
        column=_("文书核验"),
        description=_("文书核验：用验证码或二维码核验一份文书是不是本机关出具、是否仍然有效"),
        keywords=_("文书核验,验证码,防伪"),
        kind="数据发布",
    )


@require_safe
@never_cache
def ask(request: HttpRequest) -> HttpResponse:
    """The form; with ``?code=`` the way to the document's page."""
    typed = request.GET.get("code", "")[:_LONGEST].strip()
    found = rules.by_code(typed) if typed else None
    if found is not None:
        return redirect(found)
    return _asked(request, typed, status=404 if typed else 200)


@csrf_exempt  # nothing is changed and nothing kept: a file is compared and forgotten, for whoever sends it
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def document(request: HttpRequest, code: str) -> HttpResponse:
    """One document: number, issuer, day, fingerprints, in force or not. POST compares a file with it."""
    found = rules.by_code(code)
    if found is None:
        return _asked(request, code, status=404)
    if code != found.code:
        return redirect(found)
    act = Act.objects.public().filter(kind=ISSUED, subject=found.ref).first()
    following = found.successors.exclude(state=DocumentState.DRAFT).order_by("pk").first()
    context = {
        "page_meta": _meta(),
        "crumbs": [(_("文书核验"), "/verify/documents/"), (found.number, "")],
        "document": found,
        "in_force": found.state == DocumentState.ISSUED,
        "successor": following if found.state == DocumentState.REPLACED else None,
        "act": act,
    }
    if request.method == "POST":
        context |= _compared(request, found)
    return render(request, "documents/public/document.html", context, status=context.get("status", 200))  # type: ignore[arg-type]


def _compared(request: HttpRequest, found: Document) -> dict[str, object]:
    upload = request.FILES.get("file")
    if upload is None:
        return {"fault": _("请先选择要比对的文件。"), "status": 400}
    if isinstance(upload, TooLargeUpload):
        return {"fault": _("文件太大，不会是这份文书。"), "status": 413}
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    return {"compared": True, "same": rules.is_its_file(found, digest.hexdigest())}


def _asked(request: HttpRequest, typed: str, *, status: int) -> HttpResponse:
    context = {
        "page_meta": _meta(),
        "crumbs": [(_("文书核验"), "")],
        "typed": typed,
        "mistyped": bool(typed) and codes.understood(typed) is None,
    }
    return render(request, "documents/public/ask.html", context, status=status)
