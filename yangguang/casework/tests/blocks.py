"""Random processes made of blocks, and an oracle that runs the blocks themselves.

The oracle never sees a token, a gateway or a flow: it walks the tree of blocks. The engine runs the BPMN that the same
tree was written out to. If both always offer the same steps, joins and loops are right.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from itertools import count, pairwise


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


Block = Step | Sequence | Parallel | Choice | Loop


def random_block(rng: random.Random, depth: int = 3) -> Block:
    numbers = count(1)

    def step() -> Step:
        return Step(f"t{next(numbers)}")

    def block(depth: int) -> Block:
        if depth == 0:
            return step()
        kind = rng.choice(["step", "sequence", "parallel", "choice", "loop", "parallel", "loop"])
        if kind == "sequence":
            return Sequence(tuple(block(depth - 1) for _ in range(rng.randint(2, 3))))
        if kind == "parallel":
            return Parallel(tuple(block(depth - 1) for _ in range(rng.randint(2, 3))))
        if kind == "choice":
            return Choice(step(), block(depth - 1), block(depth - 1))
        if kind == "loop":
            return Loop(block(depth - 1), step())
        return step()

    return block(depth)


class Oracle:
    """Runs one block: ``open`` are the steps offered, ``complete`` answers one of them."""

    def __init__(self, block: Block) -> None:
        self.block = block
        self.parts: list[Oracle] = []
        self.asking = False
        self.done = False
        self.at = 0
        self._enter()

    def _enter(self) -> None:
        match self.block:
            case Sequence(parts):
                self.parts = [Oracle(parts[0])]
            case Parallel(branches):
                self.parts = [Oracle(branch) for branch in branches]
            case Choice():
                self.asking = True
            case Loop(body, _):
                self.parts = [Oracle(body)]
        self._settle()

    @property
    def open(self) -> set[str]:
        if self.done:
            return set()
        match self.block:
            case Step(name):
                return {name}
            case Choice(question) | Loop(_, question) if self.asking:
                return {question.name}
        return set().union(*(part.open for part in self.parts))

    def complete(self, name: str, answer: str) -> None:
        match self.block:
            case Step():
                self.done = True
            case Choice(question, yes, no) if self.asking and question.name == name:
                self.asking = False
                self.parts = [Oracle(yes if answer == "yes" else no)]
            case Loop(body, question) if self.asking and question.name == name:
                self.asking = False
                if answer == "yes":
                    self.parts = [Oracle(body)]
                else:
                    self.done = True
            case _:
                next(part for part in self.parts if name in part.open).complete(name, answer)
        self._settle()

    def _settle(self) -> None:
        if self.done or self.asking or isinstance(self.block, Step):
            return
        while not self.done and self.parts and all(part.done for part in self.parts):
            match self.block:
                case Sequence(parts) if self.at + 1 < len(parts):
                    self.at += 1
                    self.parts = [Oracle(parts[self.at])]
                case Loop():
                    self.asking = True
                    return
                case _:
                    self.done = True


def to_bpmn(block: Block) -> bytes:
    """The block as BPMN: explicit gateways, a condition on yes, the other way by default."""
    nodes: list[str] = []
    flows: list[str] = []
    names: list[str] = []
    numbers = count(1)

    def gateway(kind: str, default: str = "") -> str:
        key = f"g{next(numbers)}"
        nodes.append(f'<{kind} id="{key}"' + (f' default="{default}"' if default else "") + "/>")
        names.append(key)
        return key

    def flow(source: str, target: str, condition: str = "") -> str:
        key = f"f{next(numbers)}"
        inner = f"<conditionExpression>{condition}</conditionExpression>" if condition else ""
        flows.append(
            f'<sequenceFlow id="{key}" sourceRef="{source}" targetRef="{target}">{inner}</sequenceFlow>'
        )
        return key

    def task(step: Step) -> str:
        nodes.append(
            f'<userTask id="{step.name}" name="{step.name}" yg:limit="REVIEW_STEP" yg:outcomes="no:否 yes:是"/>'
        )
        names.append(step.name)
        return step.name

    def split(question: str) -> tuple[str, int]:
        key = gateway("exclusiveGateway", "DEFAULT")
        flow(question, key)
        return key, len(nodes) - 1

    def write(block: Block) -> tuple[str, str]:
        match block:
            case Step():
                key = task(block)
                return key, key
            case Sequence(parts):
                ends = [write(part) for part in parts]
                for (_, left), (right, _) in pairwise(ends):
                    flow(left, right)
                return ends[0][0], ends[-1][1]
            case Parallel(branches):
                fork, join = gateway("parallelGateway"), gateway("parallelGateway")
                for branch in branches:
                    first, last = write(branch)
                    flow(fork, first)
                    flow(last, join)
                return fork, join
            case Choice(question, yes, no):
                first = task(question)
                key, place = split(first)
                merge = gateway("exclusiveGateway")
                for branch, condition in ((yes, 'outcome = "yes"'), (no, "")):
                    start, end = write(branch)
                    way = flow(key, start, condition)
                    flow(end, merge)
                    if not condition:
                        nodes[place] = nodes[place].replace("DEFAULT", way)
                return first, merge
            case Loop(body, question):
                merge = gateway("exclusiveGateway")
                start, end = write(body)
                flow(merge, start)
                asked = task(question)
                flow(end, asked)
                key, place = split(asked)
                flow(key, merge, 'outcome = "yes"')
                leave = gateway("exclusiveGateway")
                nodes[place] = nodes[place].replace("DEFAULT", flow(key, leave))
                return merge, leave
        raise AssertionError(block)

    first, last = write(block)
    flow("start", first)
    flow(last, "end")
    refs = "".join(f"<flowNodeRef>{name}</flowNodeRef>" for name in ["start", *names, "end"])
    return (
        '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:yg="https://yangguang.dev/bpmn" id="d">'
        '<process id="p" name="随机流程" isExecutable="true" yg:same-person="allowed">'
        f'<laneSet id="s"><lane id="l" name="信息员" yg:post="information-officer">{refs}</lane></laneSet>'
        f'<startEvent id="start"/>{"".join(nodes)}<endEvent id="end"/>{"".join(flows)}</process></definitions>'
    ).encode()
