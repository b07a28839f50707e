"""DMN: decision tables and what belongs to them. Read, written, decided, proved, told in words."""

from . import people, words
from .decide import Decider, Outcome
from .evaluate import Model, Result
from .model import (
    Aggregation,
    Decision,
    Definitions,
    DmnError,
    HitPolicy,
    Input,
    InputData,
    Output,
    Rule,
    Table,
    Type,
)
from .proof import Problem, Proof, prove
from .read import read
from .sheet import read_sheet, sheet_pieces, single
from .types import resolved, the_table
from .write import write

__all__ = [
    "Aggregation",
    "Decider",
    "Decision",
    "Definitions",
    "DmnError",
    "HitPolicy",
    "Input",
    "InputData",
    "Model",
    "Outcome",
    "Output",
    "Problem",
    "Proof",
    "Result",
    "Rule",
    "Table",
    "Type",
    "people",
    "prove",
    "read",
    "read_sheet",
    "resolved",
    "sheet_pieces",
    "single",
    "the_table",
    "words",
    "write",
]
