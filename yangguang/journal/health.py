"""What ``yangguang doctor`` asks of this room."""

from datetime import timedelta

from django.db import connection
from django.utils.translation import gettext as _

from yangguang.journal import rules, spotcheck
from yangguang.journal.management.commands.flush import TABLES
from yangguang.journal.models import Delivery, Seal, Unsealed
from yangguang.journal.proofs import trusted_keys
from yangguang.lib import clock
from yangguang.lib.health import Check

LATE = timedelta(minutes=5)


def _what_to_do() -> str:
    return _(
        "不要改动数据。运行 yangguang journal verify --against 见证人所持的封存，"
        "逐条查明；再用 yangguang restore 把最近的备份恢复到另一处对照。"
    )


def checks() -> list[Check]:
    return [_sealing(), _key(), _private_keys(), _book(), _time(), _deliveries(), _guard()]


def thorough() -> list[Check]:
    """With ``--full``: the whole book, recomputed."""
    report = rules.verify()
    name = _("公开日志全文核对")
    if report.ok:
        return [Check(name, True, _("%(acts)d 条记录，没有发现改动") % {"acts": report.acts})]
    told = _("%(count)d 处不符，例如：%(first)s") % {
        "count": len(report.faults),
        "first": report.faults[0].message,
    }
    return [Check(name, False, told, _what_to_do())]


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


def _private_keys() -> Check:
    name = _("数据密钥")
    missing = spotcheck.unreadable_keys()
    if not missing:
        return Check(name, True, _("抽查的非公开部分都能打开"))
    told = _("用密钥 %(keys)s 加密的内容打不开：密钥不在，或内容被改动") % {"keys": "、".join(missing)}
    return Check(name, False, told, _("把原密钥加回 YANGGUANG_KEYRING（编号:密钥），放在现用密钥之后。"))


def _book() -> Check:
    name = _("公开日志抽查")
    if told := spotcheck.faults():
        return Check(name, False, told[0], _what_to_do())
    return Check(name, True, _("最近 %(count)d 条记录和封存没有发现改动") % {"count": spotcheck.NEWEST})


def _time() -> Check:
    name = _("系统时间")
    ahead = spotcheck.ahead_of_the_clock()
    if ahead is None:
        return Check(name, True, _("不早于最近一条记录"))
    told = _("最近一条记录的时间比现在还晚 %(minutes)d 分钟：机器的时间往回跳了") % {
        "minutes": ahead.total_seconds() // 60 + 1
    }
    return Check(name, False, told, _("停止办理，用 chronyc 或 timedatectl 校准时间；期限都按这个时间推算。"))


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
