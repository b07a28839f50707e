"""The table as a form: a grid of fields whose whole state is in the page, so that it works without script."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from yangguang.lib import dmn
from yangguang.lib.dmn import people
from yangguang.lib.errors import Refusal

MAX_RULES = 150
MAX_COLUMNS = 12
MAX_CELLS = 1_500
_LONGEST = 2_000  # characters of a field
_INPUT = ("name", "label", "type", "step", "values")
_OUTPUT = ("name", "label", "type", "values", "default")

Fields = dict[str, str]


@dataclass
class Line:
    conditions: list[str]
    results: list[str]
    notes: list[str]


@dataclass
class Grid:
    """What stands in the fields, as typed."""

    name: str = ""
    description: str = ""
    policy: str = "UNIQUE"
    inputs: list[Fields] = field(default_factory=list)
    outputs: list[Fields] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)

    @classmethod
    def blank(cls) -> Grid:
        """Two conditions, one result, a note, three rules."""
        column = dict.fromkeys((*_INPUT, "default"), "")
        return cls(
            inputs=[{**column, "type": "number"}, {**column, "type": "string"}],
            outputs=[{**column, "type": "number"}],
            notes=[_("依据")],
            lines=[Line(["", ""], [""], [""]) for _number in range(3)],
        )

    @classmethod
    def of(cls, decision: dmn.Decision, table: dmn.Table) -> Grid:
        """A table as people write it. Raises Refusal when it is too large for a form."""
        columns = len(table.inputs) + len(table.outputs) + len(table.annotations)
        if columns > MAX_COLUMNS or len(table.rules) > MAX_RULES or columns * len(table.rules) > MAX_CELLS:
            raise Refusal(
                _("这张表太大，不便在网页上改。请下载电子表格，改好后再上传。"),
                code="too-large",
                field="file",
            )
        return cls(
            name=decision.name,
            description=decision.description,
            policy=f"{table.hit_policy}{f' {table.aggregation}' if table.aggregation else ''}",
            inputs=[
                {
                    "name": one.expression,
                    "label": one.label,
                    "type": one.type,
                    "step": one.step,
                    "values": people.said(one.type, one.values),
                }
                for one in table.inputs
            ],
            outputs=[
                {
                    "name": one.name,
                    "label": one.label,
                    "type": one.type,
                    "values": people.said(one.type, one.values),
                    "default": people.result_said(one.type, one.default),
                }
                for one in table.outputs
            ],
            notes=list(table.annotations),
            lines=[
                Line(
                    [
                        people.said(one.type, text)
                        for one, text in zip(table.inputs, rule.inputs, strict=True)
                    ],
                    [
                        people.result_said(one.type, text)
                        for one, text in zip(table.outputs, rule.outputs, strict=True)
                    ],
                    [*rule.annotations, *[""] * (len(table.annotations) - len(rule.annotations))],
                )
                for rule in table.rules
            ],
        )

    @classmethod
    def typed(cls, data: Mapping[str, Any]) -> Grid:
        """What was sent. Numbers of columns and rules that are out of bounds are cut."""

        def text(name: str) -> str:
            return str(data.get(name, ""))[:_LONGEST].replace("\0", "").strip()

        def count(name: str, most: int) -> int:
            return min(int(found), most) if re.fullmatch(r"\d{1,4}", found := text(name)) else 0

        ins, outs, notes = (count(name, MAX_COLUMNS) for name in ("ins", "outs", "notes"))
        return cls(
            name=text("name")[:120],
            description=text("description"),
            policy=text("policy"),
            inputs=[{part: text(f"in-{n}-{part}") for part in _INPUT} for n in range(ins)],
            outputs=[{part: text(f"out-{n}-{part}") for part in _OUTPUT} for n in range(outs)],
            notes=[text(f"note-{n}") for n in range(notes)],
            lines=[
                Line(
                    [text(f"rule-{row}-in-{n}") for n in range(ins)],
                    [text(f"rule-{row}-out-{n}") for n in range(outs)],
                    [text(f"rule-{row}-note-{n}") for n in range(notes)],
                )
                for row in range(count("rules", MAX_RULES))
            ],
        )

    def change(self, asked: str) -> None:
        """Add or remove a rule or a column: ``add-rule``, ``remove-in-1``, ``up-rule-2``. What is unknown does nothing."""
        verb, _dash, rest = asked.partition("-")
        what, _dash, place = rest.partition("-")
        at = int(place) if place.isdigit() else -1
        if verb == "add":
            self._add(what, at)
        elif verb == "remove":
            self._remove(what, at)
        elif verb == "up" and what == "rule" and 0 < at < len(self.lines):
            self.lines[at - 1 : at + 1] = [self.lines[at], self.lines[at - 1]]

    def _add(self, what: str, after: int) -> None:
        room = len(self.inputs) + len(self.outputs) + len(self.notes) < MAX_COLUMNS
        if what == "rule" and len(self.lines) < MAX_RULES:
            blank = Line([""] * len(self.inputs), [""] * len(self.outputs), [""] * len(self.notes))
            self.lines.insert(after + 1 if after >= 0 else len(self.lines), blank)
        elif what == "in" and room:
            self.inputs.append({**dict.fromkeys(_INPUT, ""), "type": "string"})
            for line in self.lines:
                line.conditions.append("")
        elif what == "out" and room:
            self.outputs.append({**dict.fromkeys(_OUTPUT, ""), "type": "string"})
            for line in self.lines:
                line.results.append("")

    def _remove(self, what: str, at: int) -> None:
        if what == "rule" and 0 <= at < len(self.lines):
            del self.lines[at]
        elif what == "in" and 0 <= at < len(self.inputs) and len(self.inputs) > 1:
            del self.inputs[at]
            for line in self.lines:
                del line.conditions[at]
        elif what == "out" and 0 <= at < len(self.outputs) and len(self.outputs) > 1:
            del self.outputs[at]
            for line in self.lines:
                del line.results[at]

    def xml(self) -> bytes:
        """What is typed, as DMN. Raises Refusal when the way of hitting is none."""
        policy, _space, aggregation = self.policy.partition(" ")
        if self.policy in set(dmn.HitPolicy):
            policy, aggregation = self.policy, ""
        if policy not in set(dmn.HitPolicy) or (aggregation and aggregation not in set(dmn.Aggregation)):
            raise Refusal(_("请选择几条规则同时适用时怎么办。"), field="policy")
        table = dmn.Table(
            tuple(self._input(one) for one in self.inputs),
            tuple(self._output(one) for one in self.outputs),
            tuple(self._rule(line) for line in self.lines if any((*line.conditions, *line.results))),
            dmn.HitPolicy(policy),
            dmn.Aggregation(aggregation) if aggregation else None,
            tuple(self.notes),
        )
        return dmn.write(dmn.single(self.name, table, self.description))

    @staticmethod
    def _input(one: Fields) -> dmn.Input:
        values = people.cell(one["type"], one["values"])
        return dmn.Input(
            one["name"] or one["label"],
            one["type"],
            "" if values == "-" else values,
            one["label"],
            one["step"] if one["type"] == "number" else "",
        )

    @staticmethod
    def _output(one: Fields) -> dmn.Output:
        values = people.cell(one["type"], one["values"])
        return dmn.Output(
            one["name"] or one["label"],
            one["type"],
            "" if values == "-" else values,
            one["label"],
            people.result(one["type"], one["default"]),
        )

    def _rule(self, line: Line) -> dmn.Rule:
        return dmn.Rule(
            tuple(
                people.cell(one["type"], text) for one, text in zip(self.inputs, line.conditions, strict=True)
            ),
            tuple(
                people.result(one["type"], text) for one, text in zip(self.outputs, line.results, strict=True)
            ),
            tuple(line.notes),
        )

    # --- for the template

    def rows(self, problems: Sequence[dmn.Problem] = ()) -> Iterator[dict[str, Any]]:
        """The rules with the names of their fields, and what the proof found about each."""
        proven = 0  # lines without anything in them are no rules: the proof does not count them
        for at, line in enumerate(self.lines):
            filled = any((*line.conditions, *line.results))
            proven += filled
            yield {
                "at": at,
                "number": at + 1,
                "problems": [one for one in problems if filled and proven in one.rules],
                "cells": [
                    *(
                        (f"rule-{at}-in-{n}", text, self._called(self.inputs[n]), "in")
                        for n, text in enumerate(line.conditions)
                    ),
                    *(
                        (f"rule-{at}-out-{n}", text, self._called(self.outputs[n]), "out")
                        for n, text in enumerate(line.results)
                    ),
                    *(
                        (f"rule-{at}-note-{n}", text, self.notes[n], "note")
                        for n, text in enumerate(line.notes)
                    ),
                ],
            }

    @staticmethod
    def _called(one: Fields) -> str:
        return one["label"] or one["name"]
