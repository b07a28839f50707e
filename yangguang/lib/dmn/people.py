"""Cells as people write them, and as S-FEEL has them: 轻微、较重 for ``"轻微","较重"``, 是 for ``true``, bare dates."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

from yangguang.lib import feel

from .model import DmnError, Input, Table
from .types import KINDS

TYPE_WORDS = {"number": "数", "string": "文字", "boolean": "是否", "date": "日期"}
_TYPES_SAID = {**{word: name for name, word in TYPE_WORDS.items()}, "数字": "number", "金额": "number", "是或否": "boolean", "文本": "string"}  # fmt: skip
_ANY = {"", "-", "－", "—", "–", "不限", "任意", "无论"}
_TRUTH = {"是": "true", "否": "false"}
_DATE = re.compile(r"(?<![\"\d])(\d{4}-\d{2}-\d{2})(?![\"\d])")
_DATE_CALL = re.compile(r'date\("(\d{4}-\d{2}-\d{2})"\)')
_WIDE = str.maketrans("，（）［］＜＞＝＂“”", ',()[]<>="""')
_NOT = re.compile(r"(?:不是|除)\s*(.+?)\s*(?:以外|外)?")


def type_named(text: str) -> str:
    """The type that a person names, in Chinese or as DMN does. Raises DmnError for anything else."""
    name = _TYPES_SAID.get(text.strip(), text.strip())
    if name not in TYPE_WORDS:
        raise DmnError(f"类型写成“数”“文字”“是否”或“日期”，写的是“{text}”。")
    return name


def cell(type_: str, text: str) -> str:
    """A condition, or a list of values, as S-FEEL has it. What is S-FEEL already stays."""
    text = " ".join(text.split())
    if text in _ANY:
        return "-"
    kind = KINDS.get(type_, "")
    if kind == "truth":
        return ",".join(_TRUTH.get(one.strip(), one.strip()) for one in re.split("[、,，]", text))
    if kind == "text" and '"' not in text:
        negated = _NOT.fullmatch(text)
        listed = ",".join(feel.quoted(one.strip()) for one in re.split("[、,，；;]", negated[1] if negated else text) if one.strip())  # fmt: skip
        return f"not({listed})" if negated else listed
    text = text.translate(_WIDE) if kind != "text" else text
    text = text.replace("≥", ">=").replace("≤", "<=").replace("～", "..")
    return _DATE.sub(r'date("\1")', text) if kind == "day" else text


def result(type_: str, text: str) -> str:
    """A result as S-FEEL has it: a bare text gets its quotes."""
    text = text.strip()
    kind = KINDS.get(type_, "")
    if kind == "text" and text and not text.startswith('"'):
        return feel.quoted(text)
    if kind == "truth":
        return _TRUTH.get(text, text)
    return _DATE.sub(r'date("\1")', text) if kind == "day" else text


def said(type_: str, text: str) -> str:
    """A cell as a person would write it; ``cell`` makes the same of it again."""
    kind = KINDS.get(type_, "")
    plain = text
    if text.strip() in _ANY:
        return ""
    if kind == "truth":
        plain = "、".join(
            {"true": "是", "false": "否"}.get(one.strip(), one.strip()) for one in text.split(",")
        )
    elif kind == "day":
        plain = _DATE_CALL.sub(r"\1", text)
    elif kind == "text":
        plain = _texts_said(text)
    return plain if cell(type_, plain).replace(" ", "") == text.replace(" ", "") else text


def _texts_said(text: str) -> str:
    try:
        read = feel.cell(text)
    except feel.FeelError:
        return text
    ends = [test.low for test in read.tests]
    values = [one.value for one in ends if isinstance(one, feel.Constant) and isinstance(one.value, str)]
    if len(values) < len(ends) or any(test.op != "=" for test in read.tests):
        return text
    return f"{'不是' if read.negated else ''}{'、'.join(values)}"


def result_said(type_: str, text: str) -> str:
    """A result as a person would write it; ``result`` makes the same of it again."""
    plain = said(type_, text) if KINDS.get(type_) in {"text", "truth", "day"} else text
    return plain if result(type_, plain) == text else text


def fact(column: Input, text: str) -> Any:
    """A value that a person typed for a condition. Raises DmnError with what to type instead."""
    text = text.strip()
    kind = KINDS.get(column.type, "")
    if not text:
        raise DmnError(f"请填写“{column.called}”。")
    if kind == "truth":
        if text not in {"true", "false", *_TRUTH}:
            raise DmnError(f"“{column.called}”请选是或否。")
        return _TRUTH.get(text, text) == "true"
    if kind == "day":
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise DmnError(f"“{column.called}”要填一个日期，例如 2026-01-31。") from None
    if kind == "number":
        bare = text.replace(",", "").replace("，", "")
        if not re.fullmatch(r"-?\d{1,30}(\.\d{1,20})?", bare, re.ASCII):
            raise DmnError(f"“{column.called}”要填一个数，例如 5000。")
        return Decimal(bare)
    return text


def facts(table: Table, texts: dict[str, str]) -> dict[str, Any]:
    """What a person typed for every condition of a table, as facts. Raises DmnError at the first that is none."""
    return {one.expression: fact(one, texts.get(one.expression, "")) for one in table.inputs}


def choices(column: Input) -> list[str]:
    """The values of an enumeration, to choose from; none where anything in a range may be typed."""
    if KINDS.get(column.type) == "truth":
        return ["是", "否"]
    try:
        read = feel.cell(column.values)
    except feel.FeelError:
        return []
    if not read.literal or read.negated or any(test.op != "=" for test in read.tests):
        return []
    return [feel.shown(one.value) for test in read.tests if isinstance(one := test.low, feel.Constant)]
