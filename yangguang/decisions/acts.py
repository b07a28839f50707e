"""The acts of this room."""

from django.utils.translation import gettext_lazy as _

from yangguang.journal.kinds import declare

TABLE_PUBLISHED = "decisions.table_published"

declare(TABLE_PUBLISHED, _("发布决策表"), summary=_("发布决策表“%(name)s”第 %(number)s 版"))
