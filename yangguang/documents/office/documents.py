"""One document in the office: where it stands, its files, its code, what came before and after."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yangguang.documents import kinds, rules
from yangguang.documents.models import Document
from yangguang.documents.office.exports import page


@page
@require_safe
def document(request: HttpRequest, uid: str) -> HttpResponse:
    """For those who may read it; nobody else learns that there is one."""
    rows = Document.objects.select_related("organisation", "version__template", "pdf", "docx", "replaces")
    found = rows.filter(uid=uid).first()
    if found is None or not rules.may_see(found, request.user):
        raise Http404
    kind = kinds.find(found.kind)
    context = {
        "document": found,
        "successors": found.successors.order_by("pk"),
        "back": kind.office_url(found.subject) if kind and found.subject else "",
    }
    return render(request, "documents/office/document.html", context)
