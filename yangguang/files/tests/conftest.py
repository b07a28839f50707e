"""Contents of every kind, made on the spot."""

import io
import zipfile

import docx
import openpyxl
import pytest
from PIL import Image


def docx_bytes() -> bytes:
    document = docx.Document()
    document.add_paragraph("关于做好冬季低保工作的通知")
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def xlsx_bytes() -> bytes:
    out = io.BytesIO()
    openpyxl.Workbook().save(out)
    return out.getvalue()


def picture(form: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(out, form)
    return out.getvalue()


def zipped(entries: dict[str, bytes], base: bytes | None = None) -> bytes:
    """A ZIP of these entries, after those of ``base``."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        if base:
            with zipfile.ZipFile(io.BytesIO(base)) as source:
                for entry in source.infolist():
                    if entry.filename not in entries:
                        target.writestr(entry.filename, source.read(entry))
        for name, content in entries.items():
            target.writestr(name, content)
    return out.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def ole(*names: str) -> bytes:
    return OLE + b"".join(name.encode("utf-16-le").ljust(64, b"\0") for name in names)


PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\nstartxref\n9\n%%EOF\n"
EXE = b"MZ\x90\x00\x03\x00\x00\x00" + bytes(200) + b"This program cannot be run in DOS mode."


@pytest.fixture
def contents() -> dict[str, bytes]:
    """One good content for every extension that comes in."""
    return {
        "pdf": PDF,
        "ofd": zipped(
            {"OFD.xml": b"<?xml version='1.0'?><ofd:OFD xmlns:ofd='http://www.ofdspec.org/2016'/>"}
        ),
        "docx": docx_bytes(),
        "xlsx": xlsx_bytes(),
        "pptx": zipped({"[Content_Types].xml": b"<Types/>", "ppt/presentation.xml": b"<p/>"}),
        "doc": ole("Root Entry", "WordDocument"),
        "wps": ole("Root Entry", "WordDocument"),
        "xls": ole("Root Entry", "Workbook"),
        "et": ole("Root Entry", "Workbook"),
        "jpg": picture("JPEG"),
        "jpeg": picture("JPEG"),
        "png": picture("PNG"),
        "gif": picture("GIF"),
        "webp": picture("WEBP"),
        "mp3": b"ID3\x04\x00\x00\x00\x00\x00\x00" + bytes(64),
        "mp4": b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + bytes(64),
        "txt": "低保金发放表\r\n东门村".encode(),
        "csv": "姓名,金额\r\n".encode("gb18030"),
    }
