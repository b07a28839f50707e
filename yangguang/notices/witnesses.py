"""Seals leave the house by mail, to the witnesses named in ``YANGGUANG_WITNESSES``.

Whoever keeps one of these mails can show later that nothing under that seal was changed.
"""

import json
from collections.abc import Sequence

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yangguang.jobs.schedule import every
from yangguang.journal.models import Seal
from yangguang.lib import clock
from yangguang.notices.actions import send
from yangguang.notices.models import Message


@every("notices.witnesses", seconds=24 * 3600, label=gettext_lazy("向见证人发送封存"))
def tell_witnesses() -> int:
    """Send the newest seal to every witness who has not got it yet. How many mails went into the outbox."""
    witnesses: Sequence[str] = getattr(settings, "YANGGUANG_WITNESSES", ())
    seal = Seal.objects.last()
    if seal is None:
        return 0
    subject = _("公开日志第 %(number)d 次封存") % {"number": seal.number}
    body = _(
        "您是本单位公开日志的见证人，请保存这封邮件。\n"
        "第 %(number)d 次封存，%(day)s，共 %(size)d 条记录。下面是封存全文，存成文件即可用来核对凭证：\n\n%(seal)s\n"
    ) % {
        "number": seal.number,
        "day": f"{clock.local(seal.sealed_at):%Y-%m-%d %H:%M}",
        "size": seal.size,
        "seal": json.dumps(seal.document(), ensure_ascii=False, indent=1),
    }
    url = f"{settings.BASE_URL}/seals/{seal.number}.json"
    # The address of the seal tells whether a witness has it: the job may run twice in its slot.
    told = [
        address for address in witnesses if not Message.objects.to("email", address).filter(url=url).exists()
    ]
    for address in told:
        send("email", address, subject, body, url=url)
    return len(told)
