"""One document in the office: where it stands, its files, its code, what came before and after."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yangguang.documents import kinds, rules
from yangguang.documents.models import Document, DocumentState
from yangguang.documents.office.exports import page


@page
@require_safe
def document(request: HttpRequest, uid: str) -> HttpResponse:
    """For those who may read it, and for those who may end it, without its files; nobody else learns that there is one."""
    found = opened(request, uid)
    whole = rules.may_see(found, request.user)
    ends = found.state == DocumentState.ISSUED and rules.may_end(found, request.user)
    context = {
        "document": found,
        "successors": found.successors.order_by("pk"),
        "back": back(found),
        "whole": whole,
        "may_void": ends,
        "may_replace": ends and whole,
    }
    return render(request, "documents/office/document.html", context)


def opened(request: HttpRequest, uid: str) -> Document:
    """The document of a page. Http404 for whoever may neither read nor end it."""
    rows = Document.objects.select_related("organisation", "version__template", "pdf", "docx", "replaces")
    found = rows.filter(uid=uid).first()
    if found is None or not (rules.may_see(found, request.user) or rules.may_end(found, request.user)):
        raise Http404
    return found


def back(found: Document) -> str:
    """Where the matter of a document is found; empty where its kind does not say."""
    kind = kinds.find(found.kind)
    return kind.office_url(found.subject) if kind and found.subject else ""
