"""Random processes made of blocks, and an oracle that runs the blocks themselves.

The oracle never sees a token, a gateway, a scope or a flow: it walks the tree of blocks. The engine runs the BPMN that the
same tree was written out to. If both always offer the same steps and take the same messages, joins, loops and scopes are right.
"""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass
from itertools import count, pairwise

VOICES = ("voice-1", "voice-2", "voice-3")  # posts that are asked to countersign


@dataclass(frozen=True)
class Step:
    name: str


@dataclass(frozen=True)
class Sequence:
    parts: tuple[Block, ...]


@dataclass(frozen=True)
class Parallel:
    branches: tuple[Block, ...]


@dataclass(frozen=True)
class Choice:
    question: Step  # answered yes → first, otherwise second
    yes: Block
    no: Block


@dataclass(frozen=True)
class Loop:
    body: Block
    question: Step  # answered yes → once more


@dataclass(frozen=True)
class Some:
    """Inclusive: the answer names the branches that are gone (``ab``); answered ``none``, the other one is."""

    question: Step
    branches: tuple[Block, ...]
    other: Block

    @property
    def answers(self) -> tuple[str, ...]:
        return ("none", "a", "b", "ab") if len(self.branches) == 2 else ("none", "a", "c", "ab", "bc", "abc")


@dataclass(frozen=True)
class Voices:
    """Countersigned by all three, until ``enough`` of them have said yes; 0: everybody is heard."""

    step: Step
    enough: int


@dataclass(frozen=True)
class Race:
    """A sub-process in which the branch that is through first ends the others."""

    branches: tuple[Block, ...]


@dataclass(frozen=True)
class Message:
    """Waits for a message."""

    name: str


@dataclass(frozen=True)
class Stopped:
    """A sub-process; a message ends it and goes the other way."""

    body: Block
    message: str
    instead: Block


@dataclass(frozen=True)
class Beside:
    """A step; a message begins something beside it, once."""

    step: Step
    message: str
    more: Block


@dataclass(frozen=True)
class Called:
    """A sub-case with a process of its own."""

    code: str
    body: Block


Block = (
    Step | Sequence | Parallel | Choice | Loop | Some | Voices | Race | Message | Stopped | Beside | Called
)

_KINDS = (
    "step", "sequence", "parallel", "choice", "loop", "parallel", "loop", "some", "some", "voices", "voices", "race",
    "message", "stopped", "beside", "called",
)  # fmt: skip


def random_block(rng: random.Random, depth: int = 3, prefix: str = "") -> Block:
    numbers = count(1)

    def name(letter: str) -> str:
        return f"{prefix}{letter}{next(numbers)}"

    def step() -> Step:
        return Step(name("t"))

    def several(depth: int, most: int = 3) -> tuple[Block, ...]:
        return tuple(block(depth) for _ in range(rng.randint(2, most)))

    def block(depth: int) -> Block:
        if depth == 0:
            return step()
        match rng.choice(_KINDS):
            case "sequence":
                return Sequence(several(depth - 1))
            case "parallel":
                return Parallel(several(depth - 1))
            case "choice":
                return Choice(step(), block(depth - 1), block(depth - 1))
            case "loop":
                return Loop(block(depth - 1), step())
            case "some":
                return Some(step(), several(depth - 1), block(depth - 1))
            case "voices":
                return Voices(step(), rng.randint(0, 2))
            case "race":
                return Race(several(depth - 1, 2))
            case "message":
                return Message(name("m"))
            case "stopped":
                return Stopped(block(depth - 1), name("m"), block(depth - 1))
            case "beside":
                return Beside(step(), name("m"), block(depth - 1))
            case "called":
                return Called(name("c"), block(depth - 1))
        return step()

    return block(depth)


