"""Seeing the whole of what is masked: each time an act, with its reason."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from yangguang.journal.actions import record
from yangguang.lib.errors import Refusal
from yangguang.lib.ref import Ref
from yangguang.organisations.acting import Acting
from yangguang.parties import rules
from yangguang.parties.acts import UNMASKED
from yangguang.parties.models import Party, Unreadable
from yangguang.parties.particulars import FIELDS, number

_LONGEST_REASON = 300


@sensitive_variables()
@transaction.atomic
def unmask(
    party: Party, fields: Collection[str], reason: str, acting: Acting, *, about: Ref | None = None
) -> rules.Shown:
    """The party with *fields* whole and the rest masked, for this one look; nothing stays open.

    The act says who saw which fields of whom, by reference; the reason is in its encrypted part. *about* is the matter
    for which it was done. Only what the work needs is asked for (个人信息保护法第六条). Raises Refusal
    ``forbidden`` for a person who handles no matter of this party, ``invalid`` without fields or a reason, or where the
    reason itself tells the name or a number, ``unreadable`` when the key is gone.
    """
    wanted = frozenset(fields)
    if not wanted or not wanted <= set(FIELDS):
        raise Refusal(_("请选择要查看的内容。"), field="fields")
    why = " ".join(reason.split())
    if not why or len(why) > _LONGEST_REASON:
        raise Refusal(_("请写明查看的原因，最多 %(most)d 个字。") % {"most": _LONGEST_REASON}, field="reason")
    if not Party.objects.unmaskable_by(acting.user).filter(pk=party.pk).exists():
        raise Refusal(_("只有办理这件事的人可以查看当事人的完整信息。"), code="forbidden")
    party = Party.objects.get(pk=party.pk)
    if party.is_erased:
        raise Refusal(_("当事人的信息已经删除，无法查看。"), code="conflict")
    try:
        values = party.particulars()
    except Unreadable as error:
        raise Refusal(
            _("当事人的信息打不开：密钥不在。请系统管理员运行 yangguang doctor。"), code="unreadable"
        ) from error
    if _tells(why, [values.name, values.identity_number, values.phone, values.email, values.contact]):
        raise Refusal(_("原因里不要写当事人的姓名、证件号码和联系方式，请改写成办理的事项。"), field="reason")
    record(
        UNMASKED,
        subject=party.ref,
        actor=acting.actor,
        public={"fields": sorted(wanted)},
        private={"reason": why},
        about=[about] if about else [],
    )
    return rules.seen(party, wanted)


def _tells(reason: str, values: list[str]) -> bool:
    folded = number(reason)
    return any(number(value) in folded for value in values if len(value) > 1)
