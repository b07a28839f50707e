"""Attachments of a text in work."""

from __future__ import annotations

from collections.abc import Iterable
from typing import IO

from django.db import transaction
from django.utils.translation import gettext as _

from yangguang.disclosure import rules
from yangguang.disclosure.models import Edition, EditionFile, Item
from yangguang.files import actions as files
from yangguang.files.models import StoredFile
from yangguang.files.redaction import rules as redaction
from yangguang.journal.actors import Actor
from yangguang.lib.errors import Refusal
from yangguang.organisations.acting import Acting
from yangguang.screening.texts import readable_text

from .duty import require_drafter
from .secrets import stop_secrets

MOST = 50


def attach(item: Item, upload: IO[bytes], name: str, *, acting: Acting) -> EditionFile:
    """Take a file in and add it to the text in work. Refusal for a secrecy marking, a wrong type, too large."""
    require_drafter(item.organisation, acting)
    _editable(item)
    stop_secrets(
        {_("文件名"): name, _("附件"): readable_text(upload, name)},
        organisation=item.organisation,
        acting=acting,
    )
    upload.seek(0)
    with transaction.atomic():
        edition = _editable(Item.objects.select_for_update().get(pk=item.pk))
        count = edition.attachments.count()
        if count >= MOST:
            raise Refusal(_("附件最多 %(most)d 个，请先合并。") % {"most": MOST}, field="attachment")
        stored = files.take_in(upload, owner=item.ref, name=name, by=acting.actor)
        return EditionFile.objects.create(edition=edition, file=stored, name=stored.name, order=count)


@transaction.atomic
def detach(item: Item, entry_id: int, *, acting: Acting) -> None:
    """Remove an attachment from the text in work. The file goes for good unless an earlier text has it too."""
    require_drafter(item.organisation, acting)
    edition = _editable(Item.objects.select_for_update().get(pk=item.pk))
    entry = edition.attachments.filter(pk=entry_id).first()
    if entry is None:
        raise Refusal(_("这个附件已经不在了，请刷新页面。"), code="conflict")
    drop_attachment(entry, actor=acting.actor, reason=_("起草中删除"))


@transaction.atomic
def cover(original: StoredFile, redacted: StoredFile, *, acting: Acting) -> EditionFile:
    """遮盖: a redacted file takes the place of its original, or of an earlier redacted one, in the text in work.

    Called by the verb of ``files``, in its transaction. The original stays, for those who work on the item.
    """
    assert original.owner is not None
    item = Item.objects.select_for_update().get(uid=original.owner.uid)
    require_drafter(item.organisation, acting)
    entry = covered_by(_editable(item), original)
    if entry is None:
        raise Refusal(_("这个附件已经不在这一稿里，没有换上遮盖后的文件。"), code="conflict")
    former = entry.file
    entry.file, entry.name = redacted, redacted.name
    entry.save(update_fields=["file", "name"])
    if former != original and not EditionFile.objects.filter(file=former).exists():
        files.destroy(former, actor=acting.actor, reason=_("重新遮盖"))
    return entry


def covered_by(edition: Edition, original: StoredFile) -> EditionFile | None:
    """The attachment of a text that is this file, or what it was redacted to."""
    wanted = {original.pk, *redaction.redacted_before(original)}
    return edition.attachments.filter(file__in=wanted).first()


def drop_attachment(entry: EditionFile, *, actor: Actor, reason: str) -> None:
    """Take an attachment off its text, and destroy the file where no other text has it; with a redacted one its original."""
    stored = entry.file
    entry.delete()
    destroy_unused([stored], actor=actor, reason=reason)


def destroy_unused(stored: Iterable[StoredFile], *, actor: Actor, reason: str) -> None:
    """Destroy those of the files that no text has any more, and the originals behind them that no text has."""
    every = {one.pk: one for file in stored for one in (file, *redaction.origins(file))}
    used = set(EditionFile.objects.filter(file__in=every).values_list("file", flat=True))
    for one in every.values():
        if one.pk not in used and one.destroyed_at is None:
            files.destroy(one, actor=actor, reason=reason)


def _editable(item: Item) -> Edition:
    edition = rules.working_edition(item)
    if edition is None:
        raise Refusal(_("这一件已经公开。要改附件，请先开始修改。"), code="conflict")
    if edition.submitted_at:
        raise Refusal(_("这一稿正在审核，不能改附件。"), code="conflict")
    if edition.is_secret:
        raise Refusal(_("涉密登记不能有附件。"), field="attachment")
    return edition
