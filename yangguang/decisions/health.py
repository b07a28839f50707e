"""What this room tells ``yangguang doctor``."""

from __future__ import annotations

from hashlib import sha256

from django.utils.translation import gettext as _

from yangguang.decisions import rules
from yangguang.decisions.models import TableVersion
from yangguang.lib import dmn
from yangguang.lib.health import Check


def checks() -> list[Check]:
    """Whether the tables in force are still those that were published, and can be read."""
    name = str(_("决策表"))
    number = 0
    for version in TableVersion.objects.filter(pk__in=rules.versions_in_force().values("pk")).iterator(200):
        number += 1
        wrong = _wrong(version)
        if wrong:
            return [Check(name, False, wrong, str(_("请重新发布这张表，并查明是谁改了数据库。")))]
    return [Check(name, True, str(_("现行 %(n)d 张，内容和发布时一样") % {"n": number}))]


def _wrong(version: TableVersion) -> str:
    xml = bytes(version.xml)
    told = {"name": version.name, "number": version.number}
    if sha256(xml).hexdigest() != version.sha256:
        return str(_("“%(name)s”第 %(number)d 版的内容和发布时的指纹不符") % told)
    try:
        dmn.the_table(dmn.read(xml))
    except dmn.DmnError as error:
        return str(_("“%(name)s”第 %(number)d 版读不出来：%(error)s") % {**told, "error": error})
    return ""
