"""消除: content that must not exist any more is destroyed; its fingerprint, its acts and their proofs remain."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from yangguang.casework import actions as casework
from yangguang.casework.models import Case
from yangguang.disclosure.acts import EXPUNGED
from yangguang.disclosure.models import EXPUNGED_TITLE, Edition, EditionFile, Item
from yangguang.files.models import StoredFile
from yangguang.journal.actions import record
from yangguang.lib import clock
from yangguang.lib.errors import Refusal
from yangguang.organisations.acting import Acting
from yangguang.organisations.permissions import Permission
from yangguang.organisations.rules import acting_as
from yangguang.search import actions as search

from .attachments import destroy_unused
from .withdrawal import checked_words, withhold_files

_WORDS = (
    "body_html",
    "body_text",
    "summary",
    "keywords",
    "doc_number",
    "source",
    "clarifies",
    "change_reason",
)


def expunge(
    item: Item, releases: Iterable[int], *, title_too: bool, reason: str, basis: str, acting: Acting
) -> Item:
    """Destroy what public texts of an item said: a state secret, personal data.

    ``releases`` are the versions (第几版) that said it. Every text of the item that was never public goes as well:
    drafts are copies of one another. With the live version the item leaves the public for good. What remains: the
    rows with their hashes and days, the approvals, the acts. The title stands in the acts of publication, which
    nobody can alter; with ``title_too`` it is replaced everywhere else and the house no longer shows those acts.
    Needs ``Permission.EXPUNGE``; ``reason`` is read by the public.
    """
    acting = acting_as(acting.user, item.organisation, permission=Permission.EXPUNGE)
    reason, basis = checked_words(item, reason, basis, acting)
    wanted = set(releases)
    with transaction.atomic():
        if title_too:
            for case in Case.objects.filter(subject=item.ref):  # the case is locked before the record
                casework.retitle(case, str(EXPUNGED_TITLE), actor=acting.actor)
        item = (
            Item.objects.select_for_update(of=("self",))
            .select_related("organisation", "live_edition")
            .get(pk=item.pk)
        )
        chosen = list(item.editions.filter(release__in=wanted, expunged_at__isnull=True))
        if not wanted or len(chosen) != len(wanted):
            raise Refusal(_("请选择要消除的版本；其中可能有刚刚已经消除的，请刷新页面。"), field="releases")
        live = item.live_edition
        assert live is not None, "what was released has been public"
        with_live = live in chosen
        _destroy(item, [*chosen, *_never_public(item, with_live)], acting, title_too=title_too, reason=reason)
        if with_live:
            _leave_the_public(item, acting, title_too=title_too)
        record(
            EXPUNGED,
            subject=item.ref,
            actor=acting.actor,
            public={
                "index_number": item.index_number,
                "releases": [edition.release for edition in chosen],
                "sha256": [edition.sha256 for edition in chosen],
                "organisation": item.organisation.name,
                "title_too": title_too,
                "reason": reason,
            },
            basis=basis,
            organisation_code=item.organisation.code,
            about=[edition.ref for edition in chosen],
        )
        item.refresh_from_db()
        return item


def _never_public(item: Item, with_live: bool) -> list[Edition]:
    """Drafts and returned texts. The one in work stays when the live text, which it was made from, stays."""
    rows = item.editions.filter(release__isnull=True, expunged_at__isnull=True)
    return list(rows if with_live else rows.filter(returned_at__isnull=False))


def _destroy(item: Item, editions: list[Edition], acting: Acting, *, title_too: bool, reason: str) -> None:
    used = set(EditionFile.objects.filter(edition__in=editions).values_list("file", flat=True))
    for edition in editions:
        edition.attachments.all().delete()
        edition.rulings.all().delete()
        for name in _WORDS:
            setattr(edition, name, "")
        if title_too:
            edition.title = str(EXPUNGED_TITLE)
        # A draft that nobody has submitted goes on, empty; what was submitted is bound to its hash and ends here.
        if edition.submitted_at or edition.release:
            edition.expunged_at = clock.now()
        else:
            edition.saves += 1
        edition.save()
    destroy_unused(StoredFile.objects.filter(pk__in=used), actor=acting.actor, reason=reason)


def _leave_the_public(item: Item, acting: Acting, *, title_too: bool) -> None:
    if item.withdrawn_at is None:
        item.withdrawn_at = clock.now()
        withhold_files(item, acting.actor, reason=_("内容已依法消除"))
        search.withdraw(item.ref)
    item.doc_number = ""
    if title_too:
        item.title = str(EXPUNGED_TITLE)
    item.save(update_fields=["withdrawn_at", "doc_number", "title"])
