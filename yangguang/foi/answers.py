"""How a request can end 答复类型 (条例第三十六至三十九条): what must stand in each answer, and where it counts.

All of it is data (``facts/answers.yaml``). Verbs, templates and the annual report ask here and know no article.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _

from yangguang.foi.citing import cited
from yangguang.lib.errors import Refusal

_SEED = Path(__file__).parent / "facts/answers.yaml"


class Ends(StrEnum):
    """What a request ends by; each stops the clock of the answer."""

    ANSWER = "answer"  # the office answered, on the day on which the answer was delivered or posted
    ABANDONED = "abandoned"  # the applicant gave up by letting a limit pass, on the day after it
    WITHDRAWN = "withdrawn"  # the applicant took it back, or it ended in another way, on that day


@dataclass(frozen=True, slots=True)
class Element:
    """Something that an answer must hold. ``ask`` tells the drafter what to write."""

    code: str
    name: str
    ask: str


@dataclass(frozen=True, slots=True)
class Need:
    """One of these lists of elements, whole."""

    alternatives: tuple[tuple[Element, ...], ...]


@dataclass(frozen=True, slots=True)
class Remedies:
    """Which ways of redress an answer must tell of."""

    code: str
    name: str
    elements: tuple[Element, ...]
    basis: str


@dataclass(frozen=True, slots=True)
class AnswerType:
    """One way in which a request ends. ``row`` is its row in table three; ``doubt`` what is 待核实 about it."""

    code: str
    name: str
    articles: tuple[str, ...]
    row: str
    needs: tuple[Need, ...]
    remedies: Remedies
    ends: Ends
    has_document: bool
    verified_on: date | None
    doubt: str

    @property
    def citation(self) -> str:
        """《政府信息公开条例》第三十六条第（四）项; empty where the regulation has no article for it."""
        return cited(_seed()["law"], self.articles)


@dataclass(frozen=True, slots=True)
class Lack:
    """What a draft lacks, and a sentence for the drafter. ``elements``: the codes, any list of which would do."""

    name: str
    message: str
    elements: tuple[tuple[str, ...], ...]


def missing(answer_type: str, given: Mapping[str, object]) -> list[Lack]:
    """What a draft answer of a type lacks. ``given`` has the elements by their codes; blank ones count as missing.

    Refuses a type that does not exist.
    """
    answer = answer_of(answer_type)
    needs = [*answer.needs, *(Need(((element,),)) for element in answer.remedies.elements)]
    return [_lack(answer, need, given) for need in needs if not _is_met(need, given)]


def answer_of(code: str) -> AnswerType:
    """The answer type of a code."""
    found = answers().get(code)
    if found is None:
        words = _("没有代码为 %(code)s 的答复类型。")
        raise Refusal(words % {"code": code[:40]}, code="not-found", field="answer_type")
    return found


def _is_met(need: Need, given: Mapping[str, object]) -> bool:
    return any(all(_is_given(given.get(one.code)) for one in every) for every in need.alternatives)


def _is_given(value: object) -> bool:
    if isinstance(value, str):
        return bool(value.strip())
    if isinstance(value, Sequence | Mapping):
        return bool(value)
    return value is not None and value is not False


def _lack(answer: AnswerType, need: Need, given: Mapping[str, object]) -> Lack:
    lacking = [
        tuple(one for one in every if not _is_given(given.get(one.code))) for every in need.alternatives
    ]
    name = _("或者").join("、".join(one.name for one in every) for every in lacking)
    ask = _("；或者").join("，".join(one.ask for one in every) for every in lacking)
    words = _("“%(answer)s”的答复缺少%(name)s：请%(ask)s。")
    told = words % {"answer": answer.name, "name": name, "ask": ask}
    return Lack(name, told, tuple(tuple(one.code for one in every) for every in need.alternatives))


@lru_cache(maxsize=1)
def _seed() -> dict[str, Any]:
    seed: dict[str, Any] = yaml.safe_load(_SEED.read_text(encoding="utf-8"))
    return seed


@lru_cache(maxsize=1)
def elements() -> Mapping[str, Element]:
    """Everything that an answer may have to hold, the words on redress too."""
    table = dict(_seed()["elements"])
    for remedy in _seed()["remedies"].values():
        table |= remedy["elements"]
    return {code: Element(code, entry["name"], entry["ask"]) for code, entry in table.items()}


@lru_cache(maxsize=1)
def answers() -> Mapping[str, AnswerType]:
    """Every answer type by its code, in the order of the report's rows."""
    return {entry["code"]: _answer(entry) for entry in _seed()["answers"]}


def _answer(entry: dict[str, Any]) -> AnswerType:
    known = elements()
    needs = []
    for need in entry["needs"]:
        lists = need["any"] if isinstance(need, dict) else [[need]]
        needs.append(Need(tuple(tuple(known[code] for code in every) for every in lists)))
    remedy = _seed()["remedies"][entry["remedies"]]
    told = tuple(known[code] for code in remedy["elements"])
    return AnswerType(
        code=entry["code"],
        name=entry["name"],
        articles=tuple(entry["articles"]),
        row=entry["row"],
        needs=tuple(needs),
        remedies=Remedies(entry["remedies"], remedy["name"], told, remedy["basis"]),
        ends=Ends(entry.get("ends", Ends.ANSWER)),
        has_document=entry.get("document", True),
        verified_on=entry["verified"],
        doubt=entry.get("doubt", ""),
    )
