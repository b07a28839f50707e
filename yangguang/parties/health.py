"""What this room tells ``yangguang doctor``: numbers and references, never a name."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _

from yangguang.lib.crypto import DecryptionError
from yangguang.lib.health import Check
from yangguang.parties import owners
from yangguang.parties.models import Agency, Party, Unreadable
from yangguang.parties.models.parties import lookup
from yangguang.parties.particulars import FIELDS

_SAMPLES = 100  # from either end: the oldest rows carry the oldest keys


def checks() -> list[Check]:
    return [_values(), _agencies()]


def _values() -> Check:
    """Whether what is kept of parties opens, and is still found by its look-up."""
    name = _("当事人信息")
    rows = Party.objects.filter(erased_at__isnull=True)
    some = {one.pk: one for order in ("pk", "-pk") for one in rows.order_by(order)[:_SAMPLES]}
    lost, astray = set(), 0
    for party in some.values():
        try:
            told = party.particulars()
        except Unreadable:
            lost.add(_key_of(party))
            continue
        astray += party.identity_lookup != lookup(f"identity:{told.identity_kind}", told.identity_number)
    remedy = _("把原密钥加回 YANGGUANG_KEYRING（编号:密钥），放在现用密钥之后；最早的一把放在最后。")
    if lost:
        told_lost = _("用密钥 %(keys)s 加密的信息打不开：密钥不在，或内容被改动") % {
            "keys": "、".join(sorted(lost))
        }
        return Check(name, False, told_lost, remedy)
    if astray:
        told_astray = _("抽查的 %(n)d 位当事人按证件号码查不到：查找用的密钥变了") % {"n": astray}
        return Check(name, False, told_astray, remedy)
    return Check(name, True, _("抽查 %(n)d 位，都能打开") % {"n": len(some)})


def _key_of(party: Party) -> str:
    """The id of the first key that does not open a value of this party; ? where it cannot be told."""
    ring = settings.YANGGUANG_KEYRING
    for field in FIELDS:
        blob = bytes(getattr(party, f"sealed_{field}"))
        try:
            party.opened(field)
        except Unreadable:
            try:
                return ring.key_of(blob)
            except DecryptionError:
                break
    return "?"


def _agencies() -> Check:
    """Whether an open matter rests on an authority that has run out."""
    name = _("代理授权")
    over = Agency.objects.over()
    used = [
        one for owner in owners.registered() if owner.agencies for one in over.filter(pk__in=owner.agencies())
    ]
    if used:
        told = _("有 %(n)d 项代理已经终止或者过期，但办理中的事项还在用，例如 %(uid)s") % {
            "n": len(used),
            "uid": used[0].uid,
        }
        remedy = _("请经办人通知当事人补交授权文件，或者由当事人本人办理。")
        return Check(name, True, told, remedy, warning=True)
    return Check(name, True, _("没有过期还在用的授权"))
