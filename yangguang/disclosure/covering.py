"""遮盖 of attachments: what disclosure says when ``files`` asks whose file it is and where the redacted one goes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from yangguang.files.models import StoredFile
from yangguang.files.redaction import doors
from yangguang.lib.errors import Refusal
from yangguang.organisations.acting import Acting
from yangguang.organisations.permissions import Permission
from yangguang.organisations.rules import acting_as

from . import actions, rules
from .actions.duty import require_drafter
from .models import Item


def _item(file: StoredFile) -> Item:
    return Item.objects.select_related("organisation").get(uid=file.owner.uid)


def may(file: StoredFile, user: Any) -> Acting:
    """The drafter's right to redact an attachment of a text in work. Raises Refusal ``not-found``, ``forbidden``, ``conflict``."""
    item = Item.objects.inside(user).select_related("organisation").filter(uid=file.owner.uid).first()
    if item is None:
        raise Refusal(_("没有找到这个文件，或者您不能查看它。"), code="not-found")
    acting = acting_as(user, item.organisation, permission=Permission.DRAFT)
    require_drafter(item.organisation, acting)
    edition = rules.working_edition(item)
    if edition is None or edition.submitted_at is not None:
        raise Refusal(
            _("这一稿不在起草中，不能遮盖附件。要改附件，请先开始修改或者请审核人退回。"), code="conflict"
        )
    if actions.covered_by(edition, file) is None:
        raise Refusal(_("这个附件已经不在这一稿里，请刷新页面。"), code="conflict")
    return acting


def back(file: StoredFile) -> tuple[str, str]:
    item = _item(file)
    return item.title, f"{item.office_url}edit/"


def place(original: StoredFile, redacted: StoredFile, acting: Acting) -> None:
    actions.cover(original, redacted, acting=acting)


def screen(file: StoredFile, texts: Mapping[str, str], acting: Acting) -> None:
    actions.stop_secrets(texts, organisation=_item(file).organisation, acting=acting)


doors.register(Item.REF_KIND, doors.Door(may=may, back=back, place=place, screen=screen))
