"""Looking into office documents: Open XML and OFD are ZIP containers, older ones are OLE compound files.

Refused by name: macros, embedded programs, passwords, broken containers, templates fetched from elsewhere, XML
entities, and containers that unpack to far more than they are (bombs). Nothing is ever unpacked to disk.
"""

from __future__ import annotations

import zipfile
import zlib
from typing import BinaryIO

from django.utils.translation import gettext as _

from yangguang.lib.errors import Refusal

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MOST_ENTRIES = 5_000
MOST_UNPACKED = 300 * 1024 * 1024  # bytes
MOST_RATIO = 150  # a sheet of equal rows packs about 1:60
RATIO_COUNTS_FROM = 20 * 1024 * 1024  # bytes unpacked; a small file may well pack 1:500
_CHUNK = 256 * 1024

_MAIN_PARTS = {
    "word/document.xml": "docx",
    "xl/workbook.xml": "xlsx",
    "ppt/presentation.xml": "pptx",
    "OFD.xml": "ofd",
}


def look_into_zip(content: BinaryIO, name: str) -> str | None:
    """``docx``, ``xlsx``, ``pptx``, ``ofd``, or None for any other ZIP. Raises Refusal."""
    try:
        with zipfile.ZipFile(content) as container:
            entries = container.infolist()
            _refuse_bomb(container, entries, name)
            found = next((_MAIN_PARTS[e.filename] for e in entries if e.filename in _MAIN_PARTS), None)
            if found is None:
                return None
            if any(e.flag_bits & 0x1 for e in entries):
                raise _locked(name)
            for entry in entries:
                _look_at_entry(container, entry, name)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError) as error:
        raise Refusal(
            _("“%(name)s”已损坏，打不开。请重新保存后再上传。") % {"name": name}, code="file-broken"
        ) from error
    return found


def _refuse_bomb(container: zipfile.ZipFile, entries: list[zipfile.ZipInfo], name: str) -> None:
    unpacked = sum(e.file_size for e in entries)
    packed = sum(e.compress_size for e in entries) or 1
    if (
        len(entries) > MOST_ENTRIES
        or unpacked > MOST_UNPACKED
        or (unpacked > RATIO_COUNTS_FROM and unpacked / packed > MOST_RATIO)
        or len({e.header_offset for e in entries}) < len(entries)
    ):
        raise Refusal(
            _("“%(name)s”展开后异常巨大，可能是恶意文件，不能上传。确是正常文件的，请拆分或者转成 PDF。")
            % {"name": name},
            code="file-bomb",
        )


def _look_at_entry(container: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> None:
    """Read one entry to its end (which checks its sum), and refuse what must not be in a document."""
    path = entry.filename.lower()
    if path.endswith(("vbaproject.bin", "vbadata.xml")) or "/macrosheets/" in path or "/activex/" in path:
        raise _macro(name)
    if path.endswith((".exe", ".dll", ".js", ".vbs", ".bat", ".cmd", ".ps1", ".jar", ".scr", ".lnk")):
        raise _embedded(name)
    embedded = "embeddings/" in path
    first = True
    with container.open(entry) as stream:
        tail = b""
        while chunk := stream.read(_CHUNK):
            window = tail + chunk
            if first and (path.endswith((".xml", ".rels"))) and b"<!DOCTYPE" in window[:_CHUNK]:
                raise Refusal(
                    _("“%(name)s”里有不该有的 XML 声明，可能是恶意文件，不能上传。请重新保存或者转成 PDF。")
                    % {"name": name},
                    code="file-script",
                )
            if path == "[content_types].xml" and b"macroenabled" in window.lower():
                raise _macro(name)
            if path.endswith(".rels") and b"attachedTemplate" in window and b'"External"' in window:
                raise Refusal(
                    _("“%(name)s”引用了外部模板，打开时会从别处下载内容，不能上传。请断开模板或者转成 PDF。")
                    % {"name": name},
                    code="file-macro",
                )
            if embedded and (_utf16("Ole10Native") in window or (first and chunk.startswith(b"MZ"))):
                raise _embedded(name)
            if embedded and _utf16("_VBA_PROJECT") in window:
                raise _macro(name)
            tail = window[-64:]
            first = False


def look_into_ole(content: BinaryIO, name: str) -> str | None:
    """``doc`` or ``xls`` (WPS writes the same under .wps and .et), or None for another compound file.

    The names in its directory are plain UTF-16, so that searching them finds every storage; a macro's storage
    cannot be called otherwise. Macros of Excel 4.0 live in cells and are not found: office software blocks those.
    """
    content.seek(0)
    raw = content.read()
    if _utf16("EncryptedPackage") in raw or _utf16("EncryptionInfo") in raw:
        raise _locked(name)
    if _utf16("_VBA_PROJECT") in raw:
        raise _macro(name)
    if _utf16("Ole10Native") in raw:
        raise _embedded(name)
    if _utf16("WordDocument") in raw:
        return "doc"
    if _utf16("Workbook") in raw or _utf16("Book\0") in raw:
        return "xls"
    return None


def _utf16(text: str) -> bytes:
    return text.encode("utf-16-le")


def _locked(name: str) -> Refusal:
    return Refusal(
        _("“%(name)s”设了打开密码，别人看不了，也无法审查。请去掉密码后再上传。") % {"name": name},
        code="file-locked",
    )


def _macro(name: str) -> Refusal:
    return Refusal(
        _("“%(name)s”带有宏（会自动运行的程序），不能上传。请另存为不带宏的 .docx、.xlsx 或者 PDF。")
        % {"name": name},
        code="file-macro",
    )


def _embedded(name: str) -> Refusal:
    return Refusal(
        _("“%(name)s”里嵌有程序或者打包的文件，不能上传。请删去嵌入的对象，或者转成 PDF。") % {"name": name},
        code="file-program",
    )
