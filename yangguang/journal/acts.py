"""The journal's own acts."""

from django.utils.translation import gettext_lazy as _

from yangguang.journal.kinds import declare

PRIVATE_PART_ERASED = declare(
    "journal.private_part_erased",
    _("消除记录中的个人信息"),
    summary=_("消除了一条记录中的个人信息：%(reason)s"),
)
