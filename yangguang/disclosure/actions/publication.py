"""The gate opens: a signed text becomes public, or a register line is closed."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from yangguang.casework.models import Case
from yangguang.deadlines import actions as deadlines
from yangguang.deadlines import rules as deadline_rules
from yangguang.deadlines.models import Clock, Outcome
from yangguang.disclosure import genres, rules
from yangguang.disclosure.acts import PUBLISHED, REGISTERED
from yangguang.disclosure.models import Attribute, Category, Edition, Item
from yangguang.disclosure.validity import flips
from yangguang.files import actions as files
from yangguang.journal.actions import record
from yangguang.journal.actors import Actor
from yangguang.journal.models import Act
from yangguang.lib import clock
from yangguang.lib.errors import Refusal
from yangguang.organisations.actions.numbers import allocate_numbers
from yangguang.organisations.models import Organisation
from yangguang.search import actions as search
from yangguang.search.documents import Document

from .plans import hold

ARTICLE = "《中华人民共和国政府信息公开条例》第二十六条"
CATALOGUE_ARTICLE = "《中华人民共和国政府信息公开条例》第十二条"


def publish(case: Case, actor: Actor) -> None:
    """The service ``disclosure.publish``: what this case's reviewers signed becomes public, or waits for its moment."""
    item, edition = _signed(case)
    via = {
        "process": case.version.code,
        "version": case.version.number,
        "process_sha256": case.version.sha256,
    }
    if not hold(item, edition, actor=actor, via=via):
        publish_edition(item, edition, actor=actor, via=via)


def register_only(case: Case, actor: Actor) -> None:
    """The service ``disclosure.register``: not disclosed proactively; the register line is closed."""
    item, edition = _signed(case)
    now = clock.now()
    edition.registered_at = now
    edition.save(update_fields=["registered_at"])
    item.registered_at = now
    item.save(update_fields=["registered_at"])
    running = Clock.objects.running().filter(subject=item.ref, limit__code=rules.PUBLISH_LIMIT).first()
    if running:
        deadlines.cancel(running, actor)
    record(
        REGISTERED,
        subject=item.ref,
        actor=actor,
        public={"attribute": edition.attribute, "article": edition.deny_article, "sha256": edition.sha256},
        private={"reason": edition.deny_reason},
        basis=CATALOGUE_ARTICLE,
        organisation_code=item.organisation.code,
        about=[edition.ref],
    )


def _signed(case: Case) -> tuple[Item, Edition]:
    assert case.subject is not None
    return signed_text(case.subject.uid)


def signed_text(uid: str) -> tuple[Item, Edition]:
    """An item, locked, and its text in work; every step since the submission must have passed this very text."""
    item = Item.objects.select_for_update(of=("self",)).select_related("organisation").get(uid=uid)
    edition = rules.working_edition(item)
    if edition is None or edition.submitted_at is None:
        raise Refusal(_("没有签发过的文本可以公开。"), code="conflict")
    opinions = list(edition.approvals.all())
    signed = opinions and all(opinion.passed and opinion.sha256 == edition.sha256 for opinion in opinions)
    if not signed or rules.fingerprint(edition) != edition.sha256:
        raise Refusal(
            _("签发以后文本有了改动，先前的审签不再有效，必须退回起草重新送审。"),
            code="changed-after-signing",
        )
    if item.withdrawn_at and edition.submitted_at < item.withdrawn_at:
        raise Refusal(
            _("这一稿送审以后，原来公开的文本被撤下了。请退回起草，按撤下的理由核对后重新送审。"),
            code="conflict",
        )
    return item, edition


def publish_edition(
    item: Item, edition: Edition, *, actor: Actor, via: dict[str, Any], basis: str = ARTICLE
) -> Act:
    """Make a text public, in the caller's transaction: files, clock, search and the act; the number comes last.

    ``via`` says by which process, or by whose order, for the public part of the act.
    """
    assert transaction.get_connection().in_atomic_block, "a publication stands or falls with what led to it"
    if edition.attribute != Attribute.PROACTIVE:
        raise Refusal(_("公开属性不是主动公开，不能公开。"), code="conflict")
    if edition.published_at or edition.expunged_at:
        raise Refusal(_("这一稿已经公开过了。"), code="conflict")
    now = clock.now()
    restored = {"restored": True} if item.withdrawn_at else {}
    release_files(item, edition, actor)
    late_days = _stop_clock(item, actor)
    edition.published_at = now
    edition.release = item.editions.filter(release__isnull=False).count() + 1
    edition.save(update_fields=["published_at", "release"])
    number = item.index_number or index_numbers(1, item.organisation, edition.category)[0]
    _go_live(item, edition, number, late_days)
    act = tell_publication(item, edition, late_days, actor=actor, basis=basis, said={**restored, **via})
    search.put(document_of(item, edition))
    return act


