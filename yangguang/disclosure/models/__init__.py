"""The gate: what is to be published (catalogue), what is published (items, editions), who said so (approvals)."""

from .catalogue import CatalogueEntry, Category, CategoryKind
from .editions import ChangeKind, Edition, EditionFile
from .items import (
    ARTICLE_OF,
    EXPUNGED_TITLE,
    UNTOLD_TITLE,
    Attribute,
    DenyReason,
    Imported,
    Item,
    ItemQuerySet,
)
from .plans import PublicationPlan, PublicationPlanQuerySet
from .review import Approval, FindingRuling
from .validity import Validity, ValidityDeclaration

__all__ = [
    "ARTICLE_OF",
    "EXPUNGED_TITLE",
    "UNTOLD_TITLE",
    "Approval",
    "Attribute",
    "CatalogueEntry",
    "Category",
    "CategoryKind",
    "ChangeKind",
    "DenyReason",
    "Edition",
    "EditionFile",
    "FindingRuling",
    "Imported",
    "Item",
    "ItemQuerySet",
    "PublicationPlan",
    "PublicationPlanQuerySet",
    "Validity",
    "ValidityDeclaration",
]
