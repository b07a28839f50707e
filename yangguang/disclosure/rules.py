"""Questions about items and editions. Nothing is written here."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from yangguang.casework.models import Case
from yangguang.deadlines.models import Clock
from yangguang.lib import canonical, textdiff
from yangguang.organisations.models import Organisation
from yangguang.organisations.permissions import Permission
from yangguang.organisations.rules import may, organisations_where
from yangguang.screening.rules import Finding, screen
from yangguang.web.prepared import prepared

from . import written
from .models import (
    Approval,
    Attribute,
    CatalogueEntry,
    Category,
    Edition,
    FindingRuling,
    Item,
    ItemQuerySet,
    PublicationPlan,
)
from .models.editions import EditionQuerySet

PUBLISH_LIMIT = "PROACTIVE_PUBLISH"


class State(StrEnum):
    """Where an item stands: read from its facts, stored nowhere."""

    DRAFT = "draft"
    RETURNED = "returned"
    IN_REVIEW = "in_review"
    WAITING = "waiting"
    PUBLIC = "public"
    REGISTERED = "registered"
    WITHDRAWN = "withdrawn"
    EXPUNGED = "expunged"


STATE_NAMES = {
    State.DRAFT: _("草稿"),
    State.RETURNED: _("退回修改"),
    State.IN_REVIEW: _("审核中"),
    State.WAITING: _("已签发，等待公开"),
    State.PUBLIC: _("已公开"),
    State.REGISTERED: _("已登记"),
    State.WITHDRAWN: _("已撤下"),
    State.EXPUNGED: _("已消除"),
}
# How ui/ draws it: shape and word.
STATE_SHAPES = {
    State.DRAFT: "hold",
    State.RETURNED: "warn",
    State.IN_REVIEW: "soon",
    State.WAITING: "soon",
    State.PUBLIC: "ok",
    State.REGISTERED: "ok",
    State.WITHDRAWN: "late",
    State.EXPUNGED: "late",
}


def content(edition: Edition) -> dict[str, Any]:
    """What the hash of an edition is taken over: everything that a reader is shown, and nothing else.

    What came into the house later (validity, clarification, the reason of a change) is there only where it is said, so
    that the hashes of older texts stay what they are.
    """
    said = {
        "effective_on": edition.effective_on.isoformat() if edition.effective_on else "",
        "valid_until": edition.valid_until.isoformat() if edition.valid_until else "",
        "clarifies": edition.clarifies,
        "clarifies_item": edition.clarifies_item.index_number if edition.clarifies_item else "",
        "change_kind": edition.change_kind,
        "change_reason": edition.change_reason,
    }
    return {
        "schema": "yangguang.edition/1",
        "title": edition.title,
        "organisation": edition.item.organisation.code,
        "category": edition.category.code,
        "attribute": edition.attribute,
        "deny": {"kind": edition.deny_kind, "reason": edition.deny_reason, "article": edition.deny_article},
        "doc_number": edition.doc_number,
        "generated_on": edition.generated_on.isoformat() if edition.generated_on else "",
        "source": edition.source,
        "keywords": edition.keywords,
        "summary": edition.summary,
        "language": edition.language,
        "body": edition.body_html,
        "attachments": [
            {"name": entry.name, "sha256": entry.file.blob_id or "", "size": entry.file.size}
            for entry in (edition.attachments.all() if edition.pk else ())  # not stored yet: none yet
        ],
        **{name: value for name, value in said.items() if value},
    }


def fingerprint(edition: Edition) -> str:
    """SHA-256 of the canonical content, in hexadecimal: what every approval is bound to."""
    return hashlib.sha256(canonical.dumps(content(edition))).hexdigest()


def working_edition(item: Item) -> Edition | None:
    """The edition that is being written or reviewed, if there is one."""
    found = _in_work.first(item.pk)
    if found is not None:
        found.item = item
    return found


@prepared
def _in_work(item: int) -> EditionQuerySet:
    in_work = Edition.objects.working().filter(item_id=item, returned_at__isnull=True)
    return in_work.select_related("category").order_by("-number")[:1]


def newest_edition(item: Item) -> Edition:
    """The edition in work, else the live one, else the newest there is."""
    found = working_edition(item) or item.live_edition or item.editions.order_by("-number").first()
    assert found is not None, "an item has an edition from its first moment"
    return found


def returned_edition(edition: Edition) -> Edition | None:
    """The edition before this one, when it was returned: why this one is to be mended."""
    return edition.item.editions.filter(number=edition.number - 1, returned_at__isnull=False).first()


def returned_opinions(edition: Edition) -> list[Approval]:
    """Why the text before this one came back: what there is to mend now."""
    before = returned_edition(edition)
    return [one for one in approvals(before) if not one.passed] if before else []


def state(item: Item) -> State:
    """Where the item stands. What is public stays public while its next text is in work."""
    if item.withdrawn_at:
        gone = item.live_edition is not None and item.live_edition.expunged_at
        return State.EXPUNGED if gone else State.WITHDRAWN
    if item.live_edition_id:
        return State.PUBLIC
    if item.registered_at:
        return State.REGISTERED
    return work_state(item) or State.DRAFT


def work_state(item: Item) -> State | None:
    """Where the text in work stands; None when nothing is in work."""
    working = working_edition(item)
    if working is None:
        return None
    if working.submitted_at:
        return State.WAITING if working.plans.waiting().exists() else State.IN_REVIEW
    return State.RETURNED if returned_edition(working) else State.DRAFT


def in_state(items: ItemQuerySet, wanted: str) -> ItemQuerySet:
    """The items that stand there, for the office's list."""
    writing = models.Q(pk__in=written.lying().values("item"))
    sent_back = models.Q(pk__in=written.lying().filter(written.came_back()).values("item"))
    waiting = models.Q(pk__in=PublicationPlan.objects.waiting().order_by().values("edition__item"))
    chosen: dict[State, list[Any]] = {
        State.PUBLIC: [models.Q(live_edition__isnull=False, withdrawn_at__isnull=True)],
        State.REGISTERED: [models.Q(registered_at__isnull=False)],
        State.WITHDRAWN: [models.Q(withdrawn_at__isnull=False, live_edition__expunged_at__isnull=True)],
        State.EXPUNGED: [models.Q(withdrawn_at__isnull=False, live_edition__expunged_at__isnull=False)],
        State.IN_REVIEW: [
            models.Q(pk__in=written.in_work().filter(submitted_at__isnull=False).values("item")),
            ~waiting,
        ],
        State.WAITING: [waiting],
        State.RETURNED: [sent_back],
        State.DRAFT: [writing, ~sent_back],
    }
    return items.filter(*chosen.get(State(wanted), [])) if wanted in set(State) else items


