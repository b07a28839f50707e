"""What ``yangguang doctor`` asks of this room."""

from datetime import timedelta

from django.utils.translation import gettext as _

from yangguang.lib import clock
from yangguang.lib.health import Check
from yangguang.notices.models import Message

LATE = timedelta(hours=1)
FAILING = 2  # attempts in vain after which it is no longer a hiccup


def checks() -> list[Check]:
    name = _("通知")
    stuck = Message.objects.stuck().count()
    if stuck:
        told = _("%(stuck)d 条通知多次未发出") % {"stuck": stuck}
        return [Check(name, False, told, _("检查邮件服务器和短信网关，然后运行 yangguang notices retry"))]
    late = Message.objects.filter(state=Message.State.WAITING, created_at__lt=clock.now() - LATE).count()
    if late:
        told = _("%(late)d 条通知等待超过一小时") % {"late": late}
        return [Check(name, False, told, _("检查 yangguang work 是否在运行"), warning=True)]
    failing = Message.objects.filter(state=Message.State.WAITING, attempts__gte=FAILING).first()
    if failing:
        told = _("正在重试，还没有发出：%(error)s") % {"error": failing.error[:120]}
        return [Check(name, False, told, _("检查邮件服务器和短信网关；通了以后自动发出"), warning=True)]
    return [Check(name, True, _("没有积压"))]
