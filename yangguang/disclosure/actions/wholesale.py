"""New texts made public many at a time, by an operator's order: an import of 200,000 must not take a week.

The same rows, acts, numbers and search entries as one publication after the other gives (a test compares them), in one
statement a table. Only for what is new: such a text has no former one, no attachments yet, and no clock.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from yangguang.disclosure import rules
from yangguang.disclosure.acts import DRAFTED
from yangguang.disclosure.models import Category, Edition, Item
from yangguang.journal.actions import record, together
from yangguang.journal.actors import Actor
from yangguang.lib import clock
from yangguang.lib.uid import new_uids
from yangguang.organisations.models import Organisation
from yangguang.search import actions as search
from yangguang.web import rows

from .drafting import Facts, write_facts
from .publication import document_of, index_numbers, show_facts, tell_publication


@dataclass(frozen=True, slots=True)
class NewText:
    """Facts that are checked, proactive, and let through by the screening, and the plain text of their body."""

    facts: Facts
    text: str


@together()
def publish_new(
    texts: Sequence[NewText],
    *,
    organisation: Organisation,
    category: Category,
    actor: Actor,
    via: dict[str, object],
    basis: str,
) -> list[Item]:
    """Make new texts of one category public, in the caller's transaction and in their order; a text without its day of
    making gets today's. They all become public at one moment.
    """
    if not texts:
        return []
    with clock.set_to(clock.now()):
        editions = _texts(texts, organisation, index_numbers(len(texts), organisation, category))
        # An item and its edition name each other: the database looks at that when the transaction ends.
        items = rows.insert(edition.item for edition in editions)
        rows.insert(editions)
        documents = []
        for item, edition in zip(items, editions, strict=True):
            record(
                DRAFTED,
                subject=item.ref,
                actor=actor,
                organisation_code=organisation.code,
                about=[edition.ref],
            )
            tell_publication(item, edition, 0, actor=actor, basis=basis, said=via)
            documents.append(document_of(item, edition))
        search.put_many(documents, unknown=True)
        return items


def _texts(texts: Sequence[NewText], organisation: Organisation, numbers: Sequence[str]) -> list[Edition]:
    """The texts as they stand when they have become public, with their items; none is stored yet."""
    count = len(texts)
    keys = rows.reserve(Item, count), rows.reserve(Edition, count)
    uids = new_uids(count), new_uids(count)
    mould = _mould(organisation, texts[0].facts)
    made = []
    for text, number, *names in zip(texts, numbers, *keys, *uids, strict=True):
        item, edition = rows.like(mould.item), rows.like(mould)
        item.id, key, item.uid, edition.uid = names
        edition.item = item
        write_facts(edition, text.facts, text.text)
        edition.generated_on = text.facts.generated_on or clock.today()
        edition.sha256 = rules.fingerprint(edition)
        show_facts(item, edition)
        item.index_number, item.live_edition_id, edition.id = number, key, key
        made.append(edition)
    return made


def _mould(organisation: Organisation, facts: Facts) -> Edition:
    """A text as it stands when it has become public, with its item: what those of one batch have in common."""
    now = clock.now()
    item = Item(organisation=organisation, created_at=now, published_at=now, changed_at=now)
    edition = Edition(item=item, number=1, release=1, created_at=now, saved_at=now)
    write_facts(edition, facts, "")
    edition.submitted_at = edition.published_at = now
    show_facts(item, edition)
    return edition
