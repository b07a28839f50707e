"""The catalogue: templates are read from the seeds, organisations keep what concerns their kind."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from yangguang.disclosure.acts import CATALOGUE_SET
from yangguang.disclosure.models import CatalogueEntry, Category
from yangguang.journal.actions import record
from yangguang.journal.actors import Actor
from yangguang.organisations.models import Organisation


@transaction.atomic
def keep_catalogue(
    organisation: Organisation, *, actor: Actor, categories: Iterable[Category] | None = None
) -> list[CatalogueEntry]:
    """Give an organisation its catalogue: by default every category whose template concerns its kind.

    What it already keeps stays; one act for the whole, none when nothing is new.
    """
    wanted = Category.objects.fillable() if categories is None else categories
    chosen = [
        category
        for category in wanted
        if not category.audience_kinds or organisation.kind in category.audience_kinds
    ]
    kept = set(CatalogueEntry.objects.filter(organisation=organisation).values_list("category_id", flat=True))
    new = [
        CatalogueEntry(
            organisation=organisation, category=category, responsible=organisation.name, order=category.order
        )
        for category in chosen
        if category.pk not in kept
    ]
    CatalogueEntry.objects.bulk_create(new)
    if new:
        record(
            CATALOGUE_SET,
            subject=organisation.ref,
            actor=actor,
            public={
                "organisation_name": organisation.name,
                "count": len(kept) + len(new),
                "added": sorted(entry.category.code for entry in new),
            },
            basis="《中华人民共和国政府信息公开条例》第十二条",
            organisation_code=organisation.code,
        )
    return new
