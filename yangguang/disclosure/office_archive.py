"""The office: an item's archive package to take away."""

from __future__ import annotations

import tempfile

from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404

from . import archive
from .archive.package import name_of
from .models import Item
from .office import page


@page
def package(request: HttpRequest, uid: str) -> FileResponse:
    """For those who read the item in the office: the package holds what its page shows, opinions and names included."""
    rows = Item.objects.inside(request.user).select_related("organisation", "category")
    item = get_object_or_404(rows, uid=uid)
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by the response
    try:
        archive.write(item, file)
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return FileResponse(
        file, as_attachment=True, filename=f"{name_of(item)}.zip", content_type="application/zip"
    )
