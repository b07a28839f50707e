"""A new PDF of page pictures with unseen words, written page by page; equal input gives equal bytes.

Nothing else can be in it: no font programs but one without outlines, no annotations, fields, links, attachments, layers,
outlines, metadata, earlier versions. ``checking`` holds it to that.
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterable
from typing import BinaryIO

from PIL import Image, ImageChops

from .geometry import Box

_EM = 1000
_GREYS = 16
_COLOURS = 64
_PHOTO_FROM = 4_096  # colours; text with coloured headings and seals has fewer
_MIDDLE = 0.2  # share of pixels between ink and paper from which a grey page is a photograph


class Writer:
    """Writes to ``out`` from its current place; ``finish`` completes the file."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._start = out.tell()
        self._offsets: dict[int, int] = {}
        self._next = 1
        self._pages: list[int] = []
        self._codes: dict[str, int] = {}
        self._put(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
        self._catalog, self._tree, self._font = self._new(), self._new(), self._new()

    def add(self, image: Image.Image, width: float, height: float, words: Iterable[tuple[str, Box]]) -> None:
        """One page of ``width`` by ``height`` points; ``words`` are characters with their boxes, origin top left."""
        picture, contents, page = self._new(), self._new(), self._new()
        entries, data = encoded(image)
        self._stream(picture, {"Type": "/XObject", "Subtype": "/Image", **entries}, data)
        drawn = f"q {width:.2f} 0 0 {height:.2f} 0 0 cm /P Do Q\n".encode() + self._unseen(words, height)
        self._stream(contents, {"Filter": "/FlateDecode"}, zlib.compress(drawn))
        self._object(
            page,
            f"<< /Type /Page /Parent {self._tree} 0 R /MediaBox [0 0 {width:.2f} {height:.2f}] /Contents {contents} 0 R "
            f"/Resources << /XObject << /P {picture} 0 R >> /Font << /F {self._font} 0 R >> >> >>",
        )
        self._pages.append(page)

    def finish(self) -> None:
        kids = " ".join(f"{page} 0 R" for page in self._pages)
        self._object(self._tree, f"<< /Type /Pages /Count {len(self._pages)} /Kids [{kids}] >>")
        self._object(self._catalog, f"<< /Type /Catalog /Pages {self._tree} 0 R /Lang (zh-CN) >>")
        self._write_font()
        table = self._out.tell() - self._start
        rows = "".join(f"{self._offsets[number]:010d} 00000 n \n" for number in range(1, self._next))
        self._put(f"xref\n0 {self._next}\n0000000000 65535 f \n{rows}".encode())
        self._put(f"trailer\n<< /Size {self._next} /Root {self._catalog} 0 R >>\n".encode())
        self._put(f"startxref\n{table}\n%%EOF\n".encode())

    def _unseen(self, words: Iterable[tuple[str, Box]], height: float) -> bytes:
        """Text in mode 3, neither filled nor stroked: found, copied and read aloud, never drawn."""
        lines = [b"BT 3 Tr /F 1 Tf"]
        for character, box in words:
            code = self._codes.setdefault(character, len(self._codes) + 1)
            place = (
                f"{box.width:.2f} 0 0 {box.height:.2f} {box.x0:.2f} {height - box.y1:.2f} Tm <{code:04X}> Tj"
            )
            lines.append(place.encode())
        return b"\n".join([*lines, b"ET"])

    def _write_font(self) -> None:
        """One font for all pages: no outlines, a code for each character in the order in which they came."""
        child, about, program, meaning, places = (self._new() for _ in range(5))
        self._object(
            self._font,
            f"<< /Type /Font /Subtype /Type0 /BaseFont /Unseen /Encoding /Identity-H "
            f"/DescendantFonts [{child} 0 R] /ToUnicode {meaning} 0 R >>",
        )
        self._object(
            child,
            f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Unseen /DW {_EM} /FontDescriptor {about} 0 R "
            f"/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /CIDToGIDMap {places} 0 R >>",
        )
        self._object(
            about,
            f"<< /Type /FontDescriptor /FontName /Unseen /Flags 5 /FontBBox [0 0 {_EM} {_EM}] /ItalicAngle 0 "
            f"/Ascent {_EM} /Descent 0 /CapHeight {_EM} /StemV 80 /FontFile2 {program} 0 R >>",
        )
        font = _without_outlines()
        compressed = zlib.compress(font)
        self._stream(program, {"Filter": "/FlateDecode", "Length1": str(len(font))}, compressed)
        self._stream(meaning, {"Filter": "/FlateDecode"}, zlib.compress(_to_unicode(self._codes)))
        # Every code is drawn by glyph 1, which draws nothing.
        self._stream(places, {"Filter": "/FlateDecode"}, zlib.compress(b"\x00\x01" * (len(self._codes) + 1)))

    def _new(self) -> int:
        self._next += 1
        return self._next - 1

    def _put(self, data: bytes) -> None:
        self._out.write(data)

    def _object(self, number: int, body: str) -> None:
        self._offsets[number] = self._out.tell() - self._start
        self._put(f"{number} 0 obj\n{body}\nendobj\n".encode())

    def _stream(self, number: int, entries: dict[str, str], data: bytes) -> None:
        self._offsets[number] = self._out.tell() - self._start
        named = " ".join(f"/{name} {value}" for name, value in entries.items())
        self._put(f"{number} 0 obj\n<< {named} /Length {len(data)} >>\nstream\n".encode())
        self._put(data)
        self._put(b"\nendstream\nendobj\n")


def encoded(image: Image.Image) -> tuple[dict[str, str], bytes]:
    """The picture as PDF keeps it: 16 greys or 64 colours without loss of shape for text, JPEG for photographs."""
    size = {"Width": str(image.width), "Height": str(image.height), "BitsPerComponent": "8"}
    grey = image.convert("L")
    if _is_grey(image, grey):
        histogram = grey.histogram()
        if sum(histogram[64:200]) < _MIDDLE * sum(histogram):
            step = 255 / (_GREYS - 1)
            steps = grey.point([round(value / step) for value in range(256)])
            palette = bytes(round(n * step) for n in range(_GREYS))
            return _indexed(size, "/DeviceGray", palette, steps)
        return _jpeg(size, "/DeviceGray", grey)
    if image.getcolors(_PHOTO_FROM) is None and image.resize((200, 200)).getcolors(_PHOTO_FROM) is None:
        return _jpeg(size, "/DeviceRGB", image)
    few = image.quantize(_COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    palette = bytes(few.getpalette() or [])[: 3 * _COLOURS]
    return _indexed(size, "/DeviceRGB", palette, few)


def _is_grey(image: Image.Image, grey: Image.Image) -> bool:
    difference = ImageChops.difference(image, Image.merge("RGB", (grey, grey, grey)))
    return max(high for _low, high in difference.getextrema()) <= 8  # type: ignore[misc]


def _indexed(
    size: dict[str, str], base: str, palette: bytes, image: Image.Image
) -> tuple[dict[str, str], bytes]:
    last = len(palette) // (3 if base == "/DeviceRGB" else 1) - 1
    space = {
        "ColorSpace": f"[/Indexed {base} {last} <{palette.hex()}>]",
        "Filter": "/FlateDecode",
    }
    return {**size, **space}, zlib.compress(image.tobytes(), 6)


def _jpeg(size: dict[str, str], space: str, image: Image.Image) -> tuple[dict[str, str], bytes]:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=85)
    return {**size, "ColorSpace": space, "Filter": "/DCTDecode"}, out.getvalue()


def _to_unicode(codes: dict[str, int]) -> bytes:
    rows = [f"<{code:04X}> <{character.encode('utf-16-be').hex()}>" for character, code in codes.items()]
    blocks = [rows[at : at + 100] for at in range(0, len(rows), 100)]
    said = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Unseen def /CMapType 2 def\n"
        "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
        f"{said}\nendcmap CMapName currentdict /CMap defineresource pop end end\n"
    ).encode()


