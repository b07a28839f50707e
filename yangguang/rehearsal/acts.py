"""The acts of this room. Only the book of a rehearsal holds any: they are how a copy is told from the house itself."""

from django.utils.translation import gettext_lazy as _

from yangguang.journal.kinds import declare

OPENED = "rehearsal.copy_opened"
CLOCK_MOVED = "rehearsal.clock_moved"

declare(OPENED, _("建立演练环境"), summary=_("用备份“%(backup)s”建立演练环境"))
declare(CLOCK_MOVED, _("拨动演练时间"), summary=_("演练时间拨到 %(to)s"))
