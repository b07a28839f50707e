"""What a file is, by its content. Only what is on the list comes in; the extension must say the same.

A name proves nothing and a table of first bytes proves little, so each type has its own look at the content:
containers are opened, pictures are parsed, texts are decoded. What is refused is named as what it is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

import puremagic
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from yangguang.files import containers
from yangguang.lib.errors import Refusal

HEAD = 4096
MOST_PIXELS = 100_000_000  # a scanned A1 sheet at 300 dpi has about 70 million


@dataclass(frozen=True, slots=True)
class FileType:
    """``inline``: a browser shows it by itself and it cannot carry script into our pages."""

    extension: str
    content_type: str
    label: str
    inline: bool = False


_OFFICE = "application/vnd.openxmlformats-officedocument"
TYPES = {
    t.extension: t
    for t in (
        FileType("pdf", "application/pdf", "PDF", inline=True),
        FileType("ofd", "application/ofd", "OFD"),
        FileType("docx", f"{_OFFICE}.wordprocessingml.document", "Word"),
        FileType("xlsx", f"{_OFFICE}.spreadsheetml.sheet", "Excel"),
        FileType("pptx", f"{_OFFICE}.presentationml.presentation", "PowerPoint"),
        FileType("doc", "application/msword", "Word"),
        FileType("xls", "application/vnd.ms-excel", "Excel"),
        FileType("wps", "application/vnd.ms-works", "WPS"),
        FileType("et", "application/vnd.ms-excel", "WPS"),
        FileType("jpg", "image/jpeg", "JPEG", inline=True),
        FileType("png", "image/png", "PNG", inline=True),
        FileType("gif", "image/gif", "GIF", inline=True),
        FileType("webp", "image/webp", "WebP", inline=True),
        FileType("mp3", "audio/mpeg", "MP3"),
        FileType("mp4", "video/mp4", "MP4"),
        FileType("txt", "text/plain", "TXT"),
        FileType("csv", "text/csv", "CSV"),
        FileType("json", "application/json", "JSON"),
    )
}
# What the house itself makes and hands out; nobody uploads a package.
PACKAGE = FileType("zip", "application/zip", "ZIP")
MADE = {**TYPES, PACKAGE.extension: PACKAGE}
ALIASES = {"jpeg": "jpg", "jpe": "jpg"}
# What a type's content may be called; the first is its own name.
_SAME_CONTENT = {"doc": {"doc", "wps"}, "xls": {"xls", "et"}, "txt": {"txt", "csv", "json"}}

_PROGRAMS = (
    b"MZ",
    b"\x7fELF",
    b"\xca\xfe\xba\xbe",
    b"\xfe\xed\xfa",
    b"\xcf\xfa\xed\xfe",
    b"\xce\xfa\xed\xfe",
    b"#!",
    b"dex\n",
)
_ARCHIVES = (b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
_SHORTCUT = b"L\x00\x00\x00\x01\x14\x02\x00"
_MARKUP = (b"<!doctype html", b"<html", b"<script", b"<svg", b"<head", b"<body", b"<iframe")
_PICTURES = {"JPEG": "jpg", "MPO": "jpg", "PNG": "png", "GIF": "gif", "WEBP": "webp"}
_MP4_BRANDS = (
    b"isom",
    b"iso2",
    b"iso4",
    b"iso5",
    b"iso6",
    b"mp41",
    b"mp42",
    b"avc1",
    b"M4V ",
    b"dash",
    b"MSNV",
)


def identify(content: BinaryIO, name: str) -> FileType:
    """The type of a content under a name. Raises Refusal with a sentence that says what to do instead."""
    extension = name.rpartition(".")[2].lower() if "." in name else ""
    extension = ALIASES.get(extension, extension)
    content.seek(0)
    head = content.read(HEAD)
    if not head:
        raise Refusal(_("“%(name)s”是空文件，请重新选择。") % {"name": name}, code="file-empty")
    _refuse_by_first_bytes(head, name)
    found = _look(content, head, name)
    if found is None:
        raise Refusal(
            _("“%(name)s”的格式（%(what)s）不能上传。可以上传：%(allowed)s。")
            % {"name": name, "what": _called(head), "allowed": _allowed()},
            code="file-type",
        )
    if extension not in _SAME_CONTENT.get(found, {found}):
        raise Refusal(
            _("“%(name)s”的内容其实是 %(found)s，和扩展名不一致。请用正确的扩展名保存后再上传。")
            % {"name": name, "found": TYPES[found].label},
            code="file-type",
        )
    return TYPES[extension]


def _refuse_by_first_bytes(head: bytes, name: str) -> None:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith(_PROGRAMS) or head.startswith(_SHORTCUT):
        raise Refusal(
            _("“%(name)s”其实是程序，不能上传。请只上传文档、图片或者表格。") % {"name": name},
            code="file-program",
        )
    if start.startswith(_MARKUP) or (start.startswith(b"<?xml") and b"<svg" in start):
        raise Refusal(
            _("“%(name)s”是网页或者 SVG，可能带有脚本，不能上传。请转成 PDF 或者图片。") % {"name": name},
            code="file-script",
        )
    if head.startswith(_ARCHIVES):
        raise _archive(name)
    if head.startswith(b"{\\rtf"):
        raise Refusal(
            _("“%(name)s”是 RTF，可能嵌有程序，不能上传。请另存为 .docx 或者 PDF。") % {"name": name},
            code="file-type",
        )


def _archive(name: str) -> Refusal:
    return Refusal(
        _("“%(name)s”是压缩包，里面的内容无法逐一审查，不能上传。请解压后逐个上传。") % {"name": name},
        code="file-archive",
    )


def _look(content: BinaryIO, head: bytes, name: str) -> str | None:
    """The extension of the type that the content proves to be, or None."""
    if head.startswith(b"PK"):
        found = containers.look_into_zip(content, name)
        if found is None:
            raise _archive(name)
        return found
    if head.startswith(containers.OLE):
        return containers.look_into_ole(content, name)
    looks: tuple[Callable[[BinaryIO, bytes, str], str | None], ...] = (_pdf, _picture, _sound_or_film, _text)
    for look in looks:
        found = look(content, head, name)
        if found:
            return found
    return None


def _pdf(content: BinaryIO, head: bytes, name: str) -> str | None:
    if not head.startswith(b"%PDF-"):
        return None
    content.seek(0, 2)
    content.seek(max(0, content.tell() - 2048))
    if b"%%EOF" not in content.read():
        raise Refusal(
            _("“%(name)s”不完整，打不开。请重新导出 PDF 后再上传。") % {"name": name}, code="file-broken"
        )
    return "pdf"


def _picture(content: BinaryIO, head: bytes, name: str) -> str | None:
    if not head.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8", b"RIFF")):
        return None
    content.seek(0)
    try:
        with Image.open(content, formats=["JPEG", "PNG", "GIF", "WEBP"]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise Refusal(
                    _("图片“%(name)s”太大（%(width)s×%(height)s），请缩小后再上传。")
                    % {"name": name, "width": picture.width, "height": picture.height},
                    code="too-large",
                )
            found = _PICTURES[picture.format or ""]
            picture.verify()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise Refusal(
            _("图片“%(name)s”损坏，打不开。请重新保存后再上传。") % {"name": name}, code="file-broken"
        ) from error
    return found


def _sound_or_film(content: BinaryIO, head: bytes, name: str) -> str | None:
    if head[4:8] == b"ftyp" and head[8:12] in _MP4_BRANDS:
        return "mp4"
    if head.startswith(b"ID3") or (head[0] == 0xFF and len(head) > 2 and head[1] in (0xFB, 0xFA, 0xF3, 0xF2)):
        return "mp3"
    return None


def _text(content: BinaryIO, head: bytes, name: str) -> str | None:
    """UTF-8, or GB 18030 as old office software writes it; no control characters but those of layout."""
    content.seek(0)
    raw = content.read()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if any(ord(c) < 32 and c not in "\t\r\n\f" for c in text):
            return None
        return "txt"
    return None


def _called(head: bytes) -> str:
    """What a refused content seems to be, for the sentence."""
    try:
        guesses = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        return _("无法识别")
    return (guesses[0].extension.lstrip(".") or guesses[0].name) if guesses else _("无法识别")


def _allowed() -> str:
    return _(
        "PDF、OFD、Word、Excel、PowerPoint、WPS 文档，JPG、PNG、GIF、WebP 图片，MP3、MP4，TXT、CSV、JSON"
    )
