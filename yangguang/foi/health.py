"""What this room tells ``yangguang doctor``: whether there is somebody for every step of a request, everywhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from yangguang.casework.rules import versions_in_force
from yangguang.foi import rules
from yangguang.lib.health import Check
from yangguang.organisations.models import Appointment, Organisation
from yangguang.organisations.permissions import Permission
from yangguang.organisations.rules import permission_name
from yangguang.organisations.seeds import standard_posts

_SHOWN = 5  # offices that are named


def checks() -> list[Check]:
    """Permissions and posts that nobody holds where requests come in, there or above: after an upgrade nobody has them."""
    return [_people()]


def _people() -> Check:
    name = str(_("依申请公开的人员"))
    offices = list(rules.recipients().in_order())
    if not offices:
        return Check(name, True, str(_("没有受理信息公开申请的机关")))
    permissions, posts = _held()
    found = [
        _lack(_("“%(name)s”权限") % {"name": permission_name(one)}, offices, permissions[one])
        for one in (Permission.HANDLE_REQUESTS, Permission.SEE_REQUESTS)
    ]
    standard = standard_posts()
    found += [
        _lack(standard[code].name if code in standard else code, offices, posts[code]) for code in _needed()
    ]
    lacks = [one for one in found if one]
    if not lacks:
        return Check(name, True, str(_("%(n)d 个受理机关都有人办理、审核和签发") % {"n": len(offices)}))
    remedy = _(
        "在办公后台“机构和岗位”里：权限用“与标准岗位对照”加给岗位；岗位没有人的，任命人员。本机关没有人担任的，由上级机关担任这个岗位的人办理。"
    )
    return Check(name, True, "；".join(lacks), str(remedy), warning=True)


def _held() -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """Where each permission and each post is held today, as paths of organisations."""
    permissions: dict[str, set[str]] = defaultdict(set)
    posts: dict[str, set[str]] = defaultdict(set)
    rows = Appointment.objects.current().values_list(
        "post__code", "post__permissions", "post__organisation__path"
    )
    for code, allowed, path in rows:
        posts[code].add(path)
        for one in allowed:
            permissions[one].add(path)
    return permissions, posts


def _needed() -> list[str]:
    """The posts that the lanes of the process name, in every version by which new requests run."""
    versions = versions_in_force().filter(process__code=rules.PROCESS)
    return list(
        dict.fromkeys(lane.post for version in versions for lane in version.model.lanes.values() if lane.post)
    )


def _lack(what: str, offices: Sequence[Organisation], held: Iterable[str]) -> str:
    """The offices at and above which nobody holds something; empty where everywhere somebody does."""
    without = [one.called for one in offices if not any(one.path.startswith(path) for path in held)]
    if not without:
        return ""
    if len(without) == len(offices):
        return str(_("%(what)s：没有任何人有") % {"what": what})
    named = "、".join(without[:_SHOWN])
    told = {"what": what, "n": len(without), "named": named + ("等" if len(without) > _SHOWN else "")}
    return str(_("%(what)s：%(named)s（共 %(n)d 个机关）没有人有，上级也没有") % told)
