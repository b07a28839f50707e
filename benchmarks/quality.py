"""How well the import understands real documents: ``python -m benchmarks.quality FOLDER`` (a collection of documents).

Three questions, each answered against what the collection itself says: are number, day and issuer found in the bare text of
State Council documents; do saved pages agree with the record of the same document; how many document numbers, as they
were typed, are understood. Prints Markdown. Nothing is written anywhere.
"""

from __future__ import annotations

import csv
import json
import os
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yangguang.config.settings")

from yangguang.disclosure.intake import metadata, reading, rows
from yangguang.disclosure.intake.records import Record
from yangguang.lib import docnumbers

_FACTS = (("doc_number", "document number"), ("generated_on", "day of signature"), ("source", "issuer"))


@dataclass
class Score:
    """For each fact how often it agreed, and what did not."""

    asked: int = 0
    right: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def compare(self, name: str, found: Record | None, true: Record) -> None:
        self.asked += 1
        for fact, _label in _FACTS:
            got, wanted = (_plain(getattr(one, fact, "")) for one in (found, true))
            if got == wanted:
                self.right[fact] += 1
            else:
                self.wrong.append(f"{name}: {fact} {got or 'not found'}, true {wanted}")

    def lines(self) -> Iterable[str]:
        for fact, label in _FACTS:
            share = self.right[fact] / self.asked if self.asked else 0
            yield f"| {label} | {self.right[fact]} of {self.asked} | {share:.1%} |"


def _plain(value: object) -> str:
    text = docnumbers.normalise(str(value or ""))
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def state_council(folder: Path) -> tuple[Score, dict[str, Record]]:
    """Number, day and issuer out of the bare text, against the record; and the records by index number."""
    score, known = Score(), {}
    path = folder / "documents" / "govcn_policies_60.jsonl"
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        true = rows.from_row(
            {**row, "text": "无正文。" * 10}, "", ""
        )  # the record alone: no help from the text
        bare = rows.from_row({"title": row["title"], "text": row["text"]}, "", "")
        assert isinstance(true, Record)
        known[true.external_number] = true
        score.compare(row["title"][:30], bare if isinstance(bare, Record) else None, true)
    return score, known


def pages(folder: Path, known: dict[str, Record]) -> tuple[Score, int, list[str]]:
    """Saved pages against the record of the same index number; how many there are; why some are refused."""
    score, number, refused = Score(), 0, []
    for path in sorted((folder / "websites").rglob("*.html")):
        number += 1
        found = next(reading.read(path))
        if not isinstance(found, Record):
            refused.append(f"{path.name}: {found.reason}")
        elif found.external_number in known:
            score.compare(path.name, found, known[found.external_number])
    return score, number, refused


def numbers(folder: Path) -> tuple[int, int, int, Counter[str]]:
    """How many were typed exactly, how many are understood, of how many; the rest by kind."""
    exact = understood = total = 0
    rest: Counter[str] = Counter()
    with (folder / "documents" / "doc_numbers_10k.csv").open(encoding="utf-8-sig", newline="") as stream:
        for row in csv.DictReader(stream):
            total += 1
            written = metadata.without_label(row["doc_number"])
            exact += docnumbers.parse(written) is not None
            if docnumbers.parse(docnumbers.normalise(written)):
                understood += 1
            else:
                rest[_kind(written)] += 1
    return exact, understood, total, rest


def _kind(written: str) -> str:
    for pattern, kind in (
        ("令", "an order by its serial number (…令第N号)"),
        ("公告|通告", "an announcement of a year"),
    ):
        if re.search(pattern, written):
            return kind
    return "no brackets around the year" if written else "nothing written"


def main(words: list[str]) -> int:
    if len(words) != 1 or not (Path(words[0]) / "documents").is_dir():
        sys.stderr.write(
            "python -m benchmarks.quality FOLDER (the folder that holds documents/ and websites/)\n"
        )
        return 2
    folder = Path(words[0])
    texts, known = state_council(folder)
    saved, number, refused = pages(folder, known)
    exact, understood, total, rest = numbers(folder)
    head = ["| fact | agrees | share |", "|---|---|---|"]
    said = ["### From the bare text of State Council documents", "", *head, *texts.lines(), ""]
    said += [f"- {line}" for line in texts.wrong]
    said += [
        "",
        f"### From saved pages ({number}; {saved.asked} have a record)",
        "",
        *head,
        *saved.lines(),
        "",
    ]
    said += [f"- {line}" for line in (*saved.wrong, *refused)]
    said += ["", "### Document numbers as they were typed", ""]
    said += [
        f"{total} rows: {exact} written exactly, {understood} understood ({understood / total:.2%}). The rest:",
        "",
    ]
    said += [f"- {kind}: {count}" for kind, count in rest.most_common()]
    sys.stdout.write("\n".join(said) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
