"""The verbs of who draws a process: keep a draft, throw it away, publish it.

A draft is a person's own working paper, seen by nobody else and bound to nothing: keeping it leaves no act. Its
publication is the act.
"""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from yangguang.casework.actions import publish_process
from yangguang.casework.models import ProcessVersion
from yangguang.casework.models.processes import ProcessDraft
from yangguang.lib import bpmn, clock
from yangguang.lib.errors import Refusal
from yangguang.organisations.acting import Acting
from yangguang.organisations.models import Organisation
from yangguang.organisations.permissions import Permission
from yangguang.organisations.rules import may_anywhere

MAX_DRAFT = 1_000_000  # bytes
MAX_DRAFTS = 50  # of one person


def save_draft(code: str, number: int, xml: bytes, *, revision: int, user: Any) -> ProcessDraft:
    """Keep what was drawn. ``revision`` is the one that was seen; 0 where no draft was seen.

    It need not be sound, only readable. Raises Refusal ``forbidden``, ``unreadable``, ``too-many``, or ``conflict``
    when another window has saved meanwhile: nothing is overwritten unseen.
    """
    if not may_anywhere(user, Permission.MANAGE_PROCESSES):
        raise Refusal(_("您没有管理办理流程的权限，请联系本单位的系统管理员。"), code="forbidden")
    if len(xml) > MAX_DRAFT:
        raise Refusal(_("文件超过 1 MB，流程图不会这么大，请检查是不是选错了文件。"), code="unreadable")
    try:
        bpmn.readable(xml)
    except bpmn.BpmnError as error:
        raise Refusal(str(error), code="unreadable") from error
    mine = ProcessDraft.objects.of(user)
    if revision:
        kept = mine.filter(code=code, number=number, revision=revision).update(
            xml=xml, revision=revision + 1, saved_at=clock.now()
        )
        if not kept:
            raise _lost(mine.filter(code=code, number=number).first())
        return mine.get(code=code, number=number)
    if mine.count() >= MAX_DRAFTS:
        raise Refusal(
            _("您的流程草稿已有 %(n)d 份，请先发布或丢弃一些。") % {"n": MAX_DRAFTS}, code="too-many"
        )
    try:
        with transaction.atomic():
            return ProcessDraft.objects.create(
                user=user, code=code, number=number, xml=xml, saved_at=clock.now()
            )
    except IntegrityError:
        raise _lost(mine.filter(code=code, number=number).first()) from None


def _lost(draft: ProcessDraft | None) -> Refusal:
    if draft is None:
        return Refusal(
            _("这份草稿已在别的窗口里发布或丢弃，这里的改动没有保存。要接着改，请先下载，再重新打开。"),
            code="conflict",
        )
    return Refusal(
        _("您在别的窗口里于 %(time)s 保存过这份草稿，这里的改动没有保存。请选择保留哪一份。")
        % {"time": clock.local(draft.saved_at).strftime("%Y-%m-%d %H:%M:%S")},
        code="conflict",
    )


def discard_draft(code: str, number: int, *, revision: int, user: Any) -> None:
    """Throw a draft away. Raises Refusal ``conflict`` when it is not the one that was seen."""
    mine = ProcessDraft.objects.of(user).filter(code=code, number=number)
    if not mine.filter(revision=revision).delete()[0]:
        raise _lost(mine.first())


@transaction.atomic
def publish_draft(
    code: str,
    number: int,
    *,
    revision: int,
    organisation: Organisation | None,
    acting: Acting,
    reason: str = "",
) -> ProcessVersion:
    """Publish what was drawn, and the draft is gone. Raises what ``publish_process`` raises, and ``conflict``."""
    mine = ProcessDraft.objects.of(acting.user).filter(code=code, number=number)
    draft = mine.select_for_update().first()
    if draft is None and not revision:
        raise Refusal(_("还没有改动可以发布。请先画好，或打开一个文件。"), code="conflict")
    if draft is None or draft.revision != revision:
        raise _lost(draft)
    version = publish_process(
        bytes(draft.xml), code=code, organisation=organisation, actor=acting, reason=reason
    )
    draft.delete()
    return version
