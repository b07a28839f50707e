"""Writing: a draft is made, saved again, begun anew from what is public."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from yangguang.casework import actions as casework
from yangguang.deadlines import actions as deadlines
from yangguang.deadlines.models import Clock
from yangguang.disclosure import genres, rules
from yangguang.disclosure.acts import DRAFTED
from yangguang.disclosure.intake import word
from yangguang.disclosure.models import (
    ARTICLE_OF,
    UNTOLD_TITLE,
    Attribute,
    Category,
    ChangeKind,
    DenyReason,
    Edition,
    EditionFile,
    Item,
)
from yangguang.journal.actions import record
from yangguang.journal.actors import Actor
from yangguang.lib import clock
from yangguang.lib.errors import Refusal
from yangguang.lib.html import sanitise, to_text
from yangguang.lib.text import one_line
from yangguang.organisations.acting import Acting
from yangguang.organisations.models import Organisation
from yangguang.screening.rules import secrecy_mark

from .attachments import drop_attachment
from .duty import require_drafter, sign_as_author
from .secrets import refuse_unfit, stop_secrets

LONGEST_BODY = 2_000_000  # characters of HTML: a document of more is a file, not a body


@dataclass(frozen=True, slots=True)
class Facts:
    """What a person says about a document, as typed. ``body_html`` may be anything: it is sanitised here."""

    title: str
    category: Category
    attribute: str = Attribute.PROACTIVE
    deny_kind: str = ""
    deny_reason: str = ""
    deny_article: str = ""
    doc_number: str = ""
    generated_on: date | None = None
    source: str = ""
    keywords: str = ""
    summary: str = ""
    body_html: str = ""
    language: str = "zh-Hans"
    effective_on: date | None = None
    valid_until: date | None = None
    clarifies: str = ""
    clarifies_item: Item | None = None

    @classmethod
    def of(cls, edition: Edition) -> Facts:
        return cls(**{field.name: getattr(edition, field.name) for field in fields(cls)})


_LINES = ("title", "doc_number", "source", "keywords", "summary", "deny_reason", "deny_article", "clarifies")
_RELATED_FACTS = ("category", "clarifies_item")
_PLAIN_FACTS = tuple(field.name for field in fields(Facts) if field.name not in _RELATED_FACTS)


@dataclass(frozen=True, slots=True)
class Change:
    """Why a public text gets a successor: readers are told. ``kind`` is a ``ChangeKind``."""

    kind: str
    reason: str


def draft(facts: Facts, *, organisation: Organisation, acting: Acting) -> Item:
    """Begin an item with its first text; the 20 working days run from the day the document was made.

    Refusal ``secrecy``, ``invalid`` (with ``field``) or ``forbidden``.
    """
    require_drafter(organisation, acting)
    facts = checked(facts, organisation, acting)
    with transaction.atomic():
        return create_item(facts, organisation=organisation, actor=acting.actor, acting=acting)


def create_item(
    facts: Facts, *, organisation: Organisation, actor: Actor, acting: Acting | None, timed: bool = True
) -> Item:
    """The rows of a new item, in the caller's transaction; facts are checked. ``timed`` starts its clock."""
    now = clock.now()
    item = Item.objects.create(
        organisation=organisation,
        title=facts.title,
        category=facts.category,
        attribute=facts.attribute,
        doc_number=facts.doc_number,
        genre=genres.genre_of(facts.title),
        generated_on=facts.generated_on,
        created_at=now,
    )
    edition = _new_edition(item, facts, 1, acting)
    if timed:
        _keep_time(item, facts, actor)
    record(
        DRAFTED,
        subject=item.ref,
        actor=actor,
        organisation_code=organisation.code,
        about=[edition.ref],
    )
    return item


