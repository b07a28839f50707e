"""What became of all the work: each promise that was confirmed is held against the records, the index and the book."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from tests.siege.house import gaps, say, undone
from yangguang.casework.models import Case
from yangguang.disclosure.models import Imported, Item, PublicationPlan
from yangguang.journal import actions as journal
from yangguang.journal import proofs
from yangguang.journal.models import Act
from yangguang.lib import proof
from yangguang.notices.models import Message
from yangguang.search import engines
from yangguang.search.models import Entry, Rebuild
from yangguang.search.rules import query

Told = Mapping[str, Any]


def reckon(file: Path) -> None:
    told = json.loads(file.read_text())
    while journal.seal() is not None:
        pass
    faults = [f"{one['item']} {one['state']}: {fault}" for one in told["items"] for fault in _faults_of(one)]
    faults += [f"{one['file']}: {fault}" for one in told["imports"] for fault in _faults_of_import(one)]
    faults += _strays(told)
    for code in ("civil-affairs", "chengguan", "water"):
        faults += gaps(code)
    faults += undone()
    faults += _search_differs()
    say(json.dumps({"faults": faults, "acts": Act.objects.count(), "items": Item.objects.count()}))


def _faults_of(one: Told) -> Iterable[str]:
    item = Item.objects.select_related("live_edition").get(uid=one["item"])
    if item.is_public != (one["state"] == "public") or (item.withdrawn_at is None) == (
        one["state"] == "withdrawn"
    ):
        yield "is in another state"
    waits = one["state"] == "planned"
    if (item.live_edition.sha256 if item.live_edition else "") != ("" if waits else one["sha256"]):
        yield "shows another text than the one that was confirmed last"
    acts = Counter(Act.objects.filter(subject=item.ref).values_list("kind", flat=True))
    for kind, number in one["acts"].items():
        if acts[kind] != number:
            yield f"{acts[kind]} acts {kind} instead of {number}"
    if item.editions.filter(release__isnull=False).count() != one["acts"]["disclosure.edition_published"]:
        yield "has another number of public texts"
    if item.editions.filter(release__isnull=True, returned_at__isnull=True).exists() != waits:
        yield "a text in work is left over, or the one that waits is gone"
    if Case.objects.filter(subject=item.ref).exclude(state="done").exists():
        yield "a case is still open"
    for act in Act.objects.filter(subject=item.ref, kind="disclosure.edition_published"):
        times = Message.objects.filter(
            about=act.ref, channel="inbox", url=""
        ).count()  # as handlers.py tells it
        if times != 1:
            yield f"told {times} times"
        document = proofs.document(act)
        if document is None or not proof.check(document, trusted_keys=proofs.trusted_keys()).ok:
            yield "its proof does not hold"
    found = [hit.ref for hit in query(f"“{one['title']}”").hits]
    if found != ([item.ref] if item.is_public else []):
        yield f"search finds {found}"


def _faults_of_import(one: Told) -> Iterable[str]:
    rows = Item.objects.filter(organisation__code="water", title__in=one["titles"])
    if sorted(rows.values_list("title", flat=True)) != sorted(one["titles"]):
        yield f"{rows.count()} items of {len(one['titles'])} rows"
    public = rows.public().count()
    if public != (len(one["titles"]) if one["published"] else 0):
        yield f"{public} are public"
    if Imported.objects.filter(item__in=rows).count() != len(one["titles"]):
        yield "remembered another number of rows"
    acts = Act.objects.filter(kind="disclosure.import_ordered").order_by("id")
    ordered = [act.public for act in acts if act.public["reason"] == one["reason"]]
    if one["published"] and (not ordered or ordered[-1]["published"] != len(one["titles"])):
        yield f"the act of the order tells {[act['published'] for act in ordered]} of {len(one['titles'])}"
    if len({act["published"] for act in ordered}) != len(ordered):
        yield "an order was told twice"
    if one["published"]:
        for item in rows.public():
            if [hit.ref for hit in query(f"“{item.title}”").hits] != [item.ref]:
                yield f"search does not find {item.title}"


def _strays(told: Told) -> Iterable[str]:
    expected = len(told["items"]) + sum(len(one["titles"]) for one in told["imports"])
    if Item.objects.count() != expected:
        yield f"{Item.objects.count()} items instead of {expected}"
    if PublicationPlan.objects.waiting().filter(edition__item__live_edition__isnull=False).exists():
        yield "a plan waits for what is public"
    if Rebuild.objects.exists():
        yield "a rebuild is not finished"


def _search_differs() -> Iterable[str]:
    public = {item.ref for item in Item.objects.public()}
    entries = set(Entry.objects.values_list("ref", flat=True))
    if entries != public:
        yield f"search knows {len(entries - public)} too many and lacks {len(public - entries)}"
    if engines.current().size() != len(public):
        yield f"the index holds {engines.current().size()} of {len(public)}"
