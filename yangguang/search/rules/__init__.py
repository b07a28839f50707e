"""Pure questions: what answers a query, what it is made of, what may have been meant, what was sought.

Every candidate is checked against its text and its owner before it is shown or counted, whatever the index says: an
index that lags or holds too much can never show what was withdrawn or does not fit.
"""

from __future__ import annotations

from .asking import LONGEST_QUERY, Order, Results, facets, query, understand
from .counting import Facet, Facets
from .meaning import as_words, instead, loosened, suggest_terms, titles
from .question import Filters
from .showing import Hit
from .sought import popular

__all__ = [
    "LONGEST_QUERY",
    "Facet",
    "Facets",
    "Filters",
    "Hit",
    "Order",
    "Results",
    "as_words",
    "facets",
    "instead",
    "loosened",
    "popular",
    "query",
    "suggest_terms",
    "titles",
    "understand",
]
