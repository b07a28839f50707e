"""Which files there are, and how each is made."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from yangguang.documents import typesetting
from yangguang.foi.report import written
from yangguang.foi.report.grid import shown

from .html import body
from .paper import Paper
from .sheet import xlsx
from .word import docx

__all__ = ["FORMS", "Paper", "made", "standing_alone"]

_LAYOUT = "foi/layouts/report.typ"
_ONE_LINE = 20  # characters of a title that fit on one line
_STYLE = """
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; font-family: "Noto Serif SC", SimSun, serif; line-height: 1.8 }
h1 { text-align: center; font-size: 1.6rem } h3 { font-size: 1.15rem } p { text-indent: 2em }
.scroll { overflow-x: auto } table { border-collapse: collapse; width: 100%; font-size: .85rem; margin: 1rem 0 }
caption { font-weight: bold; padding: .4rem } th, td { border: 1px solid #4a5766; padding: .2rem .35rem; text-align: center }
td { font-variant-numeric: tabular-nums }
"""


def standing_alone(paper: Paper) -> bytes:
    """A page of its own, for whoever puts it elsewhere: nothing is loaded from anywhere."""
    tables = (
        body(paper).replace("<table>", '<div class="scroll"><table>').replace("</table>", "</table></div>")
    )
    head = f'<meta charset="utf-8"><title>{escape(paper.title)}</title><style>{_STYLE}</style>'
    view = '<meta name="viewport" content="width=device-width, initial-scale=1">'
    return (
        f'<!doctype html>\n<html lang="zh-Hans">\n<head>{head}{view}</head>\n'
        f"<body>\n<h1>{escape(paper.title)}</h1>\n{tables}\n</body>\n</html>\n"
    ).encode()


def pdf(paper: Paper) -> bytes:
    """PDF/A-2a with tagged tables. Refusal ``no-font`` on a machine without a Chinese face."""
    parts = []
    for chapter, words, grid in paper.parts():
        part: dict[str, object] = {"name": chapter, "lines": list(words), "table": None}
        if grid is not None:
            boxes = [
                {
                    "x": x,
                    "y": y,
                    "wide": box.wide,
                    "high": box.high,
                    "text": shown(paper.figures[box.cell]) if box.cell else box.text,
                    "head": box.cell is None,
                }
                for y, x, box in grid.placed()
            ]
            part["table"] = {
                "caption": grid.caption,
                "heads": grid.heads,
                "widths": list(grid.stub),
                "boxes": boxes,
            }
        parts.append(part)
    name, rest = paper.organisation, paper.title.removeprefix(paper.organisation)
    lines = [name, rest] if rest != paper.title and len(paper.title) > _ONE_LINE else [paper.title]
    data = {"title": paper.title, "title-lines": lines, "organisation": name, "parts": parts}
    return typesetting.pdf(_LAYOUT, data, at=paper.at)


def _json(paper: Paper) -> bytes:
    return written(paper.figures).encode()


FORMS: dict[str, Callable[[Paper], bytes]] = {
    "json": _json,
    "html": standing_alone,
    "docx": docx,
    "pdf": pdf,
    "xlsx": xlsx,
}


def made(paper: Paper, form: str) -> bytes:
    """The file. KeyError for a form that there is not."""
    return FORMS[form](paper)
