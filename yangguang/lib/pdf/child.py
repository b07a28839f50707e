"""The process in which PDFium runs: ``python -m yangguang.lib.pdf.child look|picture|redact …``.

It reads a file that strangers made. It gets a bound of memory and of time, no database and no secrets; when PDFium
breaks over the file, this process breaks and nothing else. Areas come as JSON on standard input; answers are JSON on
standard output, one object a line; one with ``error`` is the last.
"""

from __future__ import annotations

import json
import os
import resource
import sys
from pathlib import Path

from .checking import faults
from .geometry import Area, areas_of, on_page
from .reading import Unreadable, letters, opened, page_of, picture
from .redacting import blacken, redact

MEMORY = 3 * 1024**3  # bytes of address space
SECONDS = {"look": 300, "picture": 60, "redact": 1800}  # of processor time
REFUSED = 3  # exit code


def _say(**values: object) -> None:
    sys.stdout.write(json.dumps(values, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def _areas() -> list[Area]:
    return areas_of(json.load(sys.stdin))


def look(source: Path) -> None:
    """First ``{"pages": n}``, then for each page its size in points, its text and four hundredths of points for each
    character of it (nothing where it has no place).
    """
    with opened(source) as document:
        _say(pages=len(document))
        for number in range(1, len(document) + 1):
            with page_of(document, number) as (page, frame):
                found = letters(page, frame)
            boxes = [
                [round(100 * side) for side in one.box.as_list()] if one.plain else None for one in found
            ]
            _say(page=number, size=frame.size, text="".join(one.character for one in found), boxes=boxes)


def show(source: Path, target: Path, number: int, dpi: int) -> None:
    """A PNG of one page, black where the areas lie."""
    with opened(source) as document:
        if not 1 <= number <= len(document):
            raise Unreadable("page")
        with page_of(document, number) as (page, frame):
            image = picture(page, frame, dpi)
        blacken(image, on_page(_areas(), number), *frame.size)
        image.quantize(64).save(target, "PNG")
    _say(done=True)


def make(source: Path, target: Path) -> None:
    """Write the redacted file and have it read by the other reader; ``faults`` are for the log."""
    areas = _areas()
    with target.open("wb") as out:
        done = redact(source, out, areas, lambda number: _say(page=number))
    found = faults(target, areas, done.pages)
    _say(pages=done.pages, removed=done.removed, unseen=done.unseen, faults=found)


def main(words: list[str]) -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    seconds = SECONDS.get(words[0] if words else "", 60)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
    os.environ.clear()
    try:
        match words:
            case ["look", source]:
                look(Path(source))
            case ["picture", source, target, number, dpi]:
                show(Path(source), Path(target), int(number), int(dpi))
            case ["redact", source, target]:
                make(Path(source), Path(target))
            case _:
                return 2
    except Unreadable as why:
        _say(error=why.args[0])
        return REFUSED
    except MemoryError:
        _say(error="memory")
        return REFUSED
    except (ValueError, KeyError, TypeError) as error:
        _say(error="areas", detail=str(error))
        return REFUSED
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
