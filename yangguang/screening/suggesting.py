"""What of personal data `files` suggests to cover in a PDF: the numbers that block or warn in a text."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from yangguang.files.redaction.hits import Passage, register_finder
from yangguang.lib.identifiers import mask
from yangguang.screening.findings import BLOCK, Text
from yangguang.screening.personal import personal_data

_KINDS = {
    "personal.identity-number": _("公民身份号码"),
    "personal.identity-number-invalid": _("身份证号码（校验不对）"),
    "personal.mobile": _("手机号码"),
    "personal.bank-card": _("银行卡号"),
}


def numbers(text: str) -> Iterator[Passage]:
    """The passages of a plain text that are numbers of people, masked."""
    for found in personal_data(Text(plain=text)):
        kind = _KINDS.get(found.code)
        if kind:
            number = "".join(text[found.start : found.end].split())
            yield Passage(found.start, found.end, str(kind), mask(number), sure=found.level == BLOCK)


register_finder(numbers)
