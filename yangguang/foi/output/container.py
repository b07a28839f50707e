"""Containers of Office files without the time of day, so that the same report gives the same bytes."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, datetime

_STAMP = (1980, 1, 1, 0, 0, 0)
_TIMES = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</)")


def settled(content: bytes, at: datetime) -> bytes:
    """The same container, its parts in the same order, with ``at`` for every time that it tells of itself."""
    told = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as made,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as kept,
    ):
        for info in made.infolist():
            entry = zipfile.ZipInfo(info.filename, _STAMP)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            part = made.read(info.filename)
            kept.writestr(
                entry,
                _TIMES.sub(rb"\g<1>" + told + rb"\g<2>", part)
                if info.filename == "docProps/core.xml"
                else part,
            )
    return out.getvalue()
