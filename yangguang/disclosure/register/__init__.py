"""The register 台账: every item that an office works on, what narrows it, and the figures counted from it.

One question (:class:`~.filters.Filters`) answers the list, its totals, its exports and every number of the
statistics, so that a number and the list behind it cannot differ.
"""

from .filters import Filters, Span, Timing, items_of
from .rows import COLUMNS, WIDTHS, Entry, Reader, totals
from .statistics import Period, Statistics, statistics

__all__ = [
    "COLUMNS",
    "WIDTHS",
    "Entry",
    "Filters",
    "Period",
    "Reader",
    "Span",
    "Statistics",
    "Timing",
    "items_of",
    "statistics",
    "totals",
]
