"""The back-office face: organisations, posts and people, for who manages them."""

from django.utils.translation import gettext_lazy as _

from yangguang.organisations import rules
from yangguang.organisations.permissions import Permission
from yangguang.web.office import menu


def _manager(user: object) -> bool:
    return rules.may_anywhere(user, Permission.MANAGE_PEOPLE)


menu.register(_("代理"), "office-stand-ins", "user", order=30)
menu.register(_("机构和岗位"), "office-organisations", "site", permitted=_manager, order=700)
menu.register(_("人员"), "office-people", "group", permitted=_manager, order=710)
menu.register(_("安全设置"), "office-security", "lock", permitted=_manager, order=720)
