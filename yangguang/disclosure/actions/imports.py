"""Records that were read from files become items: drafts, or by an operator's order public at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from yangguang.disclosure import rules
from yangguang.disclosure.acts import IMPORT_ORDERED
from yangguang.disclosure.intake.records import Record, Rejected
from yangguang.disclosure.models import Category, EditionFile, Imported, Item
from yangguang.files import actions as files
from yangguang.journal.actions import record as record_act
from yangguang.journal.actors import Actor
from yangguang.lib import clock
from yangguang.lib.errors import Refusal
from yangguang.organisations.models import Organisation

from .drafting import Facts, checked, create_item
from .publication import publish_edition

_BATCH = 20  # records of one transaction: what an interruption undoes, and the next run does again
MOST_NOTES = 200  # of an import of 200,000 records nobody reads more


@dataclass(slots=True)
class ImportSummary:
    """What became of the records, in numbers; a blocked one stays a draft. ``notes`` are for a person to look at."""

    read: int = 0
    drafted: int = 0
    published: int = 0
    known: int = 0
    blocked: int = 0
    rejected: int = 0
    notes: list[str] = field(default_factory=list)
    blocked_titles: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, counts: Mapping[str, int]) -> ImportSummary:
        """The summary that an interrupted import had come to."""
        told = cls()
        for name in _COUNTED:
            setattr(told, name, counts.get(name, 0))
        return told

    def counts(self) -> dict[str, int]:
        return {name: getattr(self, name) for name in _COUNTED}

    def add(self, other: ImportSummary) -> None:
        for name in _COUNTED:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.notes += other.notes[: MOST_NOTES - len(self.notes)]
        self.blocked_titles += other.blocked_titles[: MOST_NOTES - len(self.blocked_titles)]

    def as_json(self) -> dict[str, object]:
        return {**self.counts(), "notes": self.notes}


_COUNTED = ("read", "drafted", "published", "known", "blocked", "rejected")


@dataclass(frozen=True, slots=True)
class Order:
    """Where records go, by whose hand. With ``publish_reason`` they become public without review, by an operator's
    order: the screening still runs, and what it blocks stays a draft.
    """

    organisation: Organisation
    category: Category
    actor: Actor
    publish_reason: str = ""


def _nothing(_: object) -> None:
    return None


def import_entries(
    entries: Iterable[Record | Rejected],
    order: Order,
    summary: ImportSummary | None = None,
    *,
    rejected: Callable[[Rejected], None] = _nothing,
    committed: Callable[[ImportSummary], None] = _nothing,
) -> ImportSummary:
    """Take records in, some at a time in a transaction, so that an interruption loses nothing that was told.

    ``rejected`` is given what was not taken, with the reason; ``committed`` the summary, each time that it is certain.
    """
    told = summary or ImportSummary()
    remaining = iter(entries)
    while batch := list(islice(remaining, _BATCH)):
        fresh = ImportSummary()
        refused: list[Rejected] = []
        with transaction.atomic():
            for entry in batch:
                _take_in(entry, order, fresh, refused)
        told.add(fresh)
        for one in refused:
            rejected(one)
        committed(told)
    return told


def _take_in(entry: Record | Rejected, order: Order, told: ImportSummary, refused: list[Rejected]) -> None:
    told.read += 1
    if isinstance(entry, Record):
        try:
            _take_in_record(entry, order, told)
            return
        except Refusal as refusal:
            # What carries a secrecy marking is named, never kept: neither here nor in the file of rejects.
            raw = "" if refusal.code == "secrecy" else entry.body_text
            entry = Rejected(entry.origin, refusal.message, raw)
    told.rejected += 1
    refused.append(entry)


def record_order(order: Order, told: ImportSummary) -> None:
    """The act of an import that made something public: who ordered it, why, how much."""
    with transaction.atomic():
        record_act(
            IMPORT_ORDERED,
            subject=order.organisation.ref,
            actor=order.actor,
            public={
                "read": told.read,
                "published": told.published,
                "blocked": told.blocked,
                "reason": order.publish_reason,
            },
            organisation_code=order.organisation.code,
        )


def _take_in_record(entry: Record, order: Order, told: ImportSummary) -> None:
    known = Imported.objects.filter(organisation=order.organisation, fingerprint=entry.fingerprint)
    if known.exists():
        told.known += 1
        return
    facts = checked(_facts_of(entry, order.category), order.organisation, None)
    try:
        with transaction.atomic():
            item = create_item(
                facts, organisation=order.organisation, actor=order.actor, acting=None, timed=False
            )
            _enclose(item, entry, order.actor)
            Imported.objects.create(
                organisation=order.organisation,
                fingerprint=entry.fingerprint,
                item=item,
                origin=entry.origin[:300],
                external_number=entry.external_number[:80],
                at=clock.now(),
            )
            blocked = bool(rules.blocking(rules.newest_edition(item)))
            if order.publish_reason and not blocked:
                _publish_by_order(item, order)
    except IntegrityError:
        if not known.exists():
            raise
        told.known += 1  # another import of the same content was faster
        return
    told.notes.extend(f"{entry.origin}：{note}" for note in entry.notes)
    if order.publish_reason and not blocked:
        told.published += 1
        return
    told.drafted += 1
    if order.publish_reason:
        told.blocked += 1
        told.blocked_titles.append(f"{entry.origin}《{entry.title}》")


def _facts_of(entry: Record, category: Category) -> Facts:
    return Facts(
        title=entry.title,
        category=category,
        doc_number=entry.doc_number,
        generated_on=entry.generated_on,
        source=entry.source,
        keywords=entry.keywords[:200],
        summary=entry.summary if len(entry.summary) <= 300 else "",
        body_html=entry.body_html,
    )


def _enclose(item: Item, entry: Record, actor: Actor) -> None:
    if not entry.enclosures:
        return
    edition = rules.newest_edition(item)
    for order, one in enumerate(entry.enclosures):
        stored = files.take_in(ContentFile(one.content), owner=item.ref, name=one.name, by=actor)
        EditionFile.objects.create(edition=edition, file=stored, name=one.name, order=order)


def _publish_by_order(item: Item, order: Order) -> None:
    edition = rules.newest_edition(item)
    if edition.generated_on is None:
        edition.generated_on = clock.today()
    edition.submitted_at = clock.now()
    edition.sha256 = rules.fingerprint(edition)
    edition.save(update_fields=["generated_on", "submitted_at", "sha256"])
    publish_edition(
        item,
        edition,
        actor=order.actor,
        via={"process": "", "version": 0, "process_sha256": "", "order": order.publish_reason},
        basis=_("系统管理员批量导入"),
    )
