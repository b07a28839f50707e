"""How far an export is; when it is ready, the way to its file."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from wagtail.admin.auth import require_admin_access

from yangguang.documents import makers
from yangguang.documents.models import Export, ExportState


def page(view: Any) -> Any:
    """An office page: signed-in staff only, never kept by a cache."""
    return never_cache(require_admin_access(view))


@page
@require_safe
def export(request: HttpRequest, uid: str) -> HttpResponse:
    """One's own export only. While the worker is at it, the browser asks again every few seconds."""
    found = get_object_or_404(Export.objects.of(request.user).select_related("file"), uid=uid)  # type: ignore[arg-type]
    maker = makers.of(found)
    assert found.subject is not None
    if not maker.may_see(found.subject, request.user):
        raise Http404
    context = {
        "export": found,
        "title": maker.title(found.subject),
        "back": maker.back(found.subject),
        "waiting": found.state == ExportState.WAITING,
    }
    response = render(request, "documents/office/export.html", context)
    if found.state == ExportState.WAITING:
        response.headers["Refresh"] = "3"
    return response
