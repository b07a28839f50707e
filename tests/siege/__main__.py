"""``python -m tests.siege VERB``: one of the besieged house's processes (see house.py)."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import django


def main(verb: str, *given: str) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.siege.settings")
    django.setup()
    from tests.siege import house, works, works_reckoned

    if verb == "prepare":
        house.prepare(int(given[0]), Path(given[1]))
    elif verb == "prepare-works":
        works.prepare(int(given[0]), int(given[1]), Path(given[2]))
    elif verb == "reckon":
        house.reckon(Path(given[0]))
    elif verb == "reckon-works":
        works_reckoned.reckon(Path(given[0]))
    else:
        {"publish": house.publish, "seal": house.seal, "work": works.work}[verb]()


if __name__ == "__main__":
    main(*sys.argv[1:])
