"""State secrets stay out: a marking found on the way in stops it before anything is written.

The check runs before the verb's transaction, so no row, file, log line or session holds what was found. What is
recorded is only that something was stopped, in which part, and by which organisation.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from yangguang.disclosure.acts import SECRECY_STOPPED
from yangguang.journal.actions import record
from yangguang.lib.errors import Refusal
from yangguang.organisations.acting import Acting
from yangguang.organisations.models import Organisation
from yangguang.screening.rules import blocking, screen_text, secrecy_mark

CODE = "secrecy"


def stop_secrets(texts: Mapping[str, str], *, organisation: Organisation, acting: Acting | None) -> None:
    """Refuse (code ``secrecy``) when one of the texts, named for people, carries a secrecy marking."""
    for where, text in texts.items():
        if text and secrecy_mark(text):
            _remember(where, organisation, acting)
            raise Refusal(
                _(
                    "%(where)s里有密级标志。涉密内容不得录入本系统，刚才的内容没有保存。"
                    "请停止在本机处理这份材料，报告本单位保密工作人员；确需登记的，公开属性选“不予公开—国家秘密”，只填登记项。"
                )
                % {"where": where},
                code=CODE,
            )


def refuse_unfit(
    text: str, label: str, *, field: str, organisation: Organisation, acting: Acting, longest: int = 300
) -> None:
    """Refuse a short text that the public will read at once when it is too long or carries what must not be public."""
    if len(text) > longest:
        raise Refusal(
            _("%(label)s最多 %(longest)d 个字，现在有 %(length)d 个。")
            % {"label": label, "longest": longest, "length": len(text)},
            field=field,
        )
    stop_secrets({label: text}, organisation=organisation, acting=acting)
    found = blocking(screen_text(text, organisation=organisation))
    if found:
        raise Refusal(
            _("%(label)s会向社会公开，里面有不能公开的内容：%(why)s")
            % {"label": label, "why": found[0].message},
            field=field,
        )


def _remember(where: str, organisation: Organisation, acting: Acting | None) -> None:
    if acting is None:
        return
    with transaction.atomic():
        record(
            SECRECY_STOPPED,
            subject=organisation.ref,
            actor=acting.actor,
            public={"where": where},
            organisation_code=organisation.code,
            basis="《保守国家秘密法》第三十五条",
        )
