"""What this room tells ``yangguang doctor``."""

from __future__ import annotations

from django.utils.translation import gettext as _

from yangguang.lib.health import Check

from .offers import missing_permissions
from .rules import permission_name


def checks() -> list[Check]:
    """Permissions that no post of the house has, as after an upgrade that brought one."""
    name = str(_("岗位权限"))
    missing = missing_permissions()
    if not missing:
        return [Check(name, True, _("标准岗位的每项权限都有岗位在用"))]
    told = _("没有哪个岗位可以：%(permissions)s") % {
        "permissions": "、".join(permission_name(one) for one in missing)
    }
    remedy = _("请系统管理员打开办公后台“机构和岗位”→“与标准岗位对照”，加给该有的岗位")
    return [Check(name, True, told, remedy, warning=True)]
