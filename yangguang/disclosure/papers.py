"""The left side of the case page: the text, its facts, the findings beside it, what changed, what was said."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from yangguang.casework.domains import Material
from yangguang.casework.models import Case, Task
from yangguang.lib.html import Passage, mark

from . import rules
from .actions.submission import DRAFT_ELEMENT
from .models import Edition, EditionFile, Item


def papers(request: HttpRequest, task: Task | None, case: Case) -> str:
    """HTML for the case page; ``seen`` (a hidden field of the step's form) is the hash of what is shown here."""
    assert case.subject is not None
    item = Item.objects.select_related("organisation", "category", "live_edition").get(uid=case.subject.uid)
    edition = rules.newest_edition(item)
    judged = rules.findings(edition)
    context = {
        "item": item,
        "edition": edition,
        "sha256": edition.sha256 or rules.fingerprint(edition),
        "body": marked_body(edition, judged),
        "findings": judged,
        "changes": rules.changes_since_seen(edition, request.user),
        "approvals": rules.approvals(edition),
        "rounds": rounds(edition),
        "attachments": attached(edition),
        "task": task,
        "returned_opinions": rules.returned_opinions(edition)
        if task is not None and task.element == DRAFT_ELEMENT
        else [],
    }
    return render_to_string("disclosure/papers.html", context, request=request)


def attached(edition: Edition) -> list[EditionFile]:
    """The attachments of a text, each redacted one with its original, which only the office sees."""
    return list(edition.attachments.select_related("file__redacted_from__original"))


def material(case: Case) -> Material:
    """For the file of the case: the newest text, its facts and its attachments, and the texts reviewed before it."""
    assert case.subject is not None
    item = Item.objects.select_related("organisation").get(uid=case.subject.uid)
    edition = rules.newest_edition(item)
    facts = [
        (_("索引号"), item.index_number or _("尚未公开，没有编号")),
        (_("文号"), edition.doc_number or "—"),
        (_("公开目录分类"), edition.category.name),
        (_("公开属性"), str(edition.get_attribute_display())),
        (_("文本指纹"), edition.sha256 or rules.fingerprint(edition)),
    ]
    texts = [(edition.title, lines_of(edition))]
    texts += [
        (_("曾经送审的文本：%(title)s") % {"title": one.title}, lines_of(one)) for one in rounds(edition)
    ]
    return Material(facts, texts, [entry.file for entry in edition.attachments.all()])


def lines_of(edition: Edition) -> list[str]:
    """The paragraphs of a text, without markup."""
    return [line.strip() for line in edition.body_text.splitlines() if line.strip()]


def marked_body(edition: Edition, judged: list[rules.Judged]) -> str:
    """The body with each finding's passage marked; the list beside it links there."""
    passages = [
        Passage(
            entry.finding.start, entry.finding.end, f"finding finding--{entry.finding.level}", f"f-{number}"
        )
        for number, entry in enumerate(judged, 1)
        if entry.finding.start >= 0
    ]
    return mark(edition.body_html, passages)


def rounds(edition: Edition) -> list[Edition]:
    """The earlier texts of this item that went to review, newest first."""
    earlier = Edition.objects.filter(
        item=edition.item_id, number__lt=edition.number, submitted_at__isnull=False
    )
    return list(earlier.prefetch_related("approvals__by").order_by("-number"))
