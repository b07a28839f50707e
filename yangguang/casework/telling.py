"""The verb that tells people what has come to their desk. A message names the step, never the text: drafts stay inside."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from yangguang.accounts.models import User
from yangguang.casework import rules
from yangguang.casework.models import Case, Task
from yangguang.lib.ref import Ref
from yangguang.notices.actions import send
from yangguang.notices.models import Message


@transaction.atomic
def tell_of_open_steps(case: Ref) -> int:
    """Tell everybody who can do an open step of a case that it waits for them, once each. How many were told."""
    told = 0
    waiting = list(Task.objects.open().filter(case__uid=case.uid))
    if not waiting:
        return 0
    found = Case.objects.select_related("organisation", "version").get(uid=case.uid)
    for task in waiting:
        task.case = found
        for user in rules.eligible_users(task, task.organisation):
            told += _tell(task, user)
    return told


def _tell(task: Task, user: User) -> int:
    if Message.objects.to(Message.Channel.INBOX, user.uid).filter(about=task.ref).exists():
        return 0
    again = _("（第 %(round)d 次）") % {"round": task.round} if task.round > 1 else ""
    subject = _("待办：%(task)s%(again)s") % {"task": task.name, "again": again}
    body = _("办件 %(number)s 到了“%(task)s”这一步，等您办理。") % {
        "number": task.case.number,
        "task": task.name,
    }
    url = task.get_office_url()
    send(Message.Channel.INBOX, user.uid, subject, body, about=task.ref, url=url)
    if user.email:
        send(Message.Channel.EMAIL, user.email, subject, f"{body}\n{settings.BASE_URL}{url}", about=task.ref)
    return 1
