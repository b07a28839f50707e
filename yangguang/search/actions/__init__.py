"""The verbs of search, by subject: what can be found, the index made anew, words that mean the same, what was sought."""

from __future__ import annotations

from .changes import PATIENCE, apply, put, retry, turn_the_day, withdraw
from .rebuilding import rebuild

__all__ = ["PATIENCE", "apply", "put", "rebuild", "retry", "turn_the_day", "withdraw"]
