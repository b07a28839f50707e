"""What an owner says of a thing that is to be found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from yangguang.lib.ref import Ref


@dataclass(frozen=True, slots=True)
class Document:
    """``text`` is plain text; paths are materialised (``county/civil-affairs/``); ``published_at`` is aware.

    The names are what a hit shows; without ``category_path``, the category stands for itself alone.
    ``category_names`` names each part of ``category_path``. ``validity`` tells from which day on which state holds
    (有效性), oldest first: a document that will be repealed flips by itself on its day.
    """

    ref: Ref
    title: str
    text: str
    organisation_code: str
    organisation_path: str
    category_code: str
    kind: str
    published_at: datetime
    url: str
    organisation_name: str = ""
    category_name: str = ""
    category_path: str = ""
    category_names: tuple[str, ...] = ()
    validity: tuple[tuple[date, str], ...] = ()
