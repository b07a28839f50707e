"""Handing files out, after their owner's policy."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response, patch_cache_control
from django.views.decorators.http import require_safe

from yangguang.files import actions, rules
from yangguang.files.models import StoredFile
from yangguang.files.types import MADE


@require_safe
def download(request: HttpRequest, uid: str, name: str) -> HttpResponseBase:
    """One file. Whoever may not read it learns no more than that there is nothing here."""
    file = get_object_or_404(StoredFile, uid=uid, name=name, destroyed_at__isnull=True)
    # A public file is the same for everybody: the session is not even looked at, so that no cookie is concerned.
    if not file.is_public and not rules.may_read(file, request.user):
        raise Http404
    return handed_out(request, file)


def handed_out(request: HttpRequest, file: StoredFile) -> HttpResponseBase:
    """The answer that carries a file. The view has asked whether this person may have it."""
    etag = f'"{file.blob_id}"'
    response: HttpResponseBase | None = get_conditional_response(request, etag=etag)
    if response is None:
        response = FileResponse(
            actions.open_content(file),
            as_attachment=not MADE[file.extension].inline,
            filename=file.name,
            content_type=file.content_type,
        )
        response.headers["Content-Length"] = str(file.size)
    response.headers["ETag"] = etag
    response.headers["X-Content-Type-Options"] = "nosniff"
    # Should a browser ever take it for a page, nothing in it may load or run.
    response.headers["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:"
    )
    if file.is_public:
        # Kept, but asked for again each time: what was withdrawn a moment ago is not handed out by a cache.
        patch_cache_control(response, public=True, no_cache=True)
    else:
        patch_cache_control(response, private=True, no_store=True)
    return response