def _without_outlines() -> bytes:
    """A TrueType font of two empty glyphs, one em wide."""
    tables = {
        b"cmap": struct.pack(">HHHHL", 0, 1, 3, 1, 12) + struct.pack(">HHHHHHH", 4, 24, 0, 2, 2, 0, 0)
        + struct.pack(">HHHhH", 0xFFFF, 0, 0xFFFF, 1, 0),
        b"glyf": b"\0\0\0\0",
        b"head": struct.pack(">LLLLHHqqhhhhHHhhh", 0x10000, 0x10000, 0, 0x5F0F3CF5, 0, _EM, 0, 0, 0, 0, _EM, _EM, 0, 8, 2, 0, 0),
        b"hhea": struct.pack(">LhhhHhhhhhhhhhhhH", 0x10000, _EM, 0, 0, _EM, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 2),
        b"hmtx": struct.pack(">HhHh", _EM, 0, _EM, 0),
        b"loca": struct.pack(">HHH", 0, 0, 0),
        b"maxp": struct.pack(">LHHHHHHHHHHHHHH", 0x10000, 2, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0),
    }  # fmt: skip
    head = struct.pack(">LHHHH", 0x10000, len(tables), 64, 2, len(tables) * 16 - 64)
    at, directory, body = len(head) + 16 * len(tables), b"", b""
    for tag, data in tables.items():
        padded = data + bytes(-len(data) % 4)
        total = sum(struct.unpack(f">{len(padded) // 4}L", padded)) & 0xFFFFFFFF
        directory += struct.pack(">4sLLL", tag, total, at + len(body), len(data))
        body += padded
    return head + directory + body
