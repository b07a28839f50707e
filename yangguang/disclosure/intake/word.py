"""Word files by mammoth: tables and headings stay, pictures are taken out, a broken file gets a clear sentence."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass

import mammoth

from yangguang.lib.errors import Refusal
from yangguang.lib.html import sanitise, to_text

from .records import Enclosure

_UNPACKED = 200 * 1024 * 1024  # a Word file that unpacks to more is a bomb
_STYLES = """
p[style-name='Title'] => h2:fresh
p[style-name='标题'] => h2:fresh
p[style-name='发文字号'] => p.doc-no:fresh
p[style-name='主送机关'] => p.to:fresh
p[style-name='署名'] => p.sign:fresh
p[style-name='heading 1'] => h3:fresh
p[style-name='heading 2'] => h4:fresh
p[style-name='heading 3'] => h5:fresh
"""
_TITLE = re.compile(r"\A\s*<h2[^>]*>(?P<title>.*?)</h2>\s*", re.S)
_TAGS = re.compile(r"<[^>]+>")


@dataclass(frozen=True, slots=True)
class Taken:
    title: str
    html: str
    pictures: tuple[Enclosure, ...]
    notes: tuple[str, ...]


def to_html(content: bytes, name: str) -> Taken:
    """Title, sanitised body and pictures of a .docx. Raises Refusal when it is none, broken or a bomb."""
    broken = Refusal(
        f"{name} 打不开：不是完好的 Word 文件（.docx）。请在 Word 中重新另存为 .docx 后再试", field="docx"
    )
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            if sum(entry.file_size for entry in entries) > _UNPACKED:
                raise Refusal(
                    f"{name} 解开后超过 200 MB：请压缩其中的图片后再试", code="too-large", field="docx"
                )
            if "word/document.xml" not in {entry.filename for entry in entries}:
                raise broken
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise broken from error
    pictures: list[Enclosure] = []

    def keep(image: mammoth.images.Image) -> dict[str, str]:
        with image.open() as source:
            data = source.read()
        kind = str(image.content_type or "image/png")
        pictures.append(
            Enclosure(f"图片{len(pictures) + 1}.{kind.rpartition('/')[2].replace('jpeg', 'jpg')}", data, kind)
        )
        return {"src": ""}

    try:
        result = mammoth.convert_to_html(
            io.BytesIO(content), style_map=_STYLES, convert_image=mammoth.images.img_element(keep)
        )
    except Exception as error:  # mammoth raises whatever its XML reader raises
        raise broken from error
    html = sanitise(result.value)
    found = _TITLE.match(html)
    notes: list[str] = []
    if not to_text(html):
        notes.append("文件里没有文字，可能是扫描件：请录入正文，扫描件作为附件")
    title = _TAGS.sub("", found["title"]).strip() if found else ""
    return Taken(title, html[found.end() :] if found else html, tuple(pictures), tuple(notes))
