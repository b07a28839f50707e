"""What ``yangguang doctor`` asks of this room."""

from datetime import timedelta

from django.db import connection
from django.utils.translation import gettext as _

from yangguang.journal.management.commands.flush import TABLES
from yangguang.journal.models import Delivery, Seal, Unsealed
from yangguang.journal.proofs import trusted_keys
from yangguang.lib import clock
from yangguang.lib.health import Check

LATE = timedelta(minutes=5)


def checks() -> list[Check]:
    return [_sealing(), _key(), _deliveries(), _guard()]


def _sealing() -> Check:
    name = _("公开日志封存")
    oldest = Unsealed.objects.select_related("act").order_by("act_id").first()
    if oldest and clock.now() - oldest.act.recorded_at > LATE:
        waiting = _("有记录等待封存超过 5 分钟（共 %(count)d 条）") % {"count": Unsealed.objects.count()}
        return Check(name, False, waiting, _("运行 yangguang work，或立即运行 yangguang journal seal"))
    last = Seal.objects.last()
    if last is None:
        return Check(name, True, _("还没有记录"))
    return Check(
        name, True, _("第 %(number)d 次，共 %(size)d 条记录") % {"number": last.number, "size": last.size}
    )


def _key() -> Check:
    name = _("封存密钥")
    last = Seal.objects.last()
    if last is None or last.key_id in trusted_keys():
        return Check(name, True, _("与最近一次封存一致"))
    told = _("最近一次封存不是用现在的密钥签署的")
    return Check(name, False, told, _("把原公钥列入 YANGGUANG_RETIRED_SEAL_KEYS，或恢复原密钥"))


def _deliveries() -> Check:
    name = _("事项传达")
    stuck = Delivery.objects.stuck().count()
    if stuck:
        first = Delivery.objects.stuck().first()
        told = _("%(stuck)d 项多次失败，例如 %(handler)s：%(error)s") % {
            "stuck": stuck,
            "handler": first.handler if first else "",
            "error": (first.error if first else "")[:100],
        }
        return Check(name, False, told, _("排除原因后运行 yangguang journal retry"))
    return Check(name, True, _("没有受阻"))


def _guard() -> Check:
    """Whether the triggers that make the tables append-only are still there."""
    name = _("日志防改写")
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT DISTINCT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
                " WHERE t.tgname LIKE 'journal_%%_no_update' AND t.tgenabled <> 'D'"
            )
        else:
            cursor.execute(
                "SELECT tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'journal_%%_no_update'"
            )
        guarded = {row[0] for row in cursor.fetchall()}
    if missing := sorted(set(TABLES) - guarded):
        told = _("这些表没有防改写触发器：%(tables)s") % {"tables": "、".join(missing)}
        return Check(
            name,
            False,
            told,
            _("运行 yangguang manage migrate journal 0001，再运行 yangguang manage migrate"),
        )
    return Check(name, True, _("数据库拒绝改写和删除"))
