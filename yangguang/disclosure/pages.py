"""What the page of one public item shows, gathered from the rooms that know it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import segno
from django.conf import settings
from django.db import models
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from yangguang.casework import rules as casework
from yangguang.casework.models import Case
from yangguang.deadlines.models import Outcome
from yangguang.journal import rules as journal
from yangguang.journal.models import Act
from yangguang.lib import clock

from . import proofs, rules
from .acts import EXPUNGED, PUBLISHED, WITHDRAWN
from .models import EXPUNGED_TITLE, Edition, EditionFile, Item, Validity
from .validity import standing

# The head of a document: 发文机关标志 and 发文字号, which stand above the title.
_HEAD = re.compile(r'(?:\s*<p class="(?:issuer|doc-no)">.*?</p>)*\s*', re.S)
_TABLE = re.compile(r"(<table\b.*?</table>)", re.S)


@dataclass(frozen=True, slots=True)
class Verification:
    """The panel “查验本页” in plain words."""

    act: Act
    sealed: bool
    sha256: str

    @property
    def shown_sha(self) -> str:
        """The first and last characters, in groups of four."""
        return f"{self.sha256[:4]} {self.sha256[4:8]} {self.sha256[8:12]} … {self.sha256[-4:]}"


def verification(item: Item, told: list[Act] | None = None) -> Verification | None:
    """How the live text can be checked; ``told`` is its history, where that was read already."""
    if item.live_edition is None:
        return None
    own = [act for act in told if act.subject == item.ref] if told is not None else None
    act = (
        proofs.publication_act(item)
        if own is None
        else proofs.published_by(sorted(own, key=lambda act: -act.pk), item.live_edition)
    )
    if act is None:
        return None
    return Verification(act, proofs.is_sealed(act), item.live_edition.sha256)


def address(item: Item) -> str:
    """The whole address of the page, for print, quotation and the QR code."""
    return f"{settings.BASE_URL}{item.get_absolute_url()}"


@lru_cache(maxsize=2000)  # an eighth of the making of a page
def qr(text: str) -> SafeString:
    """A QR code as one inline SVG path; its colour is the style sheet's."""
    rows = [list(row) for row in segno.make(text, error="m", micro=False).matrix]
    steps: list[str] = []
    for y, row in enumerate(rows):
        x = 0
        while x < len(row):
            run = x
            while run < len(row) and row[run]:
                run += 1
            if run > x:
                steps.append(f"M{x} {y}.5h{run - x}")
            x = max(run, x) + 1
    return format_html(
        '<svg role="img" aria-label="{}" viewBox="0 0 {} {}" class="qr"><path d="{}"/></svg>',
        _("本页二维码"),
        len(rows),
        len(rows),
        mark_safe("".join(steps)),
    )


def facts(item: Item, edition: Edition) -> list[tuple[str, Any]]:
    """The metadata table above the text."""
    rows: list[tuple[str, Any]] = [
        (_("索引号"), format_html('<span class="code">{}</span>', item.index_number or "")),
        (_("文号"), edition.doc_number or _("无")),
        (_("发布机构"), _linked(item)),
        (
            _("公开分类"),
            format_html('<a href="{}">{}</a>', edition.category.get_absolute_url(), edition.category.name),
        ),
        (_("成文日期"), _day(edition.generated_on)),
        (_("发布日期"), _moment(item.published_at)),
    ]
    if item.changed_at != item.published_at:
        rows.append((_("更新日期"), _moment(item.changed_at)))
    rows.extend(_validity(item))
    if edition.source and edition.source != item.organisation.name:
        rows.append((_("信息来源"), edition.source))
    if edition.keywords:
        rows.append((_("关键词"), edition.keywords))
    rows.append((_("公开属性"), edition.get_attribute_display()))
    return rows


def _validity(item: Item) -> list[tuple[str, Any]]:
    """施行日期 and 有效性; of a normative document of which nobody has said it, that nobody has."""
    now = standing(item)
    rows: list[tuple[str, Any]] = []
    if item.effective_on:
        rows.append((_("施行日期"), _day(item.effective_on)))
    if now is not None:
        shown = format_html('<span class="state state--{}">{}</span>', now.shape, now.name)
        since = now.sentence if now.status != Validity.IN_FORCE or now.until else ""
        rows.append((_("有效性"), format_html("{}　{}", shown, since) if since else shown))
    elif item.category.a20_item == "A20_01":
        rows.append((_("有效性"), _("未标注")))
    return rows


@dataclass(frozen=True, slots=True)
class Removal:
    """Why a text can no longer be read: the act says who, when, why and under which article."""

    act: Act | None
    expunged: bool


