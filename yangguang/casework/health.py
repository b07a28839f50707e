"""What this room tells ``yangguang doctor``."""

from __future__ import annotations

from django.utils.translation import gettext as _

from yangguang.casework.models import Task
from yangguang.lib.health import Check


def checks() -> list[Check]:
    """Steps that nobody can do."""
    name = str(_("任务"))
    stuck = Task.objects.open().filter(unheld=True).select_related("case", "organisation")
    number = stuck.count()
    if not number:
        return [
            Check(name, True, str(_("每一步都有人可办，待办 %(n)d 项")) % {"n": Task.objects.open().count()})
        ]
    first = stuck[0]
    message = _("有 %(n)d 步没有人可办，例如%(organisation)s的“%(task)s”（%(case)s）") % {
        "n": number,
        "organisation": first.organisation.called,
        "task": first.name,
        "case": first.case.number,
    }
    return [
        Check(name, True, message, str(_("请给这个岗位任命一个人；起草人不能审核自己的文本。")), warning=True)
    ]
