"""Personal data that must not be published: identity numbers, phones, bank cards, private e-mail."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from yangguang.lib.identifiers import is_resident_id, is_uscc, mask, passes_luhn
from yangguang.screening.findings import BLOCK, HINT, WARN, Finding, Text

# Blanks and dashes inside a number hide it from the eye, not from a reader.
_GAP = r"[ \u3000\u00a0-]?"
_ID18 = re.compile(r"(?<![0-9A-Za-z])[1-8]" + rf"(?:{_GAP}[0-9])" + "{16}" + rf"{_GAP}[0-9Xx](?![0-9A-Za-z])")
_ID15 = re.compile(r"(?<![0-9A-Za-z])[1-8][0-9]{14}(?![0-9A-Za-z])")
_ID_WORDS = re.compile(r"身份证|公民身份|证件号")
_MOBILE = re.compile(r"(?<![0-9A-Za-z.])(?:\+?86[ -]?)?(1[3-9][0-9](?:[ -]?[0-9]{4}){2})(?![0-9A-Za-z])")
_CARD = re.compile(
    r"(?<![0-9A-Za-z.])[3-6][0-9]{3}(?:[ \u00a0-]?[0-9]{4}){2,3}(?:[ \u00a0-]?[0-9]{1,4})?(?![0-9A-Za-z])"
)
_CARD_WORDS = re.compile(r"卡号|账号|帐号|账户|帐户|银行|信用社|开户|一卡通|社保卡|存折")
_MAIL = re.compile(r"(?<![0-9A-Za-z._%+-])[0-9A-Za-z._%+-]+@([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)+)")
_PRIVATE_MAIL = frozenset(
    {"qq.com", "vip.qq.com", "foxmail.com", "163.com", "126.com", "yeah.net", "sina.com", "sina.cn", "sohu.com",
     "139.com", "189.cn", "wo.cn", "21cn.com", "gmail.com", "outlook.com", "hotmail.com", "icloud.com", "aliyun.com"}
)  # fmt: skip
_NEAR = 16
# None of these numbers has fewer than eleven figures, with one sign at most between two: most texts have no such run.
_LONG_NUMBER = re.compile(r"[0-9](?:[ \u3000\u00a0-]?[0-9]){10}")


def personal_data(text: Text) -> Iterator[Finding]:
    if _LONG_NUMBER.search(text.folded):
        yield from _numbers(text)
    if "@" in text.folded:
        yield from _private_mail(text)


def _numbers(text: Text) -> Iterator[Finding]:
    taken: list[tuple[int, int]] = []
    for check in (_identity_numbers, _bank_cards, _mobiles):
        for finding in check(text):
            # A number is one thing: what was found to be an identity number is not a bank card, too.
            if any(start < finding.end and finding.start < end for start, end in taken):
                continue
            taken.append((finding.start, finding.end))
            yield finding


def _bare(passage: str) -> str:
    return re.sub(r"[ \u3000\u00a0-]", "", passage)


def _before(text: Text, start: int) -> str:
    return text.folded[max(0, start - _NEAR) : start]


def _identity_numbers(text: Text) -> Iterator[Finding]:
    for found in _ID18.finditer(text.folded):
        number = _bare(found[0])
        if is_resident_id(number):
            yield text.finding(
                "personal.identity-number", BLOCK, *found.span(), _("公民身份号码，公开会侵犯个人隐私"),
                suggestion=_("删去，或者只留前 3 位和后 4 位"), masked=mask(number),
            )  # fmt: skip
        elif _ID_WORDS.search(_before(text, found.start())) and not is_uscc(number):
            yield text.finding(
                "personal.identity-number-invalid", WARN, *found.span(), _("写的是身份证号码，但校验不对，请核对后删去或遮盖"),
                masked=mask(number),
            )  # fmt: skip
    for found in _ID15.finditer(text.folded):
        if _ID_WORDS.search(_before(text, found.start())) and is_resident_id(found[0], allow_old=True):
            yield text.finding(
                "personal.identity-number", BLOCK, *found.span(), _("15 位公民身份号码，公开会侵犯个人隐私"),
                suggestion=_("删去，或者只留前 3 位和后 4 位"), masked=mask(found[0]),
            )  # fmt: skip


def _mobiles(text: Text) -> Iterator[Finding]:
    for found in _MOBILE.finditer(text.folded):
        number = _bare(found[1])
        yield text.finding(
            "personal.mobile", WARN, *found.span(1), _("手机号码：如是个人号码，请删去或遮盖；公务联系宜用固定电话"),
            suggestion=mask(number), masked=mask(number),
        )  # fmt: skip


def _bank_cards(text: Text) -> Iterator[Finding]:
    for found in _CARD.finditer(text.folded):
        number = _bare(found[0])
        if not 15 <= len(number) <= 19 or not passes_luhn(number) or len(set(number)) < 4:
            continue
        named = _CARD_WORDS.search(_before(text, found.start()))
        # UnionPay cards begin with 62 and have 16 to 19 digits; any other number needs a word that says account.
        if not named and not (number.startswith("62") and 16 <= len(number) <= 19):
            continue
        yield text.finding(
            "personal.bank-card", BLOCK, *found.span(), _("银行卡号，公开会侵犯个人隐私"),
            suggestion=_("删去，或者只留后 4 位"), masked=mask(number, 0, 4),
        )  # fmt: skip


def _private_mail(text: Text) -> Iterator[Finding]:
    for found in _MAIL.finditer(text.folded):
        if found[1].lower() in _PRIVATE_MAIL:
            yield text.finding(
                "personal.private-mail", HINT, *found.span(), _("个人邮箱：公务联系宜用单位邮箱"),
            )  # fmt: skip
