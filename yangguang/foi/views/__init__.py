"""The public face: what one can ask for, the application, its receipt, and the page by which its holder follows it."""

from .apply import apply, known
from .guide import guide
from .holder import download, follow, rate, receipt, supply, withdraw
from .mine import mine, one_of_mine
from .track import track

__all__ = [
    "apply",
    "download",
    "follow",
    "guide",
    "known",
    "mine",
    "one_of_mine",
    "rate",
    "receipt",
    "supply",
    "track",
    "withdraw",
]