class Oracle:
    """Runs one block: ``open`` are the steps offered, ``awaited`` the messages; ``complete`` and ``receive`` answer one."""

    def __init__(self, block: Block) -> None:
        self.block = block
        self.parts: list[Oracle] = []
        self.asking = False
        self.done = False
        self.at = 0
        self.votes: list[str] = []
        self.come = False
        self._enter()

    def _enter(self) -> None:
        match self.block:
            case Sequence(parts):
                self.parts = [Oracle(parts[0])]
            case Parallel(branches) | Race(branches):
                self.parts = [Oracle(branch) for branch in branches]
            case Choice() | Some():
                self.asking = True
            case Loop(body, _) | Stopped(body, _, _) | Called(_, body):
                self.parts = [Oracle(body)]
            case Beside(step, _, _):
                self.parts = [Oracle(step)]
        self._settle()

    @property
    def open(self) -> Counter[str]:
        if self.done:
            return Counter()
        match self.block:
            case Step(name):
                return Counter({name: 1})
            case Voices(step, _):
                return Counter({step.name: len(VOICES) - len(self.votes)})
            case Choice(question) | Loop(_, question) | Some(question) if self.asking:
                return Counter({question.name: 1})
        return sum((part.open for part in self.parts), Counter())

    @property
    def awaited(self) -> set[str]:
        if self.done:
            return set()
        mine = set().union(*(part.awaited for part in self.parts))
        match self.block:
            case Message(name):
                mine.add(name)
            case Stopped(_, message, _) if not self.come:
                mine.add(message)
            case Beside(_, message, _) if not self.come and not self.parts[0].done:
                mine.add(message)
        return mine

    def answers(self, name: str) -> tuple[str, ...]:
        """What may be answered at an open step."""
        match self.block:
            case Some(question) if self.asking and question.name == name:
                return self.block.answers
        inner = next((part for part in self.parts if name in part.open), None)
        return inner.answers(name) if inner else ("no", "no", "yes")

    def complete(self, name: str, answer: str) -> None:
        match self.block:
            case Step():
                self.done = True
            case Voices(_, enough):
                self.votes.append(answer)
                self.done = len(self.votes) == len(VOICES) or 0 < enough <= self.votes.count("yes")
            case Choice(question, yes, no) if self.asking and question.name == name:
                self.asking = False
                self.parts = [Oracle(yes if answer == "yes" else no)]
            case Some(question, branches, other) if self.asking and question.name == name:
                self.asking = False
                gone = [branch for letter, branch in zip("abc", branches, strict=False) if letter in answer]
                self.parts = [Oracle(branch) for branch in (gone if answer != "none" else [other])]
            case Loop(body, question) if self.asking and question.name == name:
                self.asking = False
                if answer == "yes":
                    self.parts = [Oracle(body)]
                else:
                    self.done = True
            case _:
                next(part for part in self.parts if name in part.open).complete(name, answer)
        self._settle()

    def receive(self, message: str) -> None:
        match self.block:
            case Message():
                self.done = True
            case Stopped(_, name, instead) if name == message:
                self.come = True
                self.parts = [Oracle(instead)]
            case Beside(_, name, more) if name == message:
                self.come = True
                self.parts.append(Oracle(more))
            case _:
                next(part for part in self.parts if message in part.awaited).receive(message)
        self._settle()

    def _settle(self) -> None:
        if self.done or self.asking or not self.parts:
            return
        if isinstance(self.block, Race):
            self.done = any(part.done for part in self.parts)
            return
        while not self.done and all(part.done for part in self.parts):
            match self.block:
                case Sequence(parts) if self.at + 1 < len(parts):
                    self.at += 1
                    self.parts = [Oracle(parts[self.at])]
                case Loop():
                    self.asking = True
                    return
                case _:
                    self.done = True


def to_bpmn(block: Block, others: dict[str, bytes] | None = None) -> bytes:
    """The block as BPMN: explicit gateways, a condition on yes, the other way by default.

    The processes of its sub-cases go into ``others``, by their codes.
    """
    writer = _Writer({} if others is None else others)
    names = writer.whole(block)
    refs = "".join(f"<flowNodeRef>{name}</flowNodeRef>" for name in names)
    messages = "".join(f'<message id="{one}" name="{one}"/>' for one in writer.messages)
    return (
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:yg="https://yangguang.dev/bpmn" id="d">'
        f'{messages}<process id="p" name="随机流程" isExecutable="true" yg:same-person="allowed">'
        f'<laneSet id="s"><lane id="l" name="信息员" yg:post="information-officer">{refs}</lane></laneSet>'
        f"{''.join(writer.lines)}</process></definitions>"
    ).encode()


