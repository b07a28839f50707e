"""Questions about redactions. Nothing is written here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from yangguang.files.models import Redaction, RedactionReason, RedactionState, State, StoredFile
from yangguang.files.names import MOST
from yangguang.lib.errors import Refusal
from yangguang.lib.pdf.geometry import Box

MOST_AREAS = 2_000
SMALLEST = 1.0  # points: a line under a word is thinner than that, a word is not
LONGEST_WORDS = 100
AT_ONCE = 5  # pages that are made while the person waits, at a quarter of a second each
READ_AT_ONCE = 80  # pages that are read while the person waits, at a fortieth of a second each
IN_WORK = (RedactionState.READING, RedactionState.MARKING, RedactionState.WAITING, RedactionState.FAILED)


def in_work(file: StoredFile) -> Redaction | None:
    """What is being marked or made of a file."""
    return Redaction.objects.filter(original=file, state__in=IN_WORK).select_related("original").first()


def require_redactable(file: StoredFile) -> None:
    """Raises Refusal where a file's kind or past does not let it be redacted."""
    if file.blob_id is None or file.state == State.QUARANTINE:
        raise Refusal(_("这个文件已经销毁或者隔离，不能遮盖。"), code="conflict")
    if file.extension != "pdf":
        raise Refusal(
            _("只能遮盖 PDF 文件。请把“%(name)s”另存为 PDF，重新上传后再遮盖。") % {"name": file.name},
            code="file-type",
        )
    if file.released_at:
        raise Refusal(
            _("“%(name)s”已经公开过，遮盖收不回来。请先办理“撤下”或者“依法消除”，再上传原件，遮盖后公开。")
            % {"name": file.name},
            code="conflict",
        )


def pairs(files: Iterable[StoredFile]) -> dict[int, Redaction]:
    """For those of the files that are redacted ones: how each came about, by the file's key."""
    found = Redaction.objects.filter(redacted__in=list(files)).select_related("original")
    return {one.redacted_id: one for one in found if one.redacted_id}


def origins(file: StoredFile) -> list[StoredFile]:
    """The originals behind a redacted file, nearest first, that are still there."""
    found: list[StoredFile] = []
    behind = file
    while pair := Redaction.objects.filter(redacted=behind).select_related("original").first():
        behind = pair.original
        if behind.destroyed_at is None:
            found.append(behind)
    return found


def newest_pair(original: StoredFile) -> Redaction | None:
    """How a file was redacted last, where the redacted file is still there."""
    done = Redaction.objects.filter(original=original, redacted__destroyed_at__isnull=True)
    return done.filter(state=RedactionState.DONE).select_related("redacted").order_by("-pk").first()


def redacted_before(original: StoredFile) -> set[int]:
    """Keys of the files to which an original was redacted before."""
    return {
        key
        for key in Redaction.objects.filter(original=original).values_list("redacted", flat=True)
        if key is not None
    }


def checked_areas(rows: Sequence[dict[str, Any]], sizes: Sequence[Sequence[float]]) -> list[dict[str, Any]]:
    """The areas as they are kept: cut to their pages, each with a reason. Raises Refusal, field ``areas``."""
    if len(rows) > MOST_AREAS:
        raise _wrong(_("最多 %(most)d 处，请拆分文件。") % {"most": MOST_AREAS})
    return [_checked(number, row, sizes) for number, row in enumerate(rows, 1)]


def _checked(number: int, row: dict[str, Any], sizes: Sequence[Sequence[float]]) -> dict[str, Any]:
    page = int(row["page"])
    if not 1 <= page <= len(sizes):
        raise _wrong(
            _("第 %(n)d 处写的是第 %(page)d 页，文件只有 %(pages)d 页。")
            % {"n": number, "page": page, "pages": len(sizes)}
        )
    x0, y0, x1, y1 = (float(value) for value in row["box"])
    width, height = sizes[page - 1]
    box = Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)).within(width, height)
    if box is None or box.width < SMALLEST or box.height < SMALLEST:
        raise _wrong(_("第 %(n)d 处不在页面上，或者太小。请重新标记。") % {"n": number})
    reason, words = str(row.get("reason", "")), " ".join(str(row.get("words", "")).split())
    if reason not in RedactionReason.values:
        raise _wrong(_("请给第 %(n)d 处选择遮盖的理由。") % {"n": number})
    if reason == RedactionReason.SECRET:
        raise Refusal(
            _(
                "涉及国家秘密的文件不得存放在本系统，遮盖以后也不行。请立即停止处理这份文件，删去它，并报告本单位保密工作人员。"
            ),
            code="secrecy",
            field="areas",
        )
    if reason == RedactionReason.OTHER and not words:
        raise _wrong(_("第 %(n)d 处的理由是“其他”，请写明是什么。") % {"n": number})
    if len(words) > LONGEST_WORDS:
        raise _wrong(_("第 %(n)d 处的说明最多 %(most)d 个字。") % {"n": number, "most": LONGEST_WORDS})
    return {
        "page": page,
        "box": box.as_list(),
        "reason": reason,
        "words": words,
        "label": str(row.get("label", ""))[:20],
    }


def checked_name(name: str) -> str:
    """The name under which the redacted file will be public. Raises Refusal, field ``name``."""
    shown = " ".join(name.split())
    stem = shown[: -len(".pdf")] if shown.lower().endswith(".pdf") else shown
    if not stem.strip(". "):
        raise Refusal(_("请填写遮盖后文件的名称。"), field="name")
    if len(stem) + len(".pdf") > MOST:
        raise Refusal(_("文件名最多 %(most)d 个字。") % {"most": MOST}, field="name")
    return f"{stem}.pdf"


def name_after(file: StoredFile) -> str:
    """What a redacted file is called unless somebody says otherwise."""
    stem = file.name.rpartition(".")[0]
    added = _("（遮盖后）")
    return f"{stem.removesuffix(added)[: MOST - len(added) - 4]}{added}.pdf"


def _wrong(sentence: str) -> Refusal:
    return Refusal(sentence, field="areas")
