"""What a party says of itself, in one normal form, and what is the matter with it in plain sentences.

Two spellings of one number are one number: full-width digits, spaces, invisible characters and a small x make no
difference (GB 11643 writes the check character X). A name is kept as its bearer writes it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from stdnum.iso7064 import mod_11_2

from yangguang.lib import identifiers
from yangguang.lib.errors import Refusal

from .kinds import OF_ORGANISATIONS, OF_PEOPLE, IdentityKind, PartyKind

FIELDS = ("name", "identity_number", "phone", "email", "address", "contact")
"""What is kept encrypted, each in a column of its own."""

LONGEST = {"name": 200, "identity_number": 40, "phone": 20, "email": 254, "address": 300, "contact": 60}
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
_PHONE = re.compile(r"1[3-9][0-9]{9}|0[1-9][0-9]{8,10}|[48]00[0-9]{7}|\+[1-9][0-9]{6,14}")


@dataclass(frozen=True, repr=False)
class Particulars:
    """Who a party is and how it is reached. Never printed: neither ``repr`` nor a log shows a value.

    ``identity_kind`` is empty where no document is asked for; ``contact`` is the person to speak to in an organisation.
    """

    kind: str
    name: str
    identity_kind: str = ""
    identity_number: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    contact: str = ""

    def __repr__(self) -> str:
        return f"<Particulars: {self.kind}>"

    @property
    def is_person(self) -> bool:
        return self.kind == PartyKind.NATURAL_PERSON

    def normalised(self) -> Particulars:
        """The same in the form in which it is kept and looked up."""
        return replace(
            self,
            name=words(self.name),
            identity_number=number(self.identity_number),
            phone=phone_number(self.phone),
            email=mail_address(self.email),
            address=words(self.address),
            contact=words(self.contact),
        )

    def checked(self) -> Particulars:
        """The normal form. Refusal, with the field at fault and without the value, for what cannot be right."""
        told = self.normalised()
        if told.kind not in PartyKind.values:
            raise Refusal(_("请选择申请人类型。"), field="kind")
        for field, most in LONGEST.items():
            if len(getattr(told, field)) > most:
                raise Refusal(_("这一项最多 %(most)d 个字，请缩短。") % {"most": most}, field=field)
        _check_names(told)
        _check_identity(told)
        if told.phone and not _PHONE.fullmatch(told.phone):
            raise Refusal(
                _("电话号码不正确：手机号码 11 位；固定电话请带区号；境外号码请以 + 开头。"), field="phone"
            )
        if told.email and not _EMAIL.fullmatch(told.email):
            raise Refusal(_("电子邮箱不正确，应当像 name@example.cn 这样。"), field="email")
        return told


def words(text: str) -> str:
    """A text without control characters and with single spaces."""
    kept = "".join(" " if c.isspace() else c for c in text if c.isspace() or not _is_unseen(c))
    return " ".join(kept.split())


def number(text: str) -> str:
    """The number of a document: half-width, capital letters, no spaces and nothing invisible."""
    folded = unicodedata.normalize("NFKC", text).upper()
    return "".join(c for c in folded if not c.isspace() and not _is_unseen(c))


def phone_number(text: str) -> str:
    """Digits only, mainland numbers without +86; other countries' begin with +."""
    digits = re.sub(r"[-()‐-―·.]", "", number(text))
    digits = f"+{digits[2:]}" if digits.startswith("00") else digits
    return digits[3:] if digits.startswith("+86") else digits


def mail_address(text: str) -> str:
    """Half-width, small letters, no spaces."""
    return number(text).lower()


def _is_unseen(character: str) -> bool:
    return unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Cn"}


def _check_names(told: Particulars) -> None:
    if not told.name:
        raise Refusal(_("请填写姓名。") if told.is_person else _("请填写单位名称。"), field="name")
    if told.is_person and not any(c.isalpha() for c in told.name):
        raise Refusal(_("姓名里没有文字，请按证件填写。"), field="name")
    if told.is_person and told.contact:
        raise Refusal(_("联系人只由单位填写；由他人代办的，请登记代理人。"), field="contact")


def _check_identity(told: Particulars) -> None:
    if not told.identity_kind:
        if told.identity_number:
            raise Refusal(_("请选择证件类型。"), field="identity_kind")
        return
    if told.identity_kind not in (OF_PEOPLE if told.is_person else OF_ORGANISATIONS):
        sentence = (
            _("自然人请选择本人的身份证件。")
            if told.is_person
            else _("单位请用统一社会信用代码或者登记证书。")
        )
        raise Refusal(sentence, field="identity_kind")
    kind = IdentityKind(told.identity_kind)
    if not told.identity_number:
        raise Refusal(_("请填写%(kind)s号码。") % {"kind": kind.label}, field="identity_number")
    if wrong := _WRONG[kind](told.identity_number):
        raise Refusal(wrong, code="identity", field="identity_number")


def _resident(text: str) -> str:
    if identifiers.is_resident_id(text, allow_old=True) and len(text) == 15:
        return _("15 位的旧号码已经停用，请填写 18 位公民身份号码。")
    if len(text) != 18:
        return _("公民身份号码应当是 18 位，现在是 %(n)d 位，请核对。") % {"n": len(text)}
    if not identifiers.is_resident_id(text):
        return _("公民身份号码不正确（地区、出生日期或者最后一位校验码对不上），请对照证件逐位核对。")
    return ""


def _organisation(text: str) -> str:
    if len(text) != 18:
        return _("统一社会信用代码应当是 18 位，现在是 %(n)d 位，请核对。") % {"n": len(text)}
    if not identifiers.is_uscc(text):
        return _("统一社会信用代码不正确（最后一位校验码对不上），请对照营业执照或者登记证书逐位核对。")
    return ""


def _foreign_resident(text: str) -> str:
    """The card of 2017 (ABC110180010101) and the one of 2023 (18 digits that begin with 9, checked like a citizen's)."""
    old = re.fullmatch(r"[A-Z]{3}[0-9]{12}", text)
    new = re.fullmatch(r"9[0-9]{16}[0-9X]", text) and mod_11_2.is_valid(text)
    return "" if old or new else _("外国人永久居留身份证号码不正确，请对照证件逐位核对。")


def _like(pattern: str, sentence: Callable[[], str]) -> Callable[[str], str]:
    form = re.compile(pattern)
    return lambda text: "" if form.fullmatch(text) else sentence()


_WRONG: dict[IdentityKind, Callable[[str], str]] = {
    IdentityKind.RESIDENT: _resident,
    IdentityKind.RESIDENCE_PERMIT: _resident,
    IdentityKind.USCC: _organisation,
    IdentityKind.FOREIGN_RESIDENT: _foreign_resident,
    IdentityKind.HK_MACAO: _like(
        r"[HM][0-9]{8}([0-9]{2})?", lambda: _("通行证号码应当是 H 或 M 开头加 8 位（或 10 位）数字，请核对。")
    ),
    IdentityKind.TAIWAN: _like(r"[0-9]{8}([0-9]{2})?", lambda: _("通行证号码应当是 8 位数字，请核对。")),
    IdentityKind.PASSPORT: _like(
        r"(?=.*[0-9])[A-Z0-9]{5,12}", lambda: _("护照号码应当是 5 至 12 位字母和数字，请对照护照核对。")
    ),
    IdentityKind.OTHER: _like(
        r"[\w()/.〔〕-]{3,40}", lambda: _("证件号码应当是 3 至 40 个字，只用文字、字母和数字，请核对。")
    ),
}
