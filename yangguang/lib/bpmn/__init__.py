"""BPMN 2.0: the stated subset that runs. Read, checked, proved, drawn and told in words."""

from .check import check
from .model import Bounds, Flow, Foreign, Kind, Lane, Node, Outcome, Problem, Process
from .parse import BpmnError, parse

__all__ = [
    "Bounds",
    "BpmnError",
    "Flow",
    "Foreign",
    "Kind",
    "Lane",
    "Node",
    "Outcome",
    "Problem",
    "Process",
    "check",
    "parse",
]
