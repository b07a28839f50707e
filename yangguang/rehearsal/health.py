"""What this room tells ``yangguang doctor``."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _

from yangguang.lib import clock
from yangguang.lib.errors import Refusal
from yangguang.lib.health import Check
from yangguang.rehearsal import rules


def checks() -> list[Check]:
    """Whether the house and its copies are told apart; silent where there is no rehearsal."""
    name = str(_("演练"))
    try:
        rules.require_fitting()
    except Refusal as refusal:
        return [Check(name, False, refusal.message, str(_("先停下这套系统，再改设置。")))]
    if not settings.YANGGUANG_REHEARSAL:
        return []
    return [
        Check(
            name,
            True,
            str(_("这是演练环境，演练时间 %(now)s")) % {"now": rules.told(clock.now())},
            str(_("用完以后删除整个文件夹和数据库。")),
            warning=True,
        )
    ]
