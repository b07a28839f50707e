"""The body of a report as the gate takes it: what the house's sanitiser lets through, merged cells and all."""

from __future__ import annotations

from html import escape

from yangguang.foi.report import Figures
from yangguang.foi.report.grid import Box, Grid, shown

from .paper import Paper


def body(paper: Paper) -> str:
    """Chapters as headings under the title, which the page itself gives."""
    out: list[str] = []
    for name, lines, grid in paper.parts():
        out.append(f"<h3>{escape(name)}</h3>")
        out.extend(f"<p>{escape(line)}</p>" for line in lines)
        if grid is not None:
            out.append(table(grid, paper.figures))
    return "\n".join(out)


def table(grid: Grid, figures: Figures) -> str:
    rows = ["".join(_box(box, figures) for box in boxes) for boxes in grid.rows]
    head = "".join(f"<tr>{row}</tr>\n" for row in rows[: grid.heads])
    rest = "".join(f"<tr>{row}</tr>\n" for row in rows[grid.heads :])
    opened = f"<table>\n<caption>{escape(grid.caption)}</caption>\n"
    return f"{opened}{f'<thead>{head}</thead>' if head else ''}<tbody>{rest}</tbody>\n</table>"


def _box(box: Box, figures: Figures) -> str:
    spans = "".join(
        f' {name}="{number}"' for name, number in (("colspan", box.wide), ("rowspan", box.high)) if number > 1
    )
    if box.cell is not None:
        return f'<td class="center"{spans}>{shown(figures[box.cell])}</td>'
    if not box.scope:
        return f'<td class="center"{spans}>{escape(box.text)}</td>'
    return f'<th{spans} scope="{box.scope}">{escape(box.text)}</th>'
