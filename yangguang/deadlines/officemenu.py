"""The office's menu entries of this room."""

from django.utils.translation import gettext_lazy as _

from yangguang.organisations.permissions import Permission
from yangguang.organisations.rules import may_anywhere
from yangguang.web.office import menu

menu.register(_("期限"), "clocks", "time", order=30)
menu.register(
    _("工作日历"),
    "calendar",
    "calendar-alt",
    permitted=lambda user: may_anywhere(user, Permission.MANAGE_CALENDAR),
    order=700,
)
menu.register(_("时限"), "limits", "history", order=710)
menu.register(_("期限日历"), "deadline_feed", "calendar", order=910)
