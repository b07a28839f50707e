"""The verbs of redaction: begin, mark, redact, give up. The original stays; what is made goes where it was."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from yangguang.files import acts
from yangguang.files.actions import keep_made
from yangguang.files.models import Redaction, RedactionState, StoredFile
from yangguang.files.redaction import doors, hits, rules, runner
from yangguang.jobs.tasks import retrying
from yangguang.journal.actions import record
from yangguang.lib import clock
from yangguang.lib.errors import Refusal
from yangguang.organisations.acting import Acting

MOST_FOUND = 5_000


def begin(file: StoredFile, *, acting: Acting) -> Redaction:
    """Read a PDF and suggest what may have to be covered: at once, or by the worker where it is long.

    What is begun already is answered as it is. Where the file was redacted before, its areas stand there again. Raises
    Refusal ``file-…``, ``conflict``.
    """
    rules.require_redactable(file)
    if (begun := rules.in_work(file)) is not None:
        return begun
    try:
        read = _read(file, rules.READ_AT_ONCE)
    except runner.Long:
        read = None
    before = Redaction.objects.filter(original=file, state=RedactionState.DONE).order_by("-pk").first()
    with transaction.atomic():
        StoredFile.objects.select_for_update().get(pk=file.pk)
        if (begun := rules.in_work(file)) is not None:
            return begun
        redaction = Redaction.objects.create(
            original=file,
            state=RedactionState.READING if read is None else RedactionState.MARKING,
            name=before.name if before else rules.name_after(file),
            areas=before.areas if before else [],
            begun_at=clock.now(),
            asked_by=acting.user,
            **(read or {}),
        )
        if read is None:
            read_long.enqueue(redaction.uid)
    return redaction


def _read(file: StoredFile, most: int = runner.MOST_PAGES) -> dict[str, Any]:
    """Sizes, suggestions and pages without words. Raises Refusal; runner.Long."""
    sizes, found, wordless = [], list[dict[str, Any]](), []
    for page in runner.look(file, most):
        sizes.append([round(page.width, 2), round(page.height, 2)])
        if not page.text.strip():
            wordless.append(page.number)
        if len(found) < MOST_FOUND:
            found += hits.suggested(page)
    return {"sizes": sizes, "found": found, "wordless": wordless}


@retrying(attempts=3)
def read_long(uid: str) -> None:
    """What the worker does with a long file. What cannot be read is as if it had not been begun, and says why."""
    redaction = _now(uid)
    if redaction.state != RedactionState.READING:
        return
    rows = Redaction.objects.filter(pk=redaction.pk, state=RedactionState.READING)
    try:
        rows.update(state=RedactionState.MARKING, **_read(redaction.original))
    except Refusal as refusal:
        rows.update(trouble=refusal.message[:500])


def mark(
    redaction: Redaction, *, areas: Sequence[dict[str, Any]], name: str, seen_saves: int, acting: Acting
) -> Redaction:
    """Keep what is marked so far. Raises Refusal ``conflict`` where somebody else marked meanwhile."""
    kept = rules.checked_areas(areas, redaction.sizes)
    shown = rules.checked_name(name)
    file = redaction.original
    said = {_("文件名"): shown, _("遮盖的理由"): "\n".join(one["words"] for one in kept)}
    doors.of(file).screen(file, said, acting)
    rows = Redaction.objects.filter(
        pk=redaction.pk, state__in=(RedactionState.MARKING, RedactionState.FAILED), saves=seen_saves
    )
    changed = rows.update(
        areas=kept,
        name=shown,
        saves=seen_saves + 1,
        state=RedactionState.MARKING,
        trouble="",
        asked_by=acting.user,
    )
    if not changed:
        raise Refusal(_("别人刚刚也在标记这个文件，请刷新页面后再标。"), code="conflict")
    redaction.refresh_from_db()
    return redaction


def give_up(redaction: Redaction) -> None:
    """Forget what was marked; the file is as it was. Raises Refusal ``conflict`` where it is being made."""
    rows = Redaction.objects.filter(pk=redaction.pk).exclude(
        state__in=(RedactionState.WAITING, RedactionState.DONE)
    )
    if not rows.delete()[0]:
        raise Refusal(_("遮盖后的文件正在生成或者已经生成，不能放弃。"), code="conflict")


def redact(redaction: Redaction, *, acting: Acting) -> Redaction:
    """Make the redacted file of what is marked: at once for few pages, else by the worker.

    Raises Refusal ``conflict``, ``file-…``; what is marked stays marked.
    """
    if not redaction.areas:
        raise Refusal(_("还没有标记要遮盖的地方。"), field="areas")
    rules.require_redactable(redaction.original)
    rules.checked_areas(redaction.areas, redaction.sizes)
    at_once = redaction.pages <= rules.AT_ONCE
    with transaction.atomic():
        rows = Redaction.objects.filter(
            pk=redaction.pk, state__in=(RedactionState.MARKING, RedactionState.FAILED), saves=redaction.saves
        )
        if not rows.update(
            state=RedactionState.WAITING,
            done=0,
            trouble="",
            asked_by=acting.user,
            appointment=acting.appointment,
        ):
            raise Refusal(_("别人刚刚也在标记这个文件，请刷新页面后再标。"), code="conflict")
        if not at_once:
            make_redacted.enqueue(redaction.uid)
    return make(redaction.uid) if at_once else _now(redaction.uid)


def make(uid: str) -> Redaction:
    """Make one that waits. A failure stands in the row with its reason, and the marks stay."""
    redaction = _now(uid)
    if redaction.state != RedactionState.WAITING:
        return redaction
    assert redaction.asked_by is not None
    assert redaction.appointment is not None
    acting, file = Acting(redaction.asked_by, redaction.appointment), redaction.original
    try:
        # Asked again: between the order and the work somebody may have lost the right, or the text may have gone on.
        doors.of(file).may(file, redaction.asked_by)
        with runner.made(file, redaction.areas, lambda page: _progress(redaction, page)) as made:
            _finish(redaction, made, acting)
    except Refusal as refusal:
        Redaction.objects.filter(pk=redaction.pk, state=RedactionState.WAITING).update(
            state=RedactionState.FAILED, trouble=refusal.message[:500]
        )
    return _now(uid)


@retrying(attempts=3)
def make_redacted(uid: str) -> None:
    """What the worker does. Made or failed already, there is nothing to do."""
    make(uid)


@transaction.atomic
def _finish(redaction: Redaction, made: runner.Made, acting: Acting) -> None:
    locked = Redaction.objects.select_for_update(of=("self",)).select_related("original").get(pk=redaction.pk)
    if locked.state != RedactionState.WAITING:
        return  # another worker was given it too and was first
    original = locked.original
    with made.path.open("rb") as content:
        redacted = keep_made(
            content,
            owner=original.owner,
            name=locked.name,
            by=acting.actor,
            retention=original.retention,
            about=[original.ref],
        )
    doors.of(original).place(original, redacted, acting)  # the owner's record is locked before its file
    original = StoredFile.objects.select_for_update().get(pk=original.pk)
    rules.require_redactable(original)
    now = clock.now()
    original.redacted_at = original.redacted_at or now
    original.save(update_fields=["redacted_at"])
    locked.redacted, locked.made_at, locked.state = redacted, now, RedactionState.DONE
    locked.original_sha256, locked.redacted_sha256 = str(original.blob_id), str(redacted.blob_id)
    locked.removed, locked.unseen, locked.found, locked.done = made.removed, made.unseen, [], made.pages
    locked.save()
    record(
        acts.REDACTED,
        subject=redacted.ref,
        actor=acting.actor,
        public={
            "count": len(locked.areas),
            "pages": made.pages,
            "sha256": locked.redacted_sha256,
            # Whole tenths of points: an act holds no fractions.
            "areas": [
                [one["page"], *(round(10 * side) for side in one["box"]), one["reason"]]
                for one in locked.areas
            ],
        },
        private={
            "original": locked.original_sha256,
            "name": locked.name,
            "words": [one["words"] for one in locked.areas],
        },
        basis="《政府信息公开条例》第十四条至第十六条、第三十七条",
        about=[original.owner, original.ref],
    )


def _progress(redaction: Redaction, page: int) -> None:
    if page % 10 == 0:
        Redaction.objects.filter(pk=redaction.pk, state=RedactionState.WAITING).update(done=page)


def _now(uid: str) -> Redaction:
    return Redaction.objects.select_related(
        "original", "redacted", "asked_by", "appointment__post__organisation"
    ).get(uid=uid)
