"""BPMN 2.0: the stated subset that runs. Read, checked, proved, drawn and told in words."""

from .check import check, wrong_expression
from .drawing import blank, with_drawing
from .model import Bounds, Flow, Foreign, Kind, Lane, Many, Node, Outcome, Problem, Process, Trigger, may_join
from .outline import Step, outline
from .parse import BpmnError, parse, readable
from .subset import ATTRIBUTES, NAMESPACE, Drawable, drawables
from .svg import draw

__all__ = [
    "ATTRIBUTES",
    "NAMESPACE",
    "Bounds",
    "BpmnError",
    "Drawable",
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
    "blank",
    "check",
    "draw",
    "drawables",
    "may_join",
    "outline",
    "parse",
    "readable",
    "with_drawing",
    "wrong_expression",
]
