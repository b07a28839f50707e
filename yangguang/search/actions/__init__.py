"""The verbs of search, by subject: what can be found, the index made anew, words that mean the same, what was sought."""

from __future__ import annotations

from .changes import PATIENCE, apply, put, put_many, retry, turn_the_day, withdraw
from .rebuilding import rebuild

__all__ = ["PATIENCE", "apply", "put", "put_many", "rebuild", "retry", "turn_the_day", "withdraw"]