def revise(
    item: Item, facts: Facts, *, acting: Acting, seen_saves: int | None = None, change: Change | None = None
) -> Edition:
    """Save the text in work. ``seen_saves`` is the count that the form was drawn with: if somebody else has
    saved in between, Refusal ``conflict`` and nothing is overwritten. Without ``change`` what was said of it stays.
    """
    require_drafter(item.organisation, acting)
    facts = checked(facts, item.organisation, acting)
    if facts.clarifies_item is not None and facts.clarifies_item.pk == item.pk:
        raise Refusal(_("一件信息不能澄清它自己。"), field="clarifies_item")
    change = _checked_change(change, item.organisation, acting) if change else None
    with transaction.atomic():
        if facts.deny_kind == DenyReason.SECRET and (case := rules.open_case(item)):
            casework.retitle(case, facts.title, actor=acting.actor)  # the case is locked before the record
        item = Item.objects.select_for_update().get(pk=item.pk)
        edition = rules.working_edition(item)
        if edition is None:
            edition = _next_edition(item, acting)
        if edition.submitted_at:
            raise Refusal(
                _("这一稿正在审核，不能修改。需要改动的，请联系审核人退回后再改。"), code="conflict"
            )
        if seen_saves is not None and edition.saves != seen_saves:
            raise Refusal(
                _("这份草稿刚刚由别人保存过。您输入的内容还在，请在新窗口打开草稿核对后再保存。"),
                code="conflict",
            )
        if facts.deny_kind == DenyReason.SECRET:
            _clear_for_secret(item, edition, acting)
        write_facts(edition, facts)
        if change is not None and item.live_edition_id:
            edition.change_kind, edition.change_reason = change.kind, change.reason
        edition.saved_at, edition.saves = clock.now(), edition.saves + 1
        edition.save()
        sign_as_author(edition, acting)
        _mirror(item, facts)
        _keep_time(item, facts, acting.actor)
        return edition


def begin_next(item: Item, *, acting: Acting, change: Change | None = None) -> Edition:
    """Begin the next text of a public item. The live one stays until the new one is signed.

    So begins a correction, and the way back of an item that was withdrawn for what its text says. ``change`` says
    what kind of change it is and why; it may be said later, but not after the text was submitted.
    """
    require_drafter(item.organisation, acting)
    change = _checked_change(change, item.organisation, acting) if change else None
    with transaction.atomic():
        item = Item.objects.select_for_update().get(pk=item.pk)
        edition = rules.working_edition(item) or _next_edition(item, acting)
        if change is not None and edition.submitted_at is None:
            edition.change_kind, edition.change_reason = change.kind, change.reason
            edition.save(update_fields=["change_kind", "change_reason"])
        return edition


def _checked_change(change: Change, organisation: Organisation, acting: Acting) -> Change:
    change = Change(change.kind, one_line(change.reason))
    if change.kind not in ChangeKind.values:
        raise Refusal(_("请选择是更正差错，还是更新内容。"), field="change_kind")
    if not change.reason:
        raise Refusal(_("请写明改了什么、为什么改，公开页会照此说明。"), field="change_reason")
    refuse_unfit(
        change.reason, _("变更说明"), field="change_reason", organisation=organisation, acting=acting
    )
    return change


def take_in_docx(content: bytes, name: str, *, organisation: Organisation, acting: Acting) -> word.Taken:
    """The body of a Word file. Nothing is stored. Refusal for a broken file or a secrecy marking."""
    taken = word.to_html(content, name)
    stop_secrets(
        {_("文件名"): name, _("Word 文件"): f"{taken.title}\n{to_text(taken.html)}"},
        organisation=organisation,
        acting=acting,
    )
    return taken