class _Writer:
    """Writes blocks as elements; ``lines`` is the scope that is being written."""

    def __init__(self, others: dict[str, bytes]) -> None:
        self.others = others
        self.lines: list[str] = []
        self.names: list[str] = []
        self.messages: list[str] = []
        self.numbers = count(1)

    def whole(self, block: Block) -> list[str]:
        self.scope(block)
        return self.names

    def node(self, tag: str, attributes: str = "", inner: str = "", key: str = "") -> str:
        key = key or f"g{next(self.numbers)}"
        self.lines.append(f'<{tag} id="{key}" {attributes}>{inner}</{tag}>')
        self.names.append(key)
        return key

    def flow(self, source: str, target: str, condition: str = "") -> str:
        key = f"f{next(self.numbers)}"
        inner = f"<conditionExpression>{condition}</conditionExpression>" if condition else ""
        self.lines.append(
            f'<sequenceFlow id="{key}" sourceRef="{source}" targetRef="{target}">{inner}</sequenceFlow>'
        )
        return key

    def task(self, step: Step, outcomes: tuple[str, ...] = ("no", "yes"), inner: str = "") -> str:
        words = " ".join(f"{code}:{code}" for code in outcomes)
        return self.node(
            "userTask", f'name="{step.name}" yg:limit="REVIEW_STEP" yg:outcomes="{words}"', inner, step.name
        )

    def scope(self, block: Block) -> None:
        """A start, the block, an end."""
        first, last = self.write(block)
        self.flow(self.node("startEvent"), first)
        self.flow(last, self.node("endEvent"))

    def sub(self, *blocks: Block, race: bool = False) -> str:
        outside, self.lines = self.lines, []
        if race:
            start, fork = self.node("startEvent"), self.node("parallelGateway")
            self.flow(start, fork)
            for block in blocks:
                first, last = self.write(block)
                self.flow(fork, first)
                self.flow(last, self.node("endEvent", inner="<terminateEventDefinition/>"))
        else:
            self.scope(blocks[0])
        inside, self.lines = "".join(self.lines), outside
        return self.node("subProcess", inner=inside)

    def event(self, host: str, message: str, *, interrupting: bool = True) -> str:
        self.messages.append(message)
        attributes = f'attachedToRef="{host}"' + ("" if interrupting else ' cancelActivity="false"')
        return self.node("boundaryEvent", attributes, f'<messageEventDefinition messageRef="{message}"/>')

    def split(self, kind: str, question: str, ways: list[tuple[Block, str]]) -> tuple[str, str]:
        """A gateway behind the question; of the ways the last is the default."""
        key, merge = f"g{next(self.numbers)}", self.node(kind)
        self.flow(question, key)
        default = ""
        for block, condition in ways:
            start, end = self.write(block)
            default = self.flow(key, start, condition)
            self.flow(end, merge)
        self.node(kind, f'default="{default}"', key=key)
        return question, merge

    def write(self, block: Block) -> tuple[str, str]:
        match block:
            case Step():
                key = self.task(block)
                return key, key
            case Sequence(parts):
                ends = [self.write(part) for part in parts]
                for (_, left), (right, _) in pairwise(ends):
                    self.flow(left, right)
                return ends[0][0], ends[-1][1]
            case Parallel(branches):
                fork, join = self.node("parallelGateway"), self.node("parallelGateway")
                for branch in branches:
                    first, last = self.write(branch)
                    self.flow(fork, first)
                    self.flow(last, join)
                return fork, join
            case Choice(question, yes, no):
                return self.split(
                    "exclusiveGateway", self.task(question), [(yes, 'outcome = "yes"'), (no, "")]
                )
            case Some(question, branches, other):
                conditions = [
                    "outcome in (" + ", ".join(f'"{one}"' for one in block.answers if letter in one) + ")"
                    for letter, _branch in zip("abc", branches, strict=False)
                ]
                ways = [*zip(branches, conditions, strict=True), (other, "")]
                return self.split("inclusiveGateway", self.task(question, block.answers), ways)
            case Loop(body, question):
                merge, key = self.node("exclusiveGateway"), f"g{next(self.numbers)}"
                start, end = self.write(body)
                self.flow(merge, start)
                asked = self.task(question)
                self.flow(end, asked)
                self.flow(asked, key)
                self.flow(key, merge, 'outcome = "yes"')
                leave = self.node("exclusiveGateway")
                self.node("exclusiveGateway", f'default="{self.flow(key, leave)}"', key=key)
                return merge, leave
            case Voices(step, enough):
                words = f'yg:enough="{enough}:yes"' if enough else ""
                many = f'<multiInstanceLoopCharacteristics yg:collection="voices" yg:of="posts" {words}/>'
                key = self.task(step, inner=many)
                return key, key
            case Race(branches):
                key = self.sub(*branches, race=True)
                return key, key
            case Message(name):
                self.messages.append(name)
                key = self.node(
                    "intermediateCatchEvent", "", f'<messageEventDefinition messageRef="{name}"/>'
                )
                return key, key
            case Stopped(body, message, instead):
                key, merge = self.sub(body), self.node("exclusiveGateway")
                start, end = self.write(instead)
                self.flow(key, merge)
                self.flow(self.event(key, message), start)
                self.flow(end, merge)
                return key, merge
            case Beside(step, message, more):
                return self.beside(step, message, more)
            case Called(code, body):
                self.others[code] = to_bpmn(body, self.others)
                key = self.node("callActivity", f'name="{code}" calledElement="{code}"')
                return key, key
        raise AssertionError(block)

    def beside(self, step: Step, message: str, more: Block) -> tuple[str, str]:
        """The step and what begins beside it lie in a sub-process: it is over when both are."""
        outside, self.lines = self.lines, []
        key = self.task(step)
        self.flow(self.node("startEvent"), key)
        self.flow(key, self.node("endEvent"))
        start, end = self.write(more)
        self.flow(self.event(key, message, interrupting=False), start)
        self.flow(end, self.node("endEvent"))
        inside, self.lines = "".join(self.lines), outside
        whole = self.node("subProcess", inner=inside)
        return whole, whole
