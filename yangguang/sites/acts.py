"""The acts of this room."""

from django.utils.translation import gettext_lazy as _

from yangguang.journal.kinds import declare

SITE_OPENED = "sites.site_opened"
SITE_AMENDED = "sites.site_amended"
COLUMN_OPENED = "sites.column_opened"
COLUMN_AMENDED = "sites.column_amended"
COLUMN_CLOSED = "sites.column_closed"

declare(SITE_OPENED, _("开通网站"), summary=_("开通网站“%(name)s”"))
declare(SITE_AMENDED, _("更改网站信息"), summary=_("更改网站“%(name)s”的信息"))
declare(COLUMN_OPENED, _("开设栏目"), summary=_("开设栏目“%(name)s”"))
declare(COLUMN_AMENDED, _("调整栏目"), summary=_("调整栏目“%(name)s”"))
declare(COLUMN_CLOSED, _("关闭栏目"), summary=_("关闭栏目“%(name)s”：%(reason)s"))
