"""The left side of the case page: the text, its facts, the findings beside it, what changed, what was said."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string

from yangguang.casework.models import Case, Task
from yangguang.lib.html import Passage, mark

from . import rules
from .actions.submission import DRAFT_ELEMENT
from .models import Edition, Item


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
        "attachments": list(edition.attachments.all()),
        "task": task,
        "returned_opinions": rules.returned_opinions(edition)
        if task is not None and task.element == DRAFT_ELEMENT
        else [],
    }
    return render_to_string("disclosure/papers.html", context, request=request)


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
