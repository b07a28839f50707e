"""Small processes for tests: drawn from words, or composed at random."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from hypothesis import strategies as st

from yangguang.lib.bpmn import Flow, Kind, Lane, Node, Outcome, Process

LANE = Lane("office", "办公室", "office-head")
_KINDS = {
    "x": Kind.EXCLUSIVE,
    "a": Kind.PARALLEL,
    "i": Kind.INCLUSIVE,
    "s": Kind.START,
    "e": Kind.END,
    "t": Kind.USER,
    "v": Kind.SERVICE,
}


def node(key: str) -> Node:
    """A complete node; its first letter says what it is: s, e, t(ask), v (service), x(or), a(nd), i(nclusive)."""
    kind = _KINDS[key[0]]
    name = "" if kind.is_gateway else key
    made = Node(key, kind, kind.value, name=name, line=1, lane=LANE.id)
    if kind is Kind.USER:
        made = replace(made, limit="REVIEW_STEP", outcomes=(Outcome("pass", "通过"),))
    return replace(made, service="house.do") if kind is Kind.SERVICE else made


def process(drawing: str) -> Process:
    """From lines such as ``s t1 x1 | x1 t2 e``: each run of names is a chain of flows."""
    nodes: dict[str, Node] = {}
    pairs: list[tuple[str, str]] = []
    for chain in drawing.split("|"):
        keys = chain.split()
        for key in keys:
            nodes.setdefault(key, node(key))
        pairs += pairwise(keys)
    return assembled(nodes, pairs)


def assembled(nodes: dict[str, Node], pairs: list[tuple[str, str]]) -> Process:
    """Flows for these pairs; each choice gets conditions and a default."""
    flows: dict[str, Flow] = {}
    for number, (source, target) in enumerate(pairs):
        key = f"f{number}"
        condition = ""
        if nodes[source].kind in {Kind.EXCLUSIVE, Kind.INCLUSIVE}:
            others = [f for f in flows.values() if f.source == source]
            if others:
                condition = f"way = {number}"
            else:
                nodes[source] = replace(nodes[source], default=key)
        flows[key] = Flow(key, source, target, condition=condition, line=1)
    return Process("p", "试验流程", dict(nodes), flows, {LANE.id: LANE})


@st.composite
def sound(draw: st.DrawFn, size: int = 3, most: int = 24) -> Process:
    """A block-structured process: sequences, choices, parallel blocks and loops put into one another."""
    nodes: dict[str, Node] = {}
    pairs: list[tuple[str, str]] = []

    def new(letter: str) -> str:
        key = f"{letter}{len(nodes)}"
        nodes[key] = node(key)
        return key

    def block(room: int) -> tuple[str, str]:
        shape = (
            draw(st.sampled_from(["task", "row", "choice", "fork", "loop", "some"]))
            if room and len(nodes) < most
            else "task"
        )
        if shape == "task":
            key = new(draw(st.sampled_from("ttv")))
            return key, key
        if shape == "row":
            first, second = block(room - 1), block(room - 1)
            pairs.append((first[1], second[0]))
            return first[0], second[1]
        if shape == "loop":
            entry, leave = new("x"), new("x")
            inner = block(room - 1)
            pairs.extend([(entry, inner[0]), (inner[1], leave)])
            if draw(st.booleans()):
                back = block(0)
                pairs.extend([(leave, back[0]), (back[1], entry)])
            else:
                pairs.append((leave, entry))
            return entry, leave
        letter = {"choice": "x", "fork": "a", "some": "i"}[shape]
        split, join = new(letter), new(letter)
        for _ in range(draw(st.integers(2, 3))):
            inner = block(room - 1)
            pairs.extend([(split, inner[0]), (inner[1], join)])
        return split, join

    start, end = new("s"), new("e")
    first, last = block(size)
    pairs.extend([(start, first), (last, end)])
    return assembled(nodes, pairs)


@st.composite
def doubtful(draw: st.DrawFn) -> Process:
    """A sound process with one to three things drawn wrong: a gateway of the wrong kind, an arrow to another place."""
    right = draw(sound(size=2, most=14))
    nodes = dict(right.nodes)
    pairs = [(flow.source, flow.target) for flow in right.flows.values()]
    inner = [key for key in nodes if nodes[key].kind not in {Kind.START, Kind.END}]
    for _ in range(draw(st.integers(1, 3))):
        gates = [key for key in nodes if nodes[key].kind.is_gateway]
        if gates and draw(st.booleans()):
            key = draw(st.sampled_from(gates))
            others = {Kind.EXCLUSIVE, Kind.PARALLEL, Kind.INCLUSIVE} - {nodes[key].kind}
            kind = draw(st.sampled_from(sorted(others)))
            nodes[key] = replace(nodes[key], kind=kind, default="")
        elif gates and draw(st.booleans()):
            pairs.append((draw(st.sampled_from(gates)), draw(st.sampled_from(inner))))
        else:
            at = draw(st.integers(0, len(pairs) - 1))
            pairs[at] = (pairs[at][0], draw(st.sampled_from(inner)))
    nodes = {key: replace(made, default="") for key, made in nodes.items()}
    return assembled(nodes, pairs)
