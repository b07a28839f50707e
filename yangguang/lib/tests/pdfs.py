"""PDFs with something to hide, made by hand on the spot, operator by operator."""

from __future__ import annotations

import io
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    TextStringObject,
)  # fmt: skip


def name(text: str) -> NameObject:
    return NameObject(f"/{text}")


def numbers(*values: float) -> ArrayObject:
    return ArrayObject([FloatObject(value) for value in values])


class Paper:
    """A PDF under construction; places are PDF's own, from the bottom left."""

    def __init__(self) -> None:
        self.writer = PdfWriter()
        self.font = self.writer._add_object(
            DictionaryObject(
                {
                    name("Type"): name("Font"),
                    name("Subtype"): name("Type1"),
                    name("BaseFont"): name("Helvetica"),
                }
            )
        )

    def page(
        self,
        content: str,
        *,
        size: tuple[float, float] = (300, 200),
        rotate: int = 0,
        crop: tuple[float, ...] = (),
        **resources: Any,
    ) -> Any:
        page = self.writer.add_blank_page(*size)
        stream = DecodedStreamObject()
        stream.set_data(content.encode("latin-1"))
        page[name("Contents")] = self.writer._add_object(stream)
        page[name("Resources")] = DictionaryObject(
            {
                name("Font"): DictionaryObject({name("F"): self.font}),
                **{name(key): value for key, value in resources.items()},
            }
        )
        if rotate:
            page[name("Rotate")] = NumberObject(rotate)
        if crop:
            page[name("CropBox")] = numbers(*crop)
        return page

    def stream(self, data: bytes, entries: dict[str, Any]) -> Any:
        stream = DecodedStreamObject()
        stream.set_data(data)
        for key, value in entries.items():
            stream[name(key)] = value
        return self.writer._add_object(stream)

    def form(self, content: str) -> Any:
        """A form XObject that draws this."""
        return self.stream(
            content.encode("latin-1"),
            {
                "Type": name("XObject"),
                "Subtype": name("Form"),
                "BBox": numbers(0, 0, 300, 200),
                "Resources": DictionaryObject({name("Font"): DictionaryObject({name("F"): self.font})}),
            },
        )

    def image(self, width: int, height: int, rgb: bytes) -> Any:
        return self.stream(
            rgb,
            {
                "Type": name("XObject"), "Subtype": name("Image"), "Width": NumberObject(width),
                "Height": NumberObject(height), "ColorSpace": name("DeviceRGB"), "BitsPerComponent": NumberObject(8),
            },
        )  # fmt: skip

    def bytes(self) -> bytes:
        out = io.BytesIO()
        self.writer.write(out)
        return out.getvalue()


def text(words: str, x: float, y: float, size: float = 12) -> str:
    return f"BT /F {size} Tf {x} {y} Td ({words}) Tj ET\n"


def one_page(words: str = "public SECRET public", **options: Any) -> bytes:
    paper = Paper()
    paper.page(text(words, 20, 100), **options)
    return paper.bytes()


def everywhere(secret: str) -> bytes:
    """The secret on the page, and in every other corner of the file that a PDF has."""
    paper = Paper()
    writer = paper.writer
    hidden = writer._add_object(
        DictionaryObject({name("Type"): name("OCG"), name("Name"): TextStringObject(secret)})
    )
    page = paper.page(
        text(f"open {secret} open", 20, 100)
        + f"/OC /Layer BDC {text(f'layer {secret}', 20, 60)} EMC\n"
        + f"1 1 1 rg {text(f'white {secret}', 20, 40)} 0 g\n"
        + text("last line", 20, 20),
        Properties=DictionaryObject({name("Layer"): hidden}),
    )
    writer.root_object[name("OCProperties")] = DictionaryObject(
        {
            name("OCGs"): ArrayObject([hidden]),
            name("D"): DictionaryObject(
                {name("OFF"): ArrayObject([hidden]), name("Order"): ArrayObject([hidden])}
            ),
        }
    )
    page[name("Annots")] = ArrayObject(
        [
            writer._add_object(
                DictionaryObject(
                    {
                        name("Type"): name("Annot"), name("Subtype"): name("Text"),
                        name("Rect"): numbers(200, 150, 220, 170), name("Contents"): TextStringObject(secret),
                    }
                )
            ),
            writer._add_object(
                DictionaryObject(
                    {
                        name("Type"): name("Annot"), name("Subtype"): name("Link"), name("Rect"): numbers(20, 95, 120, 112),
                        name("A"): DictionaryObject(
                            {name("S"): name("URI"), name("URI"): TextStringObject(f"mailto:{secret}@example.org")}
                        ),
                    }
                )
            ),
            writer._add_object(
                DictionaryObject(
                    {
                        name("Type"): name("Annot"), name("Subtype"): name("Widget"), name("FT"): name("Tx"),
                        name("T"): TextStringObject(f"name of {secret}"), name("V"): TextStringObject(secret),
                        name("Rect"): numbers(20, 120, 120, 140),
                    }
                )
            ),
        ]
    )  # fmt: skip
    writer.root_object[name("AcroForm")] = DictionaryObject(
        {name("Fields"): ArrayObject([page["/Annots"][2]]), name("NeedAppearances"): BooleanObject(True)}
    )
    writer.add_metadata({"/Title": secret, "/Author": secret})
    writer.root_object[name("Metadata")] = paper.stream(
        f"<x:xmpmeta><dc:title>{secret}</dc:title></x:xmpmeta>".encode(),
        {"Type": name("Metadata"), "Subtype": name("XML")},
    )
    writer.add_outline_item(title=f"chapter on {secret}", page_number=0)
    writer.add_attachment(f"{secret}.txt", secret.encode())
    writer.root_object[name("OpenAction")] = DictionaryObject(
        {name("S"): name("JavaScript"), name("JS"): TextStringObject(f"app.alert('{secret}')")}
    )
    first = paper.bytes()
    # An earlier version stands in the same file, as editors leave it when they save.
    later = PdfWriter(io.BytesIO(first), incremental=True)
    later.pages[0][name("Contents")] = later._add_object(_content(text(f"open {secret} again", 20, 100)))
    out = io.BytesIO()
    later.write(out)
    return out.getvalue()


def _content(drawn: str) -> DecodedStreamObject:
    stream = DecodedStreamObject()
    stream.set_data(drawn.encode("latin-1"))
    return stream


def recoverable(pdf: bytes) -> bytes:
    """All that somebody with a PDF library could dig out: the bytes, every stream unpacked, every string decoded."""
    reader = PdfReader(io.BytesIO(pdf))
    found = [pdf]
    for number in sorted({n for rows in reader.xref.values() for n in rows} | set(reader.xref_objStm)):
        dug = reader.get_object(number)
        if hasattr(dug, "get_data"):
            found.append(dug.get_data())
        found.append(repr(dug).encode())
    found += [page.extract_text().encode() for page in reader.pages]
    return b"\n".join(found)
