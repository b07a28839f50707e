"""S-FEEL, the one language of gateways and decision tables: closed, small, exact.

Literals (numbers as Decimal, texts, true, false, null, ``date("2026-01-01")``), names, comparisons, ``and``, ``or``,
``not(…)``, arithmetic, ``if … then … else``, ``x in (1, 2)``, ``x in [1..5)``, ``x between 1 and 5``, parts of a context,
and a fixed list of functions that reach nothing outside. A name that is not among the facts is an error, never
false; so, in the house's strict manner, is a comparison of unlike things. No attribute of Python is ever read.
"""

from .parts import Constant, Expression, Facts, Test
from .reader import compile
from .tokens import quoted
from .unary import Cell, cell
from .values import FeelError, Months, Value, duration, kind, moment, number_text, plain, shown

__all__ = [
    "Cell",
    "Constant",
    "Expression",
    "Facts",
    "FeelError",
    "Months",
    "Test",
    "Value",
    "cell",
    "compile",
    "duration",
    "kind",
    "moment",
    "number_text",
    "plain",
    "quoted",
    "shown",
]
