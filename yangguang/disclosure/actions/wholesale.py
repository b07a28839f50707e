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
from yangguang.organisations.models import Organisation
from yangguang.search import actions as search
from yangguang.web import bulk

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
    with clock.set_to(clock.now()):
        numbers = index_numbers(len(texts), organisation, category)
        keys = bulk.reserve(Item, len(texts)), bulk.reserve(Edition, len(texts))
        editions: list[Edition] = []
        for text, number, item_key, key in zip(texts, numbers, *keys, strict=True):
            edition = _edition(text, organisation, number, item_key)
            edition.pk = edition.item.live_edition_id = key
            editions.append(edition)
        # An item and its edition name each other: the database looks at that when the transaction ends.
        items = bulk.store([edition.item for edition in editions])
        bulk.store(editions)
        for item, edition in zip(items, editions, strict=True):
            item.live_edition = edition
            record(
                DRAFTED,
                subject=item.ref,
                actor=actor,
                organisation_code=organisation.code,
                about=[edition.ref],
            )
            tell_publication(item, edition, 0, actor=actor, basis=basis, said=via)
        documents = [document_of(item, edition) for item, edition in zip(items, editions, strict=True)]
        search.put_many(documents, unknown=True)
        return items


def _edition(text: NewText, organisation: Organisation, number: str, item_key: int) -> Edition:
    """A text as it stands when it has become public, with its item; neither is stored yet."""
    now = clock.now()
    item = Item(
        pk=item_key,
        organisation=organisation,
        index_number=number,
        created_at=now,
        published_at=now,
        changed_at=now,
    )
    edition = Edition(item=item, number=1, release=1, created_at=now, saved_at=now)
    write_facts(edition, text.facts, text.text)
    edition.generated_on = text.facts.generated_on or clock.today()
    edition.submitted_at = edition.published_at = now
    edition.sha256 = rules.fingerprint(edition)
    show_facts(item, edition)
    return edition
