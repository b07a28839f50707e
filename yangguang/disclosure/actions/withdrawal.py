"""Taking a public item back, and letting it be read again."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from yangguang.disclosure import rules
from yangguang.disclosure.acts import RESTORED, WITHDRAWN
from yangguang.disclosure.models import Item
from yangguang.files import actions as files
from yangguang.files.models import StoredFile
from yangguang.journal.actions import record
from yangguang.journal.actors import Actor
from yangguang.lib import clock
from yangguang.lib.errors import Refusal
from yangguang.organisations.acting import Acting
from yangguang.organisations.permissions import Permission
from yangguang.organisations.rules import acting_as
from yangguang.search import actions as search

from .publication import document_of, release_files
from .secrets import refuse_unfit

LONGEST_BASIS = 200


def withdraw(item: Item, *, reason: str, basis: str, acting: Acting) -> Item:
    """Take a public item back at once, without a review: it may be needed to protect somebody.

    Its address answers 410 and tells ``reason``, which the public reads; text, files, lists, search, feeds and API
    show nothing of it from the next request on. Needs ``Permission.WITHDRAW``. Refusal: no reason or basis, words
    that must not be public (``field``), ``conflict`` when it is not public (any more).
    """
    acting = acting_as(acting.user, item.organisation, permission=Permission.WITHDRAW)
    reason, basis = checked_words(item, reason, basis, acting)
    with transaction.atomic():
        item = _locked(item)
        if not item.is_public:
            raise Refusal(_("这一件现在没有公开，可能刚刚已经撤下。请刷新页面。"), code="conflict")
        item.withdrawn_at = clock.now()
        item.save(update_fields=["withdrawn_at"])
        withhold_files(item, acting.actor, reason=_("信息已撤下"))
        search.withdraw(item.ref)
        assert item.live_edition is not None
        record(
            WITHDRAWN,
            subject=item.ref,
            actor=acting.actor,
            public={
                "index_number": item.index_number,
                "release": item.live_edition.release,
                "sha256": item.live_edition.sha256,
                "organisation": item.organisation.name,
                "reason": reason,
            },
            basis=basis,
            organisation_code=item.organisation.code,
            about=[item.live_edition.ref],
        )
        return item


def restore(item: Item, *, reason: str, basis: str, acting: Acting) -> Item:
    """Let the public read a withdrawn item again, its text unchanged: it was signed, and nothing was wrong with it.

    Where something was wrong, ``begin_next`` leads through a new review, and publication restores. Needs
    ``Permission.WITHDRAW``. Refusal ``findings`` when the screening objects to the text by now, ``conflict`` when it
    is not withdrawn or its content was expunged.
    """
    acting = acting_as(acting.user, item.organisation, permission=Permission.WITHDRAW)
    reason, basis = checked_words(item, reason, basis, acting)
    with transaction.atomic():
        item = _locked(item)
        edition = item.live_edition
        if edition is None or item.withdrawn_at is None:
            raise Refusal(_("这一件没有撤下，不用恢复。请刷新页面。"), code="conflict")
        if edition.expunged_at:
            raise Refusal(_("这一件的内容已经依法消除，不能恢复。"), code="conflict")
        if rules.fingerprint(edition) != edition.sha256:
            raise Refusal(_("文本与签发时不一致，不能直接恢复。请开始修改，重新送审。"), code="conflict")
        objections = rules.blocking(edition)
        if objections:
            raise Refusal(
                _("审查发现这份文本有必须处理的问题，不能直接恢复：%(first)s请开始修改，重新送审。")
                % {"first": objections[0].message},
                code="findings",
            )
        item.withdrawn_at = None
        item.save(update_fields=["withdrawn_at"])
        release_files(item, edition, acting.actor)
        search.put(document_of(item, edition))
        record(
            RESTORED,
            subject=item.ref,
            actor=acting.actor,
            public={
                "index_number": item.index_number,
                "release": edition.release,
                "sha256": edition.sha256,
                "organisation": item.organisation.name,
                "reason": reason,
            },
            basis=basis,
            organisation_code=item.organisation.code,
            about=[edition.ref],
        )
        return item


def checked_words(item: Item, reason: str, basis: str, acting: Acting) -> tuple[str, str]:
    """Reason and basis as they will be public. Refusal names the field."""
    reason, basis = " ".join(reason.split()), " ".join(basis.split())
    if not reason:
        raise Refusal(_("请写明理由，公开页会照此说明。"), field="reason")
    if not basis:
        raise Refusal(_("请写明依据的条文。"), field="basis")
    for text, label, field, longest in (
        (reason, _("理由"), "reason", 300),
        (basis, _("依据"), "basis", LONGEST_BASIS),
    ):
        refuse_unfit(text, label, field=field, organisation=item.organisation, acting=acting, longest=longest)
    return reason, basis


def withhold_files(item: Item, actor: Actor, *, reason: str) -> None:
    """No file of the item is public any more."""
    for stored in StoredFile.objects.public().filter(owner=item.ref):
        files.withhold(stored, actor=actor, reason=reason)


def _locked(item: Item) -> Item:
    rows = Item.objects.select_for_update(of=("self",)).select_related("organisation", "live_edition")
    return rows.get(pk=item.pk)
