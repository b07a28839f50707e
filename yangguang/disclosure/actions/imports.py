"""Records that were read from files become items: drafts, or by an operator's order public at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

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


@dataclass(slots=True)
class ImportSummary:
    """What became of the records. ``rejected`` carries the reasons; a blocked one stays a draft."""

    read: int = 0
    drafted: int = 0
    published: int = 0
    known: int = 0
    blocked: int = 0
    rejected: list[Rejected] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    blocked_titles: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, object]:
        return {
            "read": self.read,
            "drafted": self.drafted,
            "published": self.published,
            "known": self.known,
            "blocked": self.blocked,
            "rejected": len(self.rejected),
            "notes": self.notes,
        }


@dataclass(frozen=True, slots=True)
class Order:
    """Where records go, by whose hand. With ``publish_reason`` they become public without review, by an operator's
    order: the screening still runs, and what it blocks stays a draft.
    """

    organisation: Organisation
    category: Category
    actor: Actor
    publish_reason: str = ""


def import_entries(
    entries: Iterable[Record | Rejected], order: Order, summary: ImportSummary | None = None
) -> ImportSummary:
    """Take records in, each in a transaction of its own, so that an interruption loses nothing that was done."""
    told = summary or ImportSummary()
    for entry in entries:
        told.read += 1
        if isinstance(entry, Rejected):
            told.rejected.append(entry)
            continue
        try:
            _take_in(entry, order, told)
        except Refusal as refusal:
            # What carries a secrecy marking is named, never kept: neither here nor in the file of rejects.
            raw = "" if refusal.code == "secrecy" else entry.body_text
            told.rejected.append(Rejected(entry.origin, refusal.message, raw))
    return told


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


def _take_in(entry: Record, order: Order, told: ImportSummary) -> None:
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
            _keep_pictures(item, entry, order.actor)
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
        body_html=entry.body_html,
    )


def _keep_pictures(item: Item, entry: Record, actor: Actor) -> None:
    edition = rules.newest_edition(item)
    for order, picture in enumerate(entry.pictures):
        stored = files.take_in(ContentFile(picture.content), owner=item.ref, name=picture.name, by=actor)
        EditionFile.objects.create(edition=edition, file=stored, name=picture.name, order=order)


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
