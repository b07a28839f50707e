"""BPMN 2.0: the stated subset that runs. Read, checked, proved, drawn and told in words."""

from .check import check
from .model import Bounds, Flow, Foreign, Kind, Lane, Many, Node, Outcome, Problem, Process, Trigger, may_join
from .outline import Step, outline
from .parse import BpmnError, parse
from .svg import draw

__all__ = [
    "Bounds",
    "BpmnError",
    "Flow",
    "Foreign",
    "Kind",
    "Lane",
    "Many",
    "Node",
    "Outcome",
    "Problem",
    "Process",
    "Step",
    "Trigger",
    "check",
    "draw",
    "may_join",
    "outline",
    "parse",
]
