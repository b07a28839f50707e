"""The text that can be read out of an uploaded file, to look for secrecy markings before it is kept."""

from __future__ import annotations

import io
import re
import zipfile
from typing import IO

from pypdf import PdfReader
from pypdf.errors import PyPdfError

_TAGS = re.compile(r"<[^>]+>")
_OFFICE_PARTS = re.compile(
    r"word/(?:document|header\d*|footer\d*|comments)\.xml|xl/(?:sharedStrings|worksheets/[^/]+)\.xml"
    r"|ppt/slides/slide\d+\.xml|(?:OFD\.xml|Doc_\d+/Pages/Page_\d+/Content\.xml)|content\.xml"
)
_MOST_BYTES = 20 * 1024 * 1024  # of unpacked text; markings stand on first pages
_MOST_PAGES = 50


def readable_text(upload: IO[bytes], name: str) -> str:
    """The text of a .txt, .md, .csv, .html, .pdf, .docx, .xlsx, .pptx, .odt or .ofd; '' for what has none."""
    upload.seek(0)
    head = upload.read(8)
    upload.seek(0)
    if head.startswith(b"%PDF"):
        return _pdf(upload)
    if head.startswith(b"PK"):
        return _zipped(upload)
    if name.lower().endswith((".txt", ".md", ".csv", ".html", ".htm", ".xml", ".json")):
        content = upload.read(_MOST_BYTES)
        try:
            return content.decode("utf-8")
        except UnicodeDecodeError:
            return content.decode("gb18030", errors="ignore")
    return ""


def _pdf(upload: IO[bytes]) -> str:
    try:
        reader = PdfReader(io.BytesIO(upload.read()))
        if reader.is_encrypted:
            return ""
        return "\n".join(page.extract_text() for page in reader.pages[:_MOST_PAGES])
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError, OSError):
        return ""  # a damaged file is refused, or not, by the files room


def _zipped(upload: IO[bytes]) -> str:
    read = 0
    texts: list[str] = []
    try:
        with zipfile.ZipFile(upload) as archive:
            for entry in archive.infolist():
                if not _OFFICE_PARTS.fullmatch(entry.filename) or read > _MOST_BYTES:
                    continue
                with archive.open(entry) as part:
                    content = part.read(_MOST_BYTES)
                read += len(content)
                texts.append(_TAGS.sub("", content.decode("utf-8", errors="ignore").replace("</w:p>", "\n")))
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError, ValueError):
        return ""
    return "\n".join(texts)
