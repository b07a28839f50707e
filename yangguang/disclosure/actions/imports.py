"""Records that were read from files become items: drafts, or by an operator's order public at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

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
from yangguang.journal.models import Act
from yangguang.lib import clock
from yangguang.lib.errors import Refusal
from yangguang.lib.ref import Ref
from yangguang.organisations.models import Organisation
from yangguang.screening.rules import blocking, lists_held, screen_document
from yangguang.web import rows

from .drafting import Facts, checked, create_item
from .publication import publish_edition
from .wholesale import NewText, publish_new

# One transaction holds so many records, or as few as have so many characters: what an interruption undoes and the next
# run does again, and what an import needs of memory however long it is.
BATCH = 500
_MOST_CHARACTERS = 2_000_000
IMPORT_REF = "disclosure.import"  # one run of the command over one file, with all that it took to end it
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


class Keeper(Protocol):
    """Who writes down how far an import is, so that a stop costs nothing (``intake.progress``)."""

    def about_to(self, counts: dict[str, int], refused: Iterable[Rejected], item: str) -> None: ...

    def certain(self) -> None: ...


def import_entries(
    entries: Iterable[Record | Rejected],
    order: Order,
    summary: ImportSummary | None = None,
    *,
    keeper: Keeper | None = None,
    told: Callable[[ImportSummary], object] = lambda summary: None,
) -> ImportSummary:
    """Take records in, some at a time in a transaction, so that an interruption loses nothing that was told.

    ``keeper`` is told what each transaction will have come to before it is committed, and that it was; ``told`` is
    given the summary each time that it is certain.
    """
    so_far = summary or ImportSummary()
    for batch in _batches(entries):
        for taken in _take_in(batch, order, so_far, keeper):
            so_far.add(taken)
            told(so_far)
    return so_far


def _batches(entries: Iterable[Record | Rejected]) -> Iterator[list[Record | Rejected]]:
    batch: list[Record | Rejected] = []
    size = 0
    for entry in entries:
        batch.append(entry)
        size += len(entry.body_text if isinstance(entry, Record) else entry.raw)
        if len(batch) == BATCH or size >= _MOST_CHARACTERS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


@dataclass(slots=True)
class _Taken:
    """What became of one batch."""

    told: ImportSummary = field(default_factory=ImportSummary)
    refused: list[Rejected] = field(default_factory=list)
    first: str = ""  # the uid of an item that it made

    def refuse(self, one: Rejected) -> None:
        self.told.rejected += 1
        self.refused.append(one)


def _take_in(
    batch: list[Record | Rejected], order: Order, before: ImportSummary, keeper: Keeper | None
) -> Iterator[ImportSummary]:
    """A batch in one transaction; one by one where another import of the same content was faster.

    What takes time (checking, screening) is done before the transaction begins: others are waiting to write.
    """
    taken, fresh = _looked_through(batch, order)
    try:
        with transaction.atomic():
            taken.first = _keep(fresh, taken.told, order)
            if keeper is not None:
                after = ImportSummary.of(before.counts())
                after.add(taken.told)
                keeper.about_to(after.counts(), taken.refused, taken.first)
    except IntegrityError:
        if len(batch) == 1:
            raise
        for entry in batch:
            yield from _take_in([entry], order, before, keeper)
        return
    if keeper is not None:
        keeper.certain()
    yield taken.told


@dataclass(frozen=True, slots=True)
class _Fresh:
    """A record that is new here and fit to be kept, and whether it may become public as it is."""

    fingerprint: str
    entry: Record
    facts: Facts
    public: bool


def _looked_through(batch: Sequence[Record | Rejected], order: Order) -> tuple[_Taken, list[_Fresh]]:
    """What of a batch is to be kept. Nothing is written, and no transaction is open."""
    taken = _Taken()
    told = taken.told
    told.read = len(batch)
    marked = [(entry.fingerprint, entry) if isinstance(entry, Record) else ("", entry) for entry in batch]
    seen = _known([fingerprint for fingerprint, _entry in marked if fingerprint], order)
    fresh: list[_Fresh] = []
    with lists_held():
        for fingerprint, entry in marked:
            if isinstance(entry, Rejected):
                taken.refuse(entry)
                continue
            if fingerprint in seen:
                told.known += 1
                continue
            try:
                facts = checked(
                    _facts_of(entry, order.category), order.organisation, None, text=entry.body_text
                )
            except Refusal as refusal:
                # What carries a secrecy marking is named, never kept: neither here nor in the file of rejects.
                raw = "" if refusal.code == "secrecy" else entry.body_text
                taken.refuse(Rejected(entry.origin, refusal.message, raw))
                continue
            seen.add(fingerprint)
            public = bool(order.publish_reason) and not _blocked(facts, entry.body_text, order.organisation)
            fresh.append(_Fresh(fingerprint, entry, facts, public))
    return taken, fresh


def _keep(fresh: Sequence[_Fresh], told: ImportSummary, order: Order) -> str:
    """Write a batch, in the caller's transaction; the uid of an item that it made."""
    kept: list[tuple[_Fresh, Item]] = []
    wholesale: list[_Fresh] = []
    for one in fresh:
        entry = one.entry
        told.notes.extend(f"{entry.origin}：{note}" for note in entry.notes)
        if one.public:
            told.published += 1
            if entry.enclosures:
                kept.append((one, _publish_with_files(entry, one.facts, order)))
            else:
                wholesale.append(one)
            continue
        kept.append((one, _draft(entry, one.facts, order)))
        told.drafted += 1
        if order.publish_reason:
            told.blocked += 1
            told.blocked_titles.append(f"{entry.origin}《{entry.title}》")
    if wholesale:
        items = publish_new(
            [NewText(one.facts, one.entry.body_text) for one in wholesale],
            organisation=order.organisation,
            category=order.category,
            actor=order.actor,
            via=_via(order),
            basis=_("系统管理员批量导入"),
        )
        kept += zip(wholesale, items, strict=True)
    _remember(kept, order)
    return kept[0][1].uid if kept else ""