def checked(
    facts: Facts, organisation: Organisation, acting: Acting | None, *, text: str | None = None
) -> Facts:
    """The facts as they will be stored. Refusal names the field at fault and what to do.

    ``text`` is the plain text of a body that comes from ``lib.html.sanitise`` already, as what the intake read does.
    """
    if facts.deny_kind == DenyReason.SECRET:
        return _register_line(facts)
    body = facts.body_html if text is not None else sanitise(facts.body_html)
    tidy: dict[str, Any] = {name: one_line(getattr(facts, name)) for name in _LINES} | {"body_html": body}
    if any(getattr(facts, name) != value for name, value in tidy.items()):
        facts = replace(facts, **tidy)
    register = (
        facts.doc_number,
        facts.keywords,
        facts.summary,
        facts.source,
        facts.deny_reason,
        facts.clarifies,
    )
    parts = (facts.title, to_text(body) if text is None else text, "\n".join(register))
    if any(
        map(secrecy_mark, parts)
    ):  # what the parts are called is only asked where one of them must be named
        names = (_("标题"), _("正文"), _("登记内容"))
        stop_secrets(dict(zip(names, parts, strict=True)), organisation=organisation, acting=acting)
    if not facts.title:
        raise Refusal(_("请填写标题。"), field="title")
    for name, longest in (
        ("title", 200),
        ("summary", 300),
        ("keywords", 200),
        ("doc_number", 80),
        ("source", 120),
        ("clarifies", 300),
    ):
        if len(getattr(facts, name)) > longest:
            raise Refusal(
                _("%(label)s最多 %(longest)d 个字，现在有 %(length)d 个。")
                % {"label": rules.label_of(name), "longest": longest, "length": len(getattr(facts, name))},
                field=name,
            )
    if len(body) > LONGEST_BODY:
        raise Refusal(_("正文太长，请把附表等内容作为附件上传。"), code="too-large", field="body_html")
    if facts.generated_on and facts.generated_on > clock.today():
        raise Refusal(
            _("成文日期 %(day)s 晚于今天，请核对。") % {"day": facts.generated_on.isoformat()},
            field="generated_on",
        )
    if facts.valid_until and facts.valid_until < (facts.effective_on or facts.generated_on or date.min):
        raise Refusal(_("有效期至的日期早于施行日期，请核对。"), field="valid_until")
    if facts.clarifies_item is not None and not facts.clarifies_item.is_public:
        raise Refusal(_("所澄清的信息没有公开，请核对索引号。"), field="clarifies_item")
    if facts.clarifies_item is not None and not facts.clarifies:
        raise Refusal(_("请写明澄清的是什么说法。"), field="clarifies")
    return _with_reason(facts)


def _with_reason(facts: Facts) -> Facts:
    """依申请 and 不予 demand reason and article (条例第十三至十六条); 主动公开 has neither."""
    if facts.attribute == Attribute.PROACTIVE:
        if not (facts.deny_kind or facts.deny_reason or facts.deny_article):
            return facts
        return replace(facts, deny_kind="", deny_reason="", deny_article="")
    if facts.attribute == Attribute.DENIED and not facts.deny_kind:
        raise Refusal(_("不予公开的，请选择属于哪一种情形。"), field="deny_kind")
    if not facts.deny_reason:
        raise Refusal(_("不主动公开的，请写明理由。"), field="deny_reason")
    kind = facts.deny_kind or DenyReason.THIRD_PARTY
    article = facts.deny_article
    if not article:
        raise Refusal(_("不主动公开的，请写明依据的法律条文。"), field="deny_article")
    return replace(facts, deny_kind=kind, deny_article=article)


def _register_line(facts: Facts) -> Facts:
    """What is kept of a state secret: that there is one, since when, under which category and article."""
    if facts.generated_on and facts.generated_on > clock.today():
        raise Refusal(_("成文日期晚于今天，请核对。"), field="generated_on")
    return Facts(
        title=str(UNTOLD_TITLE),
        category=facts.category,
        attribute=Attribute.DENIED,
        deny_kind=DenyReason.SECRET,
        deny_reason=str(DenyReason.SECRET.label),
        deny_article=f"《政府信息公开条例》{ARTICLE_OF[DenyReason.SECRET]}",
        generated_on=facts.generated_on,
    )


def _new_edition(item: Item, facts: Facts, number: int, acting: Acting | None) -> Edition:
    now = clock.now()
    edition = Edition(
        item=item,
        number=number,
        drafted_by=acting.user if acting else None,
        created_at=now,
        saved_at=now,
    )
    write_facts(edition, facts)
    edition.save(force_insert=True)
    if acting:
        sign_as_author(edition, acting)
    return edition