def index_numbers(count: int, organisation: Organisation, category: Category) -> list[str]:
    """The next index numbers of a category, in the caller's transaction; those that an import brought are passed over."""

    def taken(spelled: list[str]) -> set[str]:
        rows = Item.objects.filter(index_number__in=spelled).values_list("index_number", flat=True)
        return {number for number in rows if number}

    return allocate_numbers(
        count,
        "index",
        organisation,
        clock.today(),
        taken=taken,
        category=category.code,
        section=category.code[-2:],
        group=category.code[-2:],
    )


def tell_publication(
    item: Item, edition: Edition, late_days: int, *, actor: Actor, basis: str, said: dict[str, Any]
) -> Act:
    """The act by which a text became public; ``said`` is what its case or its order adds."""
    change = {"change_kind": edition.change_kind, "change_reason": edition.change_reason}
    organisation = item.organisation
    return record(
        PUBLISHED,
        subject=item.ref,
        actor=actor,
        public={
            "index_number": item.index_number,
            "title": edition.title,
            "sha256": edition.sha256,
            "organisation": organisation.name,
            "category": edition.category.code,
            "doc_number": edition.doc_number,
            "generated_on": edition.generated_on.isoformat() if edition.generated_on else "",
            "release": edition.release,
            "late_days": late_days,
            "url": item.get_absolute_url(),
            **{name: value for name, value in change.items() if value},
            **said,
        },
        basis=basis,
        organisation_code=organisation.code,
        about=[edition.ref],
    )


def _go_live(item: Item, edition: Edition, number: str, late_days: int) -> None:
    show_facts(item, edition)
    item.index_number = number
    item.withdrawn_at = None
    item.live_edition = edition
    item.changed_at = edition.published_at
    if item.published_at is None:
        item.published_at = edition.published_at
        item.late_days = late_days
    item.save()


def show_facts(item: Item, edition: Edition) -> None:
    """The item shows the facts of the text that becomes public; while the former one is still the live one.

    What was declared since (an extension, say) stays, unless the new text itself says another day.
    """
    former = item.live_edition
    for name in ("effective_on", "valid_until"):
        if former is None or getattr(former, name) != getattr(edition, name):
            setattr(item, name, getattr(edition, name))
    for name in ("title", "attribute", "doc_number", "generated_on"):
        setattr(item, name, getattr(edition, name))
    if item.category_id != edition.category_id:
        item.category = edition.category
    item.genre = genres.CLARIFICATION if edition.clarifies else genres.genre_of(edition.title)


def release_files(item: Item, edition: Edition, actor: Actor) -> None:
    """The attachments of this text become public; those of the former text that it no longer has go back inside."""
    wanted = [entry.file for entry in edition.attachments.all()]
    for stored in wanted:
        if not stored.is_public:
            files.release(stored, actor=actor)
    if item.live_edition is not None:
        for entry in item.live_edition.attachments.exclude(file__in=wanted):
            if entry.file.is_public:
                files.withhold(entry.file, actor=actor, reason=_("新文本不再包含这个附件"))


def _stop_clock(item: Item, actor: Actor) -> int:
    """Stop the clock of the 20 working days; by how many working days it was missed."""
    running = Clock.objects.running().filter(subject=item.ref, limit__code=rules.PUBLISH_LIMIT).first()
    if running is None:
        return 0
    remaining = deadline_rules.remaining(running)
    stopped = deadlines.stop(running, actor=actor)
    return max(0, -remaining) if stopped.outcome == Outcome.LATE else 0


def document_of(item: Item, edition: Edition) -> Document:
    """The item as search knows it."""
    assert item.published_at is not None
    organisation, path = item.organisation, _from_root(edition.category)
    head = f"{edition.doc_number}\n{edition.keywords}\n{edition.summary}\n".lstrip("\n")
    return Document(
        ref=item.ref,
        title=edition.title,
        text=head + edition.body_text,
        organisation_code=organisation.code,
        organisation_path=organisation.path,
        organisation_name=organisation.name,
        category_code=path[-1].code,
        category_path="/".join([node.code for node in path]) + "/",
        category_name=path[-1].name,
        category_names=tuple([node.name for node in path]),
        validity=flips(item),
        kind=item.genre or str(_("其他")),
        published_at=item.published_at,
        url=item.get_absolute_url(),
    )


def category_path(category: Category) -> str:
    """``statutory/A20_01/``: every prefix names an ancestor."""
    return "/".join(node.code for node in _from_root(category)) + "/"


def category_names(category: Category) -> tuple[str, ...]:
    """The names of the parts of :func:`category_path`."""
    return tuple(node.name for node in _from_root(category))


def _from_root(category: Category) -> list[Category]:
    found: list[Category] = []
    node: Category | None = category
    while node is not None:
        found.append(node)
        node = node.parent
    return found[::-1]
