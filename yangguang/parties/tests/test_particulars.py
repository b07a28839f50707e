"""Normal forms, plain sentences for what cannot be right, and masks: pure, without a database."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yangguang.lib.crypto import KeyRing
from yangguang.lib.errors import Refusal
from yangguang.parties import masks
from yangguang.parties.models.parties import lookup
from yangguang.parties.particulars import LONGEST, Particulars, mail_address, number, phone_number, words

from .conftest import MILL, WANG, ZHAO


@pytest.mark.parametrize("told", [WANG, ZHAO, MILL], ids=["citizen", "lawyer", "company"])
def test_what_is_right_is_kept_in_normal_form_and_stays_so(told: Particulars) -> None:
    once = told.checked()
    assert vars(once.checked()) == vars(once)


def refused(told: Particulars) -> Refusal:
    with pytest.raises(Refusal) as refusal:
        told.checked()
    return refusal.value


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"identity_number": "110105194912310021"}, "identity_number", "校验码对不上"),
        ({"identity_number": "110105194902300028"}, "identity_number", "出生日期"),
        ({"identity_number": "11010519491231002"}, "identity_number", "现在是 17 位"),
        ({"identity_number": "110105491231002"}, "identity_number", "15 位的旧号码已经停用"),
        ({"identity_number": ""}, "identity_number", "请填写居民身份证号码"),
        ({"identity_kind": ""}, "identity_kind", "请选择证件类型"),
        ({"identity_kind": "uscc"}, "identity_kind", "自然人请选择本人的身份证件"),
        ({"identity_kind": "passport", "identity_number": "护照一号"}, "identity_number", "5 至 12 位"),
        ({"identity_kind": "hk-macao", "identity_number": "X12345678"}, "identity_number", "H 或 M 开头"),
        ({"identity_kind": "taiwan", "identity_number": "1234567"}, "identity_number", "8 位数字"),
        ({"identity_kind": "foreign-resident", "identity_number": "911010119800101001"}, "identity_number", "外国人"),
        ({"kind": "martian"}, "kind", "申请人类型"),
        ({"kind": "commercial"}, "identity_kind", "统一社会信用代码"),
        ({"name": " \u3000\u200b"}, "name", "请填写姓名"),
        ({"name": "12345"}, "name", "没有文字"),
        ({"name": "王" * 201}, "name", "最多 200 个字"),
        ({"contact": "李四"}, "contact", "请登记代理人"),
        ({"phone": "1381234567"}, "phone", "请带区号"),
        ({"phone": "1234567"}, "phone", "请带区号"),
        ({"email": "wang@"}, "email", "name@example.cn"),
        ({"address": "路" * 301}, "address", "最多 300 个字"),
    ],
)  # fmt: skip
def test_what_cannot_be_right_is_refused_at_its_field_without_repeating_it(
    changes: dict[str, str], field: str, sentence: str
) -> None:
    refusal = refused(replace(WANG, **changes))
    assert refusal.field == field and sentence in refusal.message
    typed = [value.strip() for key, value in changes.items() if key in LONGEST]
    assert not [one for one in typed if len(one) > 3 and one in refusal.message]


def test_a_forged_code_of_a_company_is_refused() -> None:
    refusal = refused(replace(MILL, identity_number="91110000600037341M"))
    assert refusal.field == "identity_number" and "营业执照" in refusal.message
    assert "现在是 2 位" in refused(replace(MILL, identity_number="91")).message


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("passport", "e 1234 5678"), ("hk-macao", "H12345678"), ("taiwan", "0123456789"),
        ("foreign-resident", "CAN110180010101"), ("residence-permit", "810000199408230021"), ("other", "军字第1234号"),
    ],
)  # fmt: skip
def test_whoever_has_another_document_is_heard_too(kind: str, typed: str) -> None:
    assert replace(WANG, identity_kind=kind, identity_number=typed).checked().identity_kind == kind


def test_a_party_without_a_document_is_one_where_the_matter_asks_for_none() -> None:
    assert replace(WANG, identity_kind="", identity_number="").checked().identity_number == ""


@pytest.mark.parametrize(
    ("form", "one", "other"),
    [
        (number, "11010519491231002X", " １１０１０５ 19491231\u200b 002ｘ"),
        (phone_number, "13812345678", "＋86 138-1234-5678"),
        (phone_number, "13812345678", "0086 138 1234 5678"),
        (phone_number, "03981234567", "（0398）1234567"),
        (phone_number, "+85291234567", "00852 9123 4567"),
        (mail_address, "wang.xm@mail.example", " Wang.XM＠Mail.Example"),
        (words, "阿依古丽·买买提", " 阿依古丽·买买提\u200e\n"),
    ],
)
def test_two_spellings_are_one(form: object, one: str, other: str) -> None:
    assert callable(form) and form(other) == one == form(one)


_TYPED = st.text(st.sampled_from("0123456789０１２３４５６７８９xXｘＸABab +-（） \u3000\u200b"), max_size=24)


@given(_TYPED, _TYPED)
def test_a_look_up_is_equal_just_when_the_normal_forms_are(one: str, other: str) -> None:
    for column, form in (("identity:resident", number), ("phone", phone_number), ("email", mail_address)):
        found = lookup(column, form(one)) == lookup(column, form(other))
        assert found == (form(one) == form(other))


@given(_TYPED)
def test_the_number_of_a_document_has_one_normal_form(typed: str) -> None:
    kept = number(typed)
    assert (
        number(kept) == kept and kept == number(f"\u3000{typed.lower()} ") and not set(kept) & set(" xｘ０")
    )


@given(st.text(max_size=60), st.text(max_size=60))
def test_what_is_encrypted_comes_back_in_its_place_only(value: str, place: str) -> None:
    ring = KeyRing({"a": b"k" * 32}, current="a")
    blob = ring.encrypt(value.encode(), aad=place.encode())
    assert ring.decrypt(blob, aad=place.encode()).decode() == value
    with pytest.raises(ValueError, match="does not open"):
        ring.decrypt(blob, aad=f"{place}:phone".encode())


def kept_open(shown: str, value: str) -> int:
    """How many characters of a value can be read off its mask: those that stand at either end."""
    head = next(
        (n for n, (a, b) in enumerate(zip(shown, value, strict=False)) if a != b), min(len(shown), len(value))
    )
    tail = next((n for n, (a, b) in enumerate(zip(shown[::-1], value[::-1], strict=False)) if a != b), 0)
    return min(len(value), head + tail)


_LETTERS = st.characters(whitelist_categories=["Lo", "Ll", "Nd"], blacklist_characters="*")


@given(st.text(_LETTERS, min_size=1, max_size=60), st.booleans())
def test_masks_of_names_numbers_and_addresses_show_at_most_half(value: str, person: bool) -> None:
    for shown in (masks.name(value, person=person), masks.number(value), masks.address(value)):
        assert value not in shown and "*" in shown
        assert kept_open(shown, value) <= min(7, len(value) // 2), shown
        assert set(shown) - {"*"} <= set(value)


@given(st.text("0123456789+", min_size=1, max_size=20))
def test_a_mask_of_a_phone_hides_four_digits_or_all(value: str) -> None:
    shown = masks.phone(value)
    assert (
        len(shown) == len(value) and shown.count("*") >= min(4, len(value)) and kept_open(shown, value) <= 7
    )


@given(st.text("abcdefghij.", min_size=1, max_size=40))
def test_a_mask_of_an_address_for_mail_keeps_one_letter_before_the_at(local: str) -> None:
    head, _at, domain = masks.email(f"{local}@mail.example").partition("@")
    assert domain == "mail.example" and head in {"***", f"{local[:1]}***"} and local not in head


@pytest.mark.parametrize(
    ("mask", "value", "shown"),
    [
        (masks.name, "张三", "张*"), (masks.name, "欧阳娜娜", "欧***"), (masks.name, "张", "*"), (masks.name, "", ""),
        (masks.number, "11010519491231002X", "110***********002X"), (masks.number, "E12345678", "E******78"),
        (masks.phone, "13812345678", "138****5678"), (masks.phone, "03981234567", "039****4567"),
        (masks.email, "wang@mail.example", "w***@mail.example"), (masks.email, "w@mail.example", "***@mail.example"),
        (masks.address, "河南省阳光县城关镇人民路18号", "河南省阳光县***"), (masks.address, "东门村", "东***"),
    ],
)  # fmt: skip
def test_masks_as_a_clerk_knows_them(mask: object, value: str, shown: str) -> None:
    assert callable(mask) and mask(value) == shown


def test_a_mask_of_a_company_keeps_its_ends() -> None:
    assert masks.name(MILL.name, person=False) == "阳光***公司"


def test_particulars_never_print_what_they_hold() -> None:
    for said in (repr(WANG), str(WANG), f"{WANG}", repr([WANG]), repr({"told": WANG})):
        assert WANG.name not in said and "1101" not in said and "138" not in said