def next_edition(item: Item, before: Edition, acting: Acting | None) -> Edition:
    """The next text of an item, a copy of ``before``: same facts, body, attachments and rulings."""
    number = item.editions.order_by("-number").values_list("number", flat=True)[0] + 1
    edition = _new_edition(item, Facts.of(before), number, acting)
    if before.published_at is None:  # returned, not public: it is still the same change
        edition.change_kind, edition.change_reason = before.change_kind, before.change_reason
        edition.save(update_fields=["change_kind", "change_reason"])
    for entry in before.attachments.all():
        EditionFile.objects.create(edition=edition, file=entry.file, name=entry.name, order=entry.order)
    return edition


def _next_edition(item: Item, acting: Acting) -> Edition:
    if item.live_edition is None:
        raise Refusal(_("这一件已经办结，不能再改。"), code="conflict")
    if item.live_edition.expunged_at:
        raise Refusal(_("这一件的内容已经依法消除。可以公开的部分，请另起一件重新起草。"), code="conflict")
    edition = next_edition(item, item.live_edition, acting)
    # 条例第二十六条: within 20 working days of being made *or changed*.
    _start_clock(item, clock.today(), acting.actor)
    return edition


def write_facts(edition: Edition, facts: Facts, text: str | None = None) -> None:
    """``text`` is the plain text of the body, where it is known."""
    for name in _PLAIN_FACTS:
        setattr(edition, name, getattr(facts, name))
    for name in _RELATED_FACTS:  # Django looks closely at each related record that it is given
        if edition._state.fields_cache.get(name, edition) is not getattr(facts, name):
            setattr(edition, name, getattr(facts, name))
    edition.body_text = to_text(edition.body_html) if text is None else text


def _mirror(item: Item, facts: Facts) -> None:
    """While nothing is public, the item shows the facts of the text in work."""
    if item.live_edition_id:
        return
    for name in ("title", "category", "attribute", "doc_number", "generated_on"):
        setattr(item, name, getattr(facts, name))
    item.genre = genres.genre_of(facts.title)
    item.save(update_fields=["title", "category", "attribute", "doc_number", "generated_on", "genre"])


def _clear_for_secret(item: Item, edition: Edition, acting: Acting) -> None:
    """A draft that turns out to be a state secret: its text and files go, only the register line stays."""
    if item.live_edition_id:
        raise Refusal(
            _("这一件已经公开。发现涉密的，请立即报告本单位保密工作人员和政务公开办，由其决定撤下。"),
            code="conflict",
        )
    for entry in EditionFile.objects.filter(edition__item=item).select_related("file"):
        drop_attachment(entry, actor=acting.actor, reason=_("涉密，只留登记项"))
    for former in item.editions.exclude(pk=edition.pk):
        former.rulings.all().delete()
        write_facts(former, _register_line(Facts.of(former)))
        former.expunged_at = clock.now()
        former.save()
    edition.rulings.all().delete()


def _keep_time(item: Item, facts: Facts, actor: Actor) -> None:
    """The 20-working-day clock runs from the day of making, while the item is to be disclosed proactively."""
    if item.live_edition_id:
        return
    running = Clock.objects.running().filter(subject=item.ref, limit__code=rules.PUBLISH_LIMIT).first()
    wanted = facts.generated_on if facts.attribute == Attribute.PROACTIVE else None
    if running and running.started_on == wanted:
        return
    if running:
        deadlines.cancel(running, actor)
    if wanted:
        _start_clock(item, wanted, actor)


def _start_clock(item: Item, started_on: date, actor: Actor) -> None:
    if Clock.objects.running().filter(subject=item.ref, limit__code=rules.PUBLISH_LIMIT).exists():
        return
    try:
        deadlines.start(item.ref, rules.PUBLISH_LIMIT, started_on, item.organisation, actor)
    except Refusal as refusal:
        if refusal.code != "no-limit":  # made before there was such a limit
            raise
