"""An export: asked for, made at once or by the worker, kept for a week for who asked, then destroyed."""

from __future__ import annotations

import tempfile
from datetime import timedelta
from typing import IO, cast

from django.db import transaction
from django.utils.translation import gettext as _

from yangguang.documents import makers
from yangguang.documents.models import Export, ExportForm, ExportState
from yangguang.files import actions as files
from yangguang.files.models import Retention
from yangguang.jobs.tasks import retrying
from yangguang.journal.actions import record
from yangguang.journal.actors import SYSTEM
from yangguang.lib import clock
from yangguang.lib.errors import Refusal
from yangguang.lib.ref import Ref
from yangguang.organisations.acting import Acting

KEPT = timedelta(days=7)
_IN_MEMORY = 8 * 1024 * 1024


def ask(kind: str, subject: Ref, *, form: str, acting: Acting) -> Export:
    """Have a record made into one file. Small ones are ready when this returns, others are made by the worker.

    Who asks again while theirs is under way gets that one. Raises Refusal ``not-found`` for a record that the person
    may not open (they learn no more than that), and whatever the maker refuses.
    """
    maker = makers.named(kind)
    if not maker.may_see(subject, acting.user):
        raise Refusal(_("没有找到要导出的内容，或者您不能查看它。"), code="not-found")
    if form not in ExportForm.values:
        raise Refusal(_("请选择导出成 PDF 还是 ZIP。"), field="form")
    parts = maker.parts(subject)
    at_once = parts <= maker.at_once
    with transaction.atomic():
        wanted = {"asked_by": acting.user, "subject": subject, "form": form, "state": ExportState.WAITING}
        export, new = Export.objects.get_or_create(
            **wanted,
            defaults={
                "kind": kind,
                "appointment": acting.appointment,
                "asked_at": clock.now(),
                "of": parts,
            },
        )
        if new and not at_once:
            make_export.enqueue(export.uid)
    return make(export.uid) if new and at_once else export


def make(uid: str) -> Export:
    """Make an export that waits: the file, and the act that says who took what. What is made already stays."""
    export = Export.objects.select_related("asked_by", "appointment__post__organisation").get(uid=uid)
    if export.state != ExportState.WAITING:
        return export
    maker = makers.of(export)
    assert export.subject is not None
    acting = Acting(export.asked_by, export.appointment)
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as spool:
        content = cast(IO[bytes], spool)
        try:
            # Asked again: between the order and the work somebody may have lost the right.
            if not maker.may_see(export.subject, export.asked_by):
                raise Refusal(_("您已经不能查看这份内容，没有导出。"), code="forbidden")
            order = makers.Order(export.subject, export.form, acting.actor, export.asked_by)
            name = maker.write(order, content, lambda done, of: _progress(export, done, of))
        except Refusal as refusal:
            return _fail(export, refusal.message)
        content.seek(0)
        return _finish(export, maker, content, name, acting)


@retrying(attempts=3)
def make_export(uid: str) -> None:
    """What the worker does. Made or failed already, there is nothing to do."""
    make(uid)


def sweep() -> int:
    """Destroy the files of exports older than a week: copies of personal data do not lie about. How many."""
    old = Export.objects.filter(state=ExportState.DONE, made_at__lt=clock.now() - KEPT)
    return sum(_destroy(pk) for pk in old.values_list("pk", flat=True))


def _destroy(pk: int) -> bool:
    with transaction.atomic():
        export = Export.objects.select_for_update().filter(pk=pk, state=ExportState.DONE).first()
        if export is None or export.file is None:
            return False
        files.destroy(export.file, actor=SYSTEM, reason=_("导出的文件只保留七天"))
        Export.objects.filter(pk=pk).update(state=ExportState.GONE)
    return True


def _progress(export: Export, done: int, of: int) -> None:
    Export.objects.filter(pk=export.pk, state=ExportState.WAITING).update(done=done, of=of)


def _fail(export: Export, why: str) -> Export:
    waiting = Export.objects.filter(pk=export.pk, state=ExportState.WAITING)
    waiting.update(state=ExportState.FAILED, trouble=why[:500])
    export.refresh_from_db()
    return export


@transaction.atomic
def _finish(export: Export, maker: makers.Maker, content: IO[bytes], name: str, acting: Acting) -> Export:
    locked = Export.objects.select_for_update().get(pk=export.pk)
    if locked.state != ExportState.WAITING:
        return locked  # another worker was given it too and was first
    assert locked.subject is not None
    kept = files.keep_made(
        content, owner=locked.ref, name=name, by=acting.actor, retention=Retention.TEN, about=[locked.subject]
    )
    locked.file, locked.sha256, locked.made_at = kept, str(kept.blob_id), clock.now()
    locked.state, locked.done = ExportState.DONE, locked.of
    locked.save(update_fields=["file", "sha256", "made_at", "state", "done"])
    record(
        maker.act,
        subject=locked.subject,
        actor=acting.actor,
        public={
            **maker.public(locked.subject),
            "form": locked.form.upper(),
            "size": kept.size,
            "sha256": locked.sha256,
        },
        organisation_code=maker.organisation_code(locked.subject),
        about=[locked.ref],
    )
    return locked
