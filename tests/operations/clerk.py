"""A clerk at work in a house that stands: one line in, one deed done by the verbs, one line out (JSON).

    {"do": "publish"} · {"do": "correct", "item": uid} · {"do": "withdraw", "item": uid} · {"do": "seal"} · {"do": "draft"}

A process of its own, so that it changes the house from outside the one that serves, as the office does.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from .standing import environment


class Clerk:
    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process

    def __call__(self, deed: str, item: str = "") -> dict[str, Any]:
        """Do it; what the item is called and where it is read. Returns when the verb has returned."""
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.write(json.dumps({"do": deed, "item": item}) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        assert answer, "the clerk is gone"
        told: dict[str, Any] = json.loads(answer)
        assert "error" not in told, told
        return told


@contextmanager
def at_work(folder: Path) -> Iterator[Clerk]:
    with subprocess.Popen(
        [sys.executable, "-m", "tests.operations.clerk"],
        env=environment(folder, "office"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield Clerk(process)
        assert process.stdin is not None
        process.stdin.close()


def main() -> None:
    import django

    django.setup()
    from tests.cast import people_of, the_county
    from yangguang.disclosure.actions import keep_catalogue
    from yangguang.disclosure.models import Item
    from yangguang.disclosure.tests.conftest import Gate
    from yangguang.journal import actions as journal
    from yangguang.journal.actors import SYSTEM

    cast = people_of(the_county())
    keep_catalogue(cast.county.civil, actor=SYSTEM)
    gate = Gate(cast)
    for line in sys.stdin:
        asked = json.loads(line)
        item = Item.objects.filter(uid=asked["item"]).first()
        try:
            if asked["do"] == "seal":
                journal.seal()
            elif asked["do"] == "draft":
                gate.submit(gate.draft(title="送审"))
            elif asked["do"] == "publish":
                item = gate.published()
            elif item is not None:
                {"correct": gate.corrected, "withdraw": gate.withdraw}[asked["do"]](item)
        except Exception as error:
            told: dict[str, Any] = {"error": f"{type(error).__name__}: {error}"}
        else:
            told = {"item": item.uid, "url": f"/items/{item.index_number}/"} if item else {}
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
