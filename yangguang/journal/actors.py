"""Who did it, as plain values of that day: a name that changes later does not change the book."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Actor:
    """``key`` is the person's public uid, or a word for a machine. Name and key never enter a public leaf."""

    key: str
    name: str
    post: str = ""
    organisation: str = ""
    organisation_code: str = ""
    on_behalf_of: str = ""


SYSTEM = Actor(key="system", name="系统")
UNKNOWN = Actor(key="", name="")  # the private part of the act has been erased
