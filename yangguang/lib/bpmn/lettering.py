"""How wide letters are and where a Chinese line may break, without font metrics: a Chinese character is one em."""

from __future__ import annotations

import re

_PIECE = re.compile(r"[!-~À-ɏ]+|\s+|.", re.S)
_NOT_FIRST = set("，。、；：？！）】》”’%·")
_NOT_LAST = set("（【《“‘")


def width(text: str, size: float) -> float:
    """Width in pixels at a font size in pixels."""
    return sum(size * (0.56 if ord(letter) < 0x250 else 1.0) for letter in text)


def wrap(text: str, room: float, size: float, most: int = 4) -> list[str]:
    """Lines not wider than ``room``, as even as they go; Latin words stay whole; more than ``most`` ends in “…”."""
    total = width(text, size)
    if total <= room:
        return [text] if text else []
    wanted = -(-total // room)
    lines = _filled(text, max(total / wanted + size * 0.6, size * 2), size)
    if len(lines) > wanted or any(width(line, size) > room for line in lines):
        lines = _filled(text, room, size)
    if len(lines) > most:
        lines = [*lines[: most - 1], lines[most - 1][:-1] + "…"]
    return lines


def _filled(text: str, room: float, size: float) -> list[str]:
    lines = [""]
    for piece in _pieces(text, room, size):
        line = lines[-1]
        if not line.strip():
            lines[-1] = piece.lstrip()
        elif width((line + piece).rstrip(), size) <= room or piece in _NOT_FIRST:
            lines[-1] = line + piece
        elif line[-1] in _NOT_LAST:
            lines[-1] = line[:-1]
            lines.append(line[-1] + piece.lstrip())
        else:
            lines.append(piece.lstrip())
    return [line.strip() for line in lines if line.strip()]


def _pieces(text: str, room: float, size: float) -> list[str]:
    found: list[str] = []
    for piece in _PIECE.findall(text):
        part = piece
        while len(part) > 1 and width(part, size) > room:  # one word wider than the box: break it after all
            fits = max(1, int(room / (size * 0.56)))
            found.append(part[:fits])
            part = part[fits:]
        found.append(part)
    return found
