"""What an owner says of a thing that is to be found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from yangguang.lib.ref import Ref


@dataclass(frozen=True, slots=True)
class Document:
    """``text`` is plain text; paths are materialised (``county/civil-affairs/``); ``published_at`` is aware.

    The names are what a hit shows; without ``category_path``, the category stands for itself alone.
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
