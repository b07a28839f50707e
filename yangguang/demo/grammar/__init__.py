"""Grammars of public papers: each composes one kind of document, seeded, with figures that agree."""

from yangguang.demo.grammar import (
    charges,
    emergency,
    enforcement,
    explaining,
    land,
    longform,
    money,
    monitoring,
    participation,
    policy,
    procurement,
    services,
    staffing,
    villages,
)
from yangguang.demo.grammar.base import KINDS, Attachment, Document, Kind, compose

__all__ = ["KINDS", "Attachment", "Document", "Kind", "compose"]

_REGISTERED = (
    charges,
    emergency,
    enforcement,
    explaining,
    land,
    longform,
    money,
    monitoring,
    participation,
    policy,
    procurement,
    services,
    staffing,
    villages,
)
