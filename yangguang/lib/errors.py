"""What a verb answers when it will not do what it was asked."""

from __future__ import annotations


class Refusal(Exception):
    """A person asked for something that cannot be done, and is told what to do instead.

    ``message`` is one clear sentence in Chinese; ``code`` is a stable word for programs: ``invalid``,
    ``forbidden``, ``not-found``, ``conflict``, ``too-large`` …; ``field`` names the form field at fault.
    """

    def __init__(self, message: object, code: str = "invalid", field: str | None = None) -> None:
        super().__init__(message)
        self.message = str(message)
        self.code = code
        self.field = field