def _known(fingerprints: list[str], order: Order) -> set[str]:
    known = Imported.objects.filter(organisation=order.organisation, fingerprint__in=fingerprints)
    return set(known.values_list("fingerprint", flat=True))


def _remember(kept: Sequence[tuple[_Fresh, Item]], order: Order) -> None:
    rows.insert_values(
        Imported,
        ("fingerprint", "item_id", "origin", "external_number"),
        [
            (one.fingerprint, item.pk, one.entry.origin[:300], one.entry.external_number[:80])
            for one, item in kept
        ],
        organisation_id=order.organisation.pk,
        at=clock.now(),
    )


def _blocked(facts: Facts, text: str, organisation: Organisation) -> bool:
    found = screen_document(facts.title, text, organisation=organisation, on=facts.generated_on)
    return bool(blocking(found))


def record_order(order: Order, told: ImportSummary, uid: str = "") -> None:
    """The act of an import that made something public: who ordered it, why, how much. With the ``uid`` of an import
    that was gone on with after a stop, it is told once for each sum that it came to.
    """
    about = [Ref(IMPORT_REF, uid)] if uid else []
    with transaction.atomic():
        if about and any(
            act.public["published"] == told.published
            for act in Act.objects.filter(kind=IMPORT_ORDERED).about(about[0])
        ):
            return
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
            about=about,
        )


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


def _draft(entry: Record, facts: Facts, order: Order) -> Item:
    item = create_item(facts, organisation=order.organisation, actor=order.actor, acting=None, timed=False)
    for number, one in enumerate(entry.enclosures):
        stored = files.take_in(ContentFile(one.content), owner=item.ref, name=one.name, by=order.actor)
        edition = rules.newest_edition(item)
        EditionFile.objects.create(edition=edition, file=stored, name=one.name, order=number)
    return item


def _publish_with_files(entry: Record, facts: Facts, order: Order) -> Item:
    item = _draft(entry, facts, order)
    edition = rules.newest_edition(item)
    if edition.generated_on is None:
        edition.generated_on = clock.today()
    edition.submitted_at = clock.now()
    edition.sha256 = rules.fingerprint(edition)
    edition.save(update_fields=["generated_on", "submitted_at", "sha256"])
    publish_edition(item, edition, actor=order.actor, via=_via(order), basis=_("系统管理员批量导入"))
    return item


def _via(order: Order) -> dict[str, Any]:
    return {"process": "", "version": 0, "process_sha256": "", "order": order.publish_reason}