@dataclass(frozen=True, slots=True)
class Judged:
    """A finding of the screening, and the ruling by which it was overruled, if it was."""

    finding: Finding
    ruling: FindingRuling | None

    @property
    def blocks(self) -> bool:
        return self.finding.level == "block" and self.ruling is None


def findings(edition: Edition) -> list[Judged]:
    """What the screening finds in an edition, with what was ruled about it. Nothing in a register line."""
    if edition.is_secret:
        return []
    rulings = {ruling.key: ruling for ruling in edition.rulings.all()}
    found = screen(
        title=edition.title,
        html=edition.body_html,
        organisation=edition.item.organisation,
        on=edition.generated_on,
    )
    return [Judged(finding, rulings.get(finding.key)) for finding in found]


def blocking(edition: Edition) -> list[Finding]:
    """The findings that keep an edition from being submitted or published."""
    return [judged.finding for judged in findings(edition) if judged.blocks]


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed between an earlier edition, named by ``since``, and this one; whether the asker ``saw`` that one."""

    since: Edition
    saw: bool
    html: str
    added: int
    removed: int
    facts: tuple[tuple[str, str, str], ...]

    @property
    def any(self) -> bool:
        return bool(self.added or self.removed or self.facts)


def changes_since_seen(edition: Edition, user: Any) -> Changes | None:
    """What changed since this person last decided about the item; for others, since the last text that was
    returned or the one that is public. None when there is nothing to compare with.
    """
    earlier = Edition.objects.filter(
        item=edition.item_id, number__lt=edition.number, expunged_at__isnull=True
    )
    seen = earlier.filter(approvals__by=user).order_by("-number").first() if user.pk else None
    before = seen or returned_edition(edition) or edition.item.live_edition
    if before is None or before.pk == edition.pk or before.expunged_at:
        return None
    return changes_between(before, edition, saw=before == seen)


def changes_between(before: Edition, after: Edition, *, saw: bool = False) -> Changes:
    changes = textdiff.diff(before.body_text, after.body_text)
    added, removed = textdiff.counts(changes)
    return Changes(
        since=before,
        saw=saw,
        html=textdiff.render(changes, skipped=str(_("（%d 段没有改动）")))
        if textdiff.changed(changes)
        else "",
        added=added,
        removed=removed,
        facts=tuple(_changed_facts(before, after)),
    )


def _changed_facts(before: Edition, after: Edition) -> list[tuple[str, str, str]]:
    told: list[tuple[str, str, str]] = []
    for name in (
        "title",
        "category",
        "attribute",
        "doc_number",
        "generated_on",
        "source",
        "keywords",
        "summary",
        "effective_on",
        "valid_until",
        "clarifies",
    ):
        pairs = [_shown_fact(edition, name) for edition in (before, after)]
        if pairs[0] != pairs[1]:
            told.append((label_of(name), pairs[0], pairs[1]))
    files = [
        "、".join(f"{one.name}（{(one.file.blob_id or '')[:8]}）" for one in edition.attachments.all())
        for edition in (before, after)
    ]
    if files[0] != files[1]:
        told.append((str(_("附件（括号内为指纹）")), files[0], files[1]))
    return told


def label_of(name: str) -> str:
    """What a fact of an edition is called."""
    return str(getattr(Edition._meta.get_field(name), "verbose_name", name))


def _shown_fact(edition: Edition, name: str) -> str:
    if name == "attribute":
        return str(Attribute(edition.attribute).label)
    value = getattr(edition, name)
    return "" if value is None else str(value)


def approvals(edition: Edition) -> list[Approval]:
    """The opinions on an edition, in the order in which they were given."""
    return list(edition.approvals.select_related("by"))


def open_case(item: Item) -> Case | None:
    """The review that the item is in."""
    return Case.objects.open().filter(subject=item.ref).first()


def publish_clock(item: Item) -> Clock | None:
    """The clock of the 20 working days (条例第二十六条), newest first."""
    return publish_clocks(item).first()


def publish_clocks(item: Item) -> models.QuerySet[Clock]:
    """All its clocks of the 20 working days, newest first: a correction has one of its own."""
    return Clock.objects.filter(subject=item.ref, limit__code=PUBLISH_LIMIT).order_by("-pk")


def is_author(edition: Edition, user: Any) -> bool:
    """Whether the person wrote on this text, or somebody did in this person's place."""
    return bool(user.pk) and user.pk in edition.author_keys


