"""Text out of files: what the command screens, and what is looked at before a file is stored."""

from __future__ import annotations

import zipfile
from html import escape
from pathlib import Path
from typing import BinaryIO

import mammoth
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt

from yangguang.files.containers import look_into_zip
from yangguang.files.rules import register_check
from yangguang.lib import disk
from yangguang.lib.errors import Refusal
from yangguang.lib.html import sanitise
from yangguang.screening.secrecy import secrecy_mark
from yangguang.screening.texts import readable_text

MOST_BYTES = 20 * 1024 * 1024
_PLAIN = frozenset({".txt", ".csv", ".md", ".html", ".htm"})


def read_html(path: Path) -> str:
    """A file as sanitised HTML. Refusal with one sentence for what cannot be read."""
    form = path.suffix.lower()
    if form != ".docx" and form not in _PLAIN - {".csv"}:
        raise Refusal(_("只能审查 .txt、.md、.docx 和 .html 文件：%(name)s") % {"name": path.name})
    try:
        if path.stat().st_size > MOST_BYTES:
            raise Refusal(_("文件超过 20 MB，不能审查：%(name)s") % {"name": path.name}, code="too-large")
        if form == ".docx":
            with path.open("rb") as stream:
                return sanitise(_word(stream, path.name))
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refusal(
            _("文件不是 UTF-8 文本，请另存为 UTF-8 后再审查：%(name)s") % {"name": path.name}
        ) from error
    except OSError as error:
        raise Refusal(
            _("读不到文件 %(name)s：%(why)s") % {"name": path, "why": disk.why(error)}, code="not-found"
        ) from error
    if form == ".md":
        return sanitise(MarkdownIt("commonmark").enable("table").render(text))
    if form in (".html", ".htm"):
        return sanitise(text)
    return sanitise("".join(f"<p>{escape(line)}</p>" for line in text.splitlines() if line.strip()))


def _word(stream: BinaryIO, name: str) -> str:
    broken = Refusal(_("Word 文件已损坏或不是 .docx 格式：%(name)s") % {"name": name}, code="file-broken")
    if look_into_zip(stream, name) != "docx":
        raise broken
    stream.seek(0)
    try:
        return str(mammoth.convert_to_html(stream).value)
    except (zipfile.BadZipFile, KeyError, ValueError, AttributeError, TypeError) as error:
        raise broken from error


def refuse_marked(content: BinaryIO, name: str) -> None:
    """The look that `files` has us take at each upload: a mark of secrecy stops it before anything is stored."""
    if mark := secrecy_mark(readable_text(content, name)):
        raise Refusal(
            _(
                "“%(name)s”带有保密标志“%(mark)s”，没有保存。涉密文件不得在这里上传，请按保密规定处理；目录里可以只登记一条不公开的条目。"
            )
            % {"name": name, "mark": mark},
            code="secrecy-mark",
        )


register_check(refuse_marked)
