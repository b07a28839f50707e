"""What a DMN file says, as plain immutable values. Cells and expressions stay the text that was written."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from yangguang.lib.feel import FeelError


class DmnError(FeelError):
    """A file that is no DMN, or a decision that cannot be taken; the message is a clear sentence in Chinese.

    ``rule``: the number of the rule in which it stands, 0 where it stands in none.
    """

    def __init__(self, message: str, rule: int = 0) -> None:
        super().__init__(message)
        self.rule = rule


class HitPolicy(StrEnum):
    """What holds when several rules apply."""

    UNIQUE = "UNIQUE"
    ANY = "ANY"
    PRIORITY = "PRIORITY"
    FIRST = "FIRST"
    OUTPUT_ORDER = "OUTPUT ORDER"
    RULE_ORDER = "RULE ORDER"
    COLLECT = "COLLECT"

    @property
    def words(self) -> str:
        return _POLICY_WORDS[self]

    @property
    def many(self) -> bool:
        """Whether the outcome is a list, of which nothing may be in it."""
        return self in {HitPolicy.OUTPUT_ORDER, HitPolicy.RULE_ORDER, HitPolicy.COLLECT}


_POLICY_WORDS = {
    HitPolicy.UNIQUE: "只有一条规则适用",
    HitPolicy.ANY: "可有几条适用，结果必须相同",
    HitPolicy.PRIORITY: "几条适用时取结果最优先的",
    HitPolicy.FIRST: "几条适用时取排在最前的",
    HitPolicy.OUTPUT_ORDER: "适用的都算，按结果的优先次序排",
    HitPolicy.RULE_ORDER: "适用的都算，按规则的次序排",
    HitPolicy.COLLECT: "适用的都算",
}


class Aggregation(StrEnum):
    """What COLLECT makes of the outcomes it collected."""

    SUM = "SUM"
    MIN = "MIN"
    MAX = "MAX"
    COUNT = "COUNT"

    @property
    def words(self) -> str:
        return {"SUM": "求和", "MIN": "取最小", "MAX": "取最大", "COUNT": "计数"}[self]


@dataclass(frozen=True, slots=True)
class Input:
    """A column of conditions. ``values`` is its declared domain, a cell; ``step`` the smallest unit of a number
    ("0.01", "1"), empty for any number."""

    expression: str
    type: str = ""
    values: str = ""
    label: str = ""
    step: str = ""

    @property
    def called(self) -> str:
        return self.label or self.expression


@dataclass(frozen=True, slots=True)
class Output:
    """A column of results. ``values`` lists what is allowed, most preferred first; ``default`` holds when no rule
    applies."""

    name: str = ""
    type: str = ""
    values: str = ""
    label: str = ""
    default: str = ""

    @property
    def called(self) -> str:
        return self.label or self.name or "结果"


@dataclass(frozen=True, slots=True)
class Rule:
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    annotations: tuple[str, ...] = ()
    description: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A decision table. Rules are numbered from 1 in the order they are written."""

    inputs: tuple[Input, ...]
    outputs: tuple[Output, ...]
    rules: tuple[Rule, ...]
    hit_policy: HitPolicy = HitPolicy.UNIQUE
    aggregation: Aggregation | None = None
    annotations: tuple[str, ...] = ()
    output_label: str = ""
    type: str = ""


@dataclass(frozen=True, slots=True)
class Literal:
    """An expression written as text."""

    text: str
    type: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A named (or, for the result of a context, nameless) part."""

    name: str
    logic: Logic | None
    type: str = ""


@dataclass(frozen=True, slots=True)
class Context:
    """Named values, each of which may use those before it; the nameless last one is the result."""

    entries: tuple[Entry, ...]
    type: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """A list, each of its values by an expression of its own."""

    values: tuple[Logic, ...]
    type: str = ""


@dataclass(frozen=True, slots=True)
class Relation:
    """A list of contexts, drawn as a table."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Logic, ...], ...]
    type: str = ""


@dataclass(frozen=True, slots=True)
class Invocation:
    """A call of knowledge with its arguments by name."""

    called: Logic
    bindings: tuple[Entry, ...]
    type: str = ""


@dataclass(frozen=True, slots=True)
class Function:
    """Knowledge: parameters (name, type) and what is made of them."""

    parameters: tuple[tuple[str, str], ...]
    body: Logic | None
    type: str = ""


Logic = Table | Literal | Context | Listing | Relation | Invocation | Function


@dataclass(frozen=True, slots=True)
class Type:
    """An item definition: a base type or parts, the values allowed, whether it is a list of such."""

    name: str
    base: str = ""
    allowed: str = ""
    parts: tuple[Type, ...] = ()
    many: bool = False


@dataclass(frozen=True, slots=True)
class InputData:
    id: str
    name: str
    type: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """``requires`` holds the ids of the inputs, decisions and knowledge that it may use."""

    id: str
    name: str
    logic: Logic | None
    type: str = ""
    requires: tuple[str, ...] = ()
    description: str = ""
    question: str = ""
    variable: str = ""

    @property
    def called(self) -> str:
        """The name under which others use its result."""
        return self.variable or self.name


@dataclass(frozen=True, slots=True)
class Knowledge:
    """A business knowledge model: a function that decisions call by its name."""

    id: str
    name: str
    function: Function
    type: str = ""
    requires: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Service:
    """Decisions that are asked together; what they need stands in ``inputs`` (data, then decisions taken outside)."""

    id: str
    name: str
    outputs: tuple[str, ...]
    encapsulated: tuple[str, ...] = ()
    inputs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Definitions:
    """A whole file."""

    id: str
    name: str
    namespace: str = ""
    types: tuple[Type, ...] = ()
    inputs: tuple[InputData, ...] = ()
    decisions: tuple[Decision, ...] = ()
    knowledge: tuple[Knowledge, ...] = ()
    services: tuple[Service, ...] = ()
    description: str = ""
    foreign: tuple[str, ...] = field(default=(), compare=False)

    def decision(self, name: str) -> Decision:
        """The decision of that name. Raises DmnError when there is none."""
        found = next((one for one in self.decisions if name in {one.name, one.id}), None)
        if found is None:
            raise DmnError(f"文件里没有决策“{name}”。")
        return found

    @property
    def tables(self) -> tuple[Decision, ...]:
        """The decisions that are tables."""
        return tuple(one for one in self.decisions if isinstance(one.logic, Table))
