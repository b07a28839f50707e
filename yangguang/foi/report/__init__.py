"""The annual report on disclosure 年度报告 (国办公开办函〔2021〕30号): its figures, and the checks that they must bear.

shape      tables two, three and four: rows and columns in the document's order, with their names
figures    the numbers of one organisation and year; totals, sums of several reports
reading    the JSON of a report, strictly: every fault a sentence with its place
words      what chapters three and four say of the tables, and whether a text agrees with them
counting   the figures that the registers of requests, reviews and lawsuits give for a year
checks     the cross-checks Y1 … Y11, as data and as questions
"""

from __future__ import annotations

from .checks import CHECKS, Beside, Check, Finding, Level, broken, checked
from .counting import Request, Suit, counted
from .figures import Figures, summed
from .reading import Fault, Read, read, written
from .shape import CHAPTERS, T2, T3, T3_COLUMNS, T4, T4_COLUMNS, Cell, Row, Table, cells
from .words import chapter_four, chapter_three, disagreements

__all__ = [
    "CHAPTERS",
    "CHECKS",
    "T2",
    "T3",
    "T3_COLUMNS",
    "T4",
    "T4_COLUMNS",
    "Beside",
    "Cell",
    "Check",
    "Fault",
    "Figures",
    "Finding",
    "Level",
    "Read",
    "Request",
    "Row",
    "Suit",
    "Table",
    "broken",
    "cells",
    "chapter_four",
    "chapter_three",
    "checked",
    "counted",
    "disagreements",
    "read",
    "summed",
    "written",
]