def may_draft(user: Any, organisation: Organisation) -> bool:
    return may(user, Permission.DRAFT, organisation)


def categories_of(organisation: Organisation) -> models.QuerySet[Category]:
    """The categories that an organisation puts its items into: its catalogue, in order."""
    return _categories(CatalogueEntry.objects.filter(organisation=organisation))


def categories_for(user: Any) -> models.QuerySet[Category]:
    """The categories into which a user may put items, of one organisation or another."""
    mine = organisations_where(user, Permission.DRAFT)
    return _categories(CatalogueEntry.objects.filter(organisation__in=mine))


def _categories(kept: models.QuerySet[CatalogueEntry]) -> models.QuerySet[Category]:
    found = Category.objects.fillable().filter(pk__in=kept.filter(ended_on__isnull=True).values("category"))
    return found.select_related("parent").order_by("order", "code")


def category_tree_ids(*categories: Category | str) -> list[int]:
    """The keys of categories, given themselves or by their codes, and of all below them. One query, however deep."""
    wanted = {one if isinstance(one, str) else one.code for one in categories}
    below: dict[int | None, list[int]] = {}
    ids: list[int] = []
    for key, parent, code in Category.objects.order_by("order", "code").values_list(
        "pk", "parent_id", "code"
    ):
        below.setdefault(parent, []).append(key)
        if code in wanted:
            ids.append(key)
    found = set(ids)
    for key in ids:  # grows while it is read
        fresh = [child for child in below.get(key, ()) if child not in found]
        found.update(fresh)
        ids.extend(fresh)
    return ids
