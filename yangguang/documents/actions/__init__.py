"""The verbs of this room."""

from .exporting import ask, make, sweep
from .templates import publish_template
from .writing import compose, issue, redraft, replace, substitute, void

__all__ = [
    "ask",
    "compose",
    "issue",
    "make",
    "publish_template",
    "redraft",
    "replace",
    "substitute",
    "sweep",
    "void",
]