def removal(item: Item, release: int | None = None) -> Removal:
    """The act by which the item, or one former text of it, left the public."""
    whole = release is None
    expunged = not whole or bool(item.live_edition and item.live_edition.expunged_at)
    acts = Act.objects.filter(subject=item.ref, kind=EXPUNGED if expunged else WITHDRAWN).order_by("-pk")
    wanted = release or (item.live_edition.release if item.live_edition else None)
    if expunged:
        return Removal(next((act for act in acts if wanted in act.public["releases"]), None), True)
    return Removal(acts.first(), False)


def _linked(item: Item) -> SafeString:
    name = (
        item.organisation.name_on(clock.day_of(item.published_at))
        if item.published_at
        else item.organisation.name
    )
    return format_html('<a href="{}">{}</a>', item.organisation.get_absolute_url(), name)


def _day(day: Any) -> Any:
    return format_html("<time>{}</time>", day.isoformat()) if day else _("未注明")


def _moment(moment: Any) -> Any:
    return format_html("<time>{}</time>", clock.local(moment).strftime("%Y-%m-%d %H:%M")) if moment else ""


def body(edition: Edition) -> SafeString:
    """The sanitised body with its title where a document has it: below the head. Wide tables scroll by themselves."""
    html = edition.body_html
    head = _HEAD.match(html)
    below = head.end() if head else 0
    if not html[below:].startswith("<h2"):
        html = f"{html[:below]}<h2>{escape(edition.title)}</h2>{html[below:]}"
    return mark_safe(_TABLE.sub(r'<div class="scroll" tabindex="0">\1</div>', html))


@dataclass(frozen=True, slots=True)
class Attachment:
    name: str
    url: str
    kind: str
    size: int
    covered: str


def attachments(edition: Edition) -> list[Attachment]:
    """What can be downloaded; of a redacted file that something was left out, never the original."""
    rows = edition.attachments.select_related("file__redacted_from")
    return [_attachment(entry) for entry in rows if entry.file.blob_id]


def _attachment(entry: EditionFile) -> Attachment:
    return Attachment(
        entry.name,
        entry.file.get_absolute_url(),
        entry.file.extension.upper(),
        entry.file.size,
        entry.file.covered,
    )


def history(item: Item, editions: list[Edition]) -> list[Act]:
    """The public acts about the item, newest first. ``editions`` are its :func:`releases`: they tell which act of
    publication names a title that was expunged, so that it need not be asked for each of them.
    """
    gone = {edition.release for edition in editions if edition.title == str(EXPUNGED_TITLE)}
    acts = list(reversed(list(journal.timeline(item.ref, public_only=True))))
    for act in acts:
        if act.kind == PUBLISHED and act.subject == item.ref:
            act.concealed = act.public.get("release") in gone
    return acts


def chart(item: Item) -> tuple[Case, SafeString] | None:
    """The review that the live text went through: the case, and its chart with the steps done.

    Of a text that is signed and waits for its moment the page tells nothing: its review began after this one was public.
    """
    if item.live_edition is None:
        return None
    case = (
        Case.objects.filter(subject=item.ref, state="done", opened_at__lte=item.live_edition.published_at)
        .select_related("version__process")
        .order_by("-pk")
        .first()
    )
    return (case, mark_safe(casework.chart(case))) if case else None


def neighbours(item: Item) -> tuple[Item | None, Item | None]:
    """The item published before this one in its category, and the one after."""
    among = Item.objects.public().filter(category=item.category_id).exclude(pk=item.pk)
    same_moment = models.Q(published_at=item.published_at)
    older = among.filter(
        models.Q(published_at__lt=item.published_at) | same_moment & models.Q(pk__lt=item.pk)
    )
    newer = among.filter(
        models.Q(published_at__gt=item.published_at) | same_moment & models.Q(pk__gt=item.pk)
    )
    return older.order_by("-published_at", "-pk").first(), newer.order_by("published_at", "pk").first()


def releases(item: Item) -> list[Edition]:
    """The texts that were public, newest first; those that were expunged as well."""
    return list(item.editions.filter(release__isnull=False).order_by("-release"))


def timeliness(item: Item) -> str:
    """How publication stood against the 20 working days, in one sentence; '' when no clock was kept."""
    if item.late_days:
        return _("公开时已超过法定时限 %(days)d 个工作日。") % {"days": item.late_days}
    # The clock of a correction that is being written is nobody else's to know.
    kept = rules.publish_clocks(item).filter(outcome=Outcome.MET).first()
    if kept is None or kept.due_on is None:
        return ""
    return _("在法定时限（%(due)s）内公开。") % {"due": kept.due_on.isoformat()}


def published_acts(item: Item) -> dict[int, Act]:
    """The publication act of each release."""
    acts = Act.objects.filter(kind=PUBLISHED, subject=item.ref)
    return {int(act.public.get("release", 0)): act for act in acts}
