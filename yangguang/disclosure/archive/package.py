"""Writes the package: a zip with fixed order and times, so that the same content gives the same bytes.

<索引号>/README.txt              what this is and how to check it
         MANIFEST.sha256         SHA-256 of every other file; ``sha256sum -c`` reads it too
         check.py                checks manifest, texts, papers, process and every proof, offline
         check_proof.py          the checker of single proofs that the site offers to everybody
         item.json approvals.json approvals.txt
         editions/1/text.html text.txt content.json attachments/01-….docx
         acts/00000012.json      each public act with its proof and what it claims about a content
         seals/000003.json       the seals that the proofs lead to
         process/disclosure-review-2/process.bpmn chart.svg
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import IO, Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from yangguang.casework.acts import PROCESS_PUBLISHED
from yangguang.casework.models import Case, ProcessVersion
from yangguang.disclosure import rules
from yangguang.disclosure.acts import PUBLISHED
from yangguang.disclosure.models import Edition, Item
from yangguang.files import actions as files
from yangguang.journal.models import Act
from yangguang.journal.parts import checkers, gather
from yangguang.lib import bpmn, canonical, clock, packages
from yangguang.lib.errors import Refusal
from yangguang.lib.packages import Part, as_json, file_name, folder_name, in_memory

_CHECK = Path(__file__).with_name("check.py.txt")


def name_of(item: Item) -> str:
    """The folder in the package, and the file's name without ending."""
    return folder_name(item.index_number or item.uid)


def write(item: Item, target: IO[bytes]) -> None:
    """Write the package of an item that is or was public. Refusal when there is nothing public, or not sealed yet."""
    if not item.index_number:
        raise Refusal(_("还没有公开的信息没有归档包。"), code="conflict")
    packages.write(name_of(item), list(_parts(item)), target)


def _parts(item: Item) -> Iterator[Part]:
    editions = list(
        item.editions.filter(release__isnull=False)
        .select_related("category", "item__organisation")
        .prefetch_related("attachments", "approvals__by")
        .order_by("release")
    )
    cases = Case.objects.filter(subject=item.ref).select_related("version__process").order_by("pk")
    versions = {case.version.pk: case.version for case in cases}
    context = {"item": item, "editions": editions, "folder": name_of(item)}
    yield Part("README.txt", in_memory(render_to_string("disclosure/archive/readme.txt", context)))
    yield from checkers(_CHECK.read_text(encoding="utf-8"))
    yield Part("item.json", as_json(_facts(item, editions)))
    opinions = [_opinions(edition) for edition in editions]
    yield Part("approvals.json", as_json(opinions))
    yield Part(
        "approvals.txt", in_memory(render_to_string("disclosure/archive/approvals.txt", {"rounds": opinions}))
    )
    for edition in editions:
        yield from _edition(item, edition)
    for version in versions.values():
        folder = f"process/{version.code}-{version.number}"
        yield Part(f"{folder}/process.bpmn", in_memory(bytes(version.xml)))
        yield Part(f"{folder}/chart.svg", in_memory(bpmn.draw(version.model)))
    yield from _proofs(item, editions, list(versions.values()))


def _facts(item: Item, editions: list[Edition]) -> dict[str, Any]:
    kept = rules.publish_clock(item)
    return {
        "schema": "yangguang.archive/1",
        "index_number": item.index_number,
        "title": item.title,
        "organisation": {"code": item.organisation.code, "name": item.organisation.name},
        "category": {"code": item.category.code, "name": item.category.name},
        "published_at": _moment(item.published_at),
        "changed_at": _moment(item.changed_at),
        "withdrawn_at": _moment(item.withdrawn_at),
        "late_days": item.late_days,
        "limit": kept.explanation.get("text", "") if kept else "",
        "editions": [
            {
                "release": edition.release,
                "title": edition.title,
                "sha256": edition.sha256 or rules.fingerprint(edition),
                "published_at": _moment(edition.published_at),
                "expunged_at": _moment(edition.expunged_at),
            }
            for edition in editions
        ],
    }


def _opinions(edition: Edition) -> dict[str, Any]:
    return {
        "release": edition.release,
        "sha256": edition.sha256,
        "approvals": [
            {
                "step": one.step,
                "post": one.post,
                "organisation": one.organisation,
                "name": one.by.display_name,
                "passed": one.passed,
                "opinion": one.opinion,
                "data": one.data,
                "sha256": one.sha256,
                "at": _moment(one.at),
            }
            for one in sorted(edition.approvals.all(), key=lambda one: (one.at, one.pk))
        ],
    }


def _edition(item: Item, edition: Edition) -> Iterator[Part]:
    """A text as people read it, and as its hash was taken over it. Of an expunged one only the hash is left."""
    if edition.expunged_at:
        return
    folder = f"editions/{edition.release}"
    context = {"item": item, "edition": edition, "attachments": list(edition.attachments.all())}
    yield Part(f"{folder}/text.html", in_memory(render_to_string("disclosure/archive/text.html", context)))
    yield Part(f"{folder}/text.txt", in_memory(f"{edition.title}\n\n{edition.body_text}\n"))
    yield Part(f"{folder}/content.json", in_memory(canonical.dumps(rules.content(edition))))
    for number, entry in enumerate(edition.attachments.all(), 1):
        stored, safe = entry.file, file_name(entry.name)
        if stored.blob_id is not None:
            yield Part(f"{folder}/attachments/{number:02d}-{safe}", partial(files.open_content, stored))


def _proofs(item: Item, editions: list[Edition], versions: list[ProcessVersion]) -> Iterator[Part]:
    """Every public act about the item and its texts, and those by which its processes were published."""
    about = [item.ref, *(edition.ref for edition in item.editions.all())]
    found = set(Act.objects.public().filter(references__ref__in=about).values_list("pk", flat=True))
    published = Act.objects.public().filter(kind=PROCESS_PUBLISHED, subject__in=[v.ref for v in versions])
    found.update(published.values_list("pk", flat=True))
    acts = list(Act.objects.filter(pk__in=found).prefetch_related("references").order_by("pk"))
    texts = {edition.sha256: edition for edition in editions if edition.sha256}
    gathered = gather(acts, content=lambda act: _claims(act, texts))
    if gathered.unsealed:
        raise Refusal(_("这一件最近的公务记录还没有封存，请一分钟后再归档。"), code="conflict")
    yield from gathered.parts


def _claims(act: Act, texts: dict[str, Edition]) -> list[dict[str, Any]]:
    """What the act says about a text that lies in the package: the text itself, to be hashed by whoever checks."""
    edition = texts.get(str(act.public.get("sha256", ""))) if act.kind == PUBLISHED else None
    if edition is None or edition.expunged_at:
        return []
    return [{"label": edition.title, "claim": "sha256", "json": rules.content(edition)}]


def _moment(value: Any) -> str:
    return clock.local(value).strftime("%Y-%m-%d %H:%M:%S") if value else ""
