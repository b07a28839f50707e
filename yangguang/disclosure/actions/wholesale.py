"""New texts made public many at a time, by an operator's order: an import of 200,000 must not take a week.

The same rows, acts, numbers and search entries as one publication after the other gives, in a few statements for all of
them. Only for what is new: such a text has no former one, no attachments yet, and no clock.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import OuterRef, Subquery

from yangguang.disclosure import rules
from yangguang.disclosure.acts import DRAFTED
from yangguang.disclosure.models import Category, Edition, Item
from yangguang.journal.actions import record, together
from yangguang.journal.actors import Actor
from yangguang.lib import clock
from yangguang.organisations.models import Organisation
from yangguang.search import actions as search

from .drafting import Facts, write_facts
from .publication import document_of, index_numbers, show_facts, tell_publication


@together()
def publish_new(
    texts: Sequence[Facts],
    *,
    organisation: Organisation,
    category: Category,
    actor: Actor,
    via: dict[str, object],
    basis: str,
) -> list[Item]:
    """Make new texts of one category public, in the caller's transaction and in their order. Facts are checked,
    proactive, and let through by the screening; a text without its day of making gets today's.
    """
    numbers = index_numbers(len(texts), organisation, category)
    editions = [_edition(facts, organisation, number) for facts, number in zip(texts, numbers, strict=True)]
    items = [edition.item for edition in editions]
    Item.objects.bulk_create(items)
    Edition.objects.bulk_create(editions)
    newest = Edition.objects.filter(item=OuterRef("pk")).values("pk")[:1]
    Item.objects.filter(pk__in=[item.pk for item in items]).update(live_edition=Subquery(newest))
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
    search.put_many([document_of(item, edition) for item, edition in zip(items, editions, strict=True)])
    return items


def _edition(facts: Facts, organisation: Organisation, number: str) -> Edition:
    """A text as it stands when it has become public, with its item; neither is stored yet."""
    now = clock.now()
    item = Item(
        organisation=organisation, index_number=number, created_at=now, published_at=now, changed_at=now
    )
    edition = Edition(item=item, number=1, release=1, created_at=now, saved_at=now)
    write_facts(edition, facts)
    edition.generated_on = facts.generated_on or clock.today()
    edition.submitted_at = edition.published_at = now
    edition.sha256 = rules.fingerprint(edition)
    show_facts(item, edition)
    return edition
