"""What ``yangguang doctor`` asks of this room."""

from datetime import timedelta

from django.utils.translation import gettext as _

from yangguang.journal.models import Seal
from yangguang.lib import clock
from yangguang.lib.health import Check
from yangguang.notices import witnesses
from yangguang.notices.addresses import masked
from yangguang.notices.models import Message

LATE = timedelta(hours=1)
SILENT = timedelta(hours=50)  # two daily mails missed
FAILING = 2  # attempts in vain after which it is no longer a hiccup


def checks() -> list[Check]:
    return [_outbox(), _witnesses()]


def _witnesses() -> Check:
    """Whether every witness has had a seal in the last days: without them nobody notices a rewritten book."""
    name = _("见证人")
    named = witnesses.witnesses()
    if not named:
        told = _("没有见证人：整本日志被重写也没有人能发现")
        remedy = _("请图书馆、媒体或上级机关做见证人，把邮箱列入 YANGGUANG_WITNESSES。")
        return Check(name, True, told, remedy, warning=True)
    newest = Seal.objects.last()
    missed = [address for address in named if newest and not _has_heard(address, newest)]
    if missed:
        told = _("%(n)d 位见证人两天没有收到封存，例如 %(address)s") % {
            "n": len(missed),
            "address": masked("email", missed[0]),
        }
        remedy = _("检查邮箱地址和邮件服务器，再运行 yangguang notices retry。")
        return Check(name, False, told, remedy)
    return Check(name, True, _("%(n)d 位，都收到了") % {"n": len(named)})


def _has_heard(address: str, newest: Seal) -> bool:
    """Whether a seal reached *address* after, or at most two days before, the newest one was made."""
    sent = [message for message in witnesses.told(address) if message.sent_at]
    if any(message.url == witnesses.address_of(newest) for message in sent):
        return True
    heard = max((message.sent_at for message in sent if message.sent_at), default=None)
    since = heard or Seal.objects.order_by("number").values_list("sealed_at", flat=True)[0]
    return clock.now() - since < SILENT


def _outbox() -> Check:
    name = _("通知")
    stuck = Message.objects.stuck().count()
    if stuck:
        told = _("%(stuck)d 条通知多次未发出") % {"stuck": stuck}
        return Check(name, False, told, _("检查邮件服务器和短信网关，然后运行 yangguang notices retry"))
    late = Message.objects.filter(state=Message.State.WAITING, created_at__lt=clock.now() - LATE).count()
    if late:
        told = _("%(late)d 条通知等待超过一小时") % {"late": late}
        return Check(name, False, told, _("检查 yangguang work 是否在运行"), warning=True)
    failing = Message.objects.filter(state=Message.State.WAITING, attempts__gte=FAILING).first()
    if failing:
        told = _("正在重试，还没有发出：%(error)s") % {"error": failing.error[:120]}
        return Check(name, False, told, _("检查邮件服务器和短信网关；通了以后自动发出"), warning=True)
    return Check(name, True, _("没有积压"))
