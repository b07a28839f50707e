"""What stands on the pages of one document, ready to be set; and its PDF."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import segno
from django.utils.translation import gettext as _

from yangguang.documents import typesetting
from yangguang.documents.blocks import Block, BlockKind, fill

_LAYOUT = "documents/layouts/official.typ"


@dataclass(frozen=True)
class Sheet:
    """``head`` is ``red``, ``letter`` or empty; ``at`` the moment that both files say of themselves."""

    head: str
    organisation: str
    number: str
    blocks: tuple[Block, ...]
    copies: str
    printed: str
    code: str
    address: str
    at: datetime

    @property
    def title(self) -> str:
        return "".join(self.of(BlockKind.TITLE)) or self.number

    def of(self, kind: BlockKind) -> list[str]:
        """The lines of the blocks of a kind."""
        return [line for block in self.blocks if block.kind == kind for line in block.lines]


def sheet_of(
    look: Mapping[str, Any], blocks: Sequence[Block], data: Mapping[str, str], *, at: datetime
) -> Sheet:
    """The sheet of a template with these values."""
    head = str(look.get("head", ""))
    printed = _("%(day)s印发") % {"day": data["issued_on"]} if head == "red" else ""
    return Sheet(
        head=head,
        organisation=data["organisation"],
        number=data["number"],
        blocks=tuple(fill(blocks, data)),
        copies=str(look.get("copies", "")).strip(),
        printed=printed,
        code=data.get("code", ""),
        address=data.get("address", ""),
        at=at,
    )


def pdf(sheet: Sheet) -> bytes:
    """PDF/A-2a, tagged; the same sheet gives the same bytes on the same machine."""
    return typesetting.pdf(
        _LAYOUT,
        {
            "head": sheet.head,
            "title": sheet.title,
            "organisation": sheet.organisation,
            "number": sheet.number,
            "blocks": [{"kind": str(block.kind), "lines": block.lines} for block in sheet.blocks],
            "copies": sheet.copies,
            "printed": sheet.printed,
            "qr": qr_svg(sheet.address) if sheet.address else "",
            "verify": {
                "words": verify_words(),
                "alt": _("核验二维码：%(address)s") % {"address": sheet.address},
                "code": sheet.code,
                "address": sheet.address,
            },
        },
        at=sheet.at,
    )


def verify_words() -> str:
    return _("扫码，或者打开下面的网址、输入验证码，核验这份文书的真伪和效力。")


def qr_svg(address: str) -> str:
    """The address as a QR code; error correction M bears a stamp over a corner."""
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="svg", border=0, xmldecl=False, nl=False)
    return out.getvalue().decode()


def qr_png(address: str) -> bytes:
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind="png", scale=8, border=0)
    return out.getvalue()
