"""The verbs of this room."""

from .exporting import ask, make, sweep

__all__ = ["ask", "make", "sweep"]
