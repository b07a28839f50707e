"""PDF files with a text layer: lines become paragraphs again; the file itself comes along as an attachment."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from yangguang.lib.errors import Refusal

from . import layout, metadata
from .records import SHORTEST, Enclosure, Record, Rejected

_MOST_PAGES = 2_000
_PAGE_NUMBER = re.compile(r"^[-—–－\s]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:\s*[/／共]\s*\d{1,4}\s*页?)?[-—–－\s]*$")
_BEGINS = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}\s*、|[(（][一二三四五六七八九十\d]{1,3}[)）]|第[一二三四五六七八九十百\d]{1,4}[章节条]|附件|\d{1,2}[.、．])"
)
_ENDS = ("。", "！", "？", "：", ":", "；")


def read_pdf(path: Path, nested: bool = False, skip: int = 0) -> Iterator[Record | Rejected]:
    """The one document of a file. Refusal when it is broken or locked."""
    if not skip:
        yield from_pdf(path.read_bytes(), path.name)


def from_pdf(content: bytes, name: str) -> Record | Rejected:
    paragraphs = joined(_lines(content, name))
    if sum(map(len, paragraphs)) < SHORTEST:
        return Rejected(name, "没有文字层，可能是扫描件：请先做文字识别，或者录入正文、把它作为附件上传")
    title, rest = _title(paragraphs)
    html, text = layout.body_of(rest)
    lines = [line for line in text.split("\n") if line.strip()]
    if len(text) < SHORTEST:
        return Rejected(name, "除标题以外没有正文", text)
    return Record(
        title=(title or Path(name).stem)[:200],
        body_html=html,
        body_text=text,
        doc_number=metadata.doc_number(paragraphs) or metadata.doc_number(lines),
        generated_on=metadata.made_on(lines),
        source=metadata.issuer(title, lines),
        origin=name,
        notes=("正文取自 PDF 的文字层，表格和换行可能走样，请对照附件核对",),
        enclosures=(Enclosure(Path(name).name, content, "application/pdf"),),
    )


def _lines(content: bytes, name: str) -> list[list[str]]:
    """The lines of each page, without page numbers and running heads."""
    broken = Refusal(f"{name} 打不开：不是完好的 PDF 文件。请重新导出后再试", code="invalid")
    if not content.startswith(b"%PDF"):
        raise broken
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Refusal(f"{name} 设了打开密码：请去掉密码后再试", code="locked")
        if len(reader.pages) > _MOST_PAGES:
            raise Refusal(f"{name} 超过 {_MOST_PAGES} 页：请拆分，或者作为附件上传", code="too-large")
        pages = [page.extract_text().splitlines() for page in reader.pages]
    except (
        PyPdfError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        IndexError,
        RecursionError,
        OSError,
    ) as error:
        raise broken from error
    pages = [[line.strip() for line in page if line.strip()] for page in pages]
    heads = Counter(page[0] for page in pages if page)
    running = {line for line, times in heads.items() if len(pages) > 3 and times > len(pages) / 2}
    return [[line for line in page if not _PAGE_NUMBER.match(line) and line not in running] for page in pages]


def joined(pages: list[list[str]]) -> list[str]:
    """Paragraphs out of printed lines: a line that fills its measure and ends no sentence goes on in the next."""
    lines = [line for page in pages for line in page]
    if not lines:
        return []
    measure = sorted(len(line) for line in lines)[int(len(lines) * 0.9)]
    paragraphs: list[str] = []
    open_end = False
    for line in lines:
        if open_end and paragraphs and not _BEGINS.match(line):
            paragraphs[-1] += (
                line if not (line[:1].isascii() and paragraphs[-1][-1:].isascii()) else f" {line}"
            )
        else:
            paragraphs.append(line)
        open_end = len(line) >= 0.85 * measure and not line.endswith(_ENDS)
    return paragraphs


def _title(paragraphs: list[str]) -> tuple[str, list[str]]:
    """The title among the first paragraphs (it may be broken over three), and what stands after it."""
    for start in range(min(6, len(paragraphs))):
        for end in range(start + 1, min(start + 4, len(paragraphs)) + 1):
            whole = "".join(paragraphs[start:end])
            if metadata.title_line([whole]):
                return whole, [*paragraphs[:start], *paragraphs[end:]]
    return "", paragraphs
