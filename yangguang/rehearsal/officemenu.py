"""The office's menu entry of this room."""

from django.utils.translation import gettext_lazy as _

from yangguang.organisations.permissions import Permission
from yangguang.organisations.rules import may_anywhere
from yangguang.web.office import menu

menu.register(
    _("演练"),
    "rehearsal",
    "resubmit",
    permitted=lambda user: may_anywhere(user, Permission.OPERATE),
    order=790,
)
