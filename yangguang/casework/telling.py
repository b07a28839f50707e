"""The verb that tells people what has come to their desk. A message names the step, never the text: drafts stay inside."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from yangguang.accounts.models import User
from yangguang.casework import worklist
from yangguang.casework.acts import TASK_HANDED_OVER
from yangguang.casework.models import Case, Task
from yangguang.journal.models import Act
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
        for user in worklist.doers(task):
            told += _tell(task, user)
    return told


def _tell(task: Task, user: User) -> int:
    again = _("（第 %(round)d 次）") % {"round": task.round} if task.round > 1 else ""
    subject = _("待办：%(task)s%(again)s") % {"task": task.name, "again": again}
    body = _("办件 %(number)s 到了“%(task)s”这一步，等您办理。") % {
        "number": task.case.number,
        "task": task.name,
    }
    url = task.get_office_url()
    return _say(user, subject, body, task.ref, url)


@transaction.atomic
def tell_of_another_hand(act: Act) -> int:
    """Tell whom it concerns that a step has gone from hand to hand: who has it now, and from whom it was taken.

    How many were told; nobody twice, and nobody of what they did themselves.
    """
    task = _task_of(act)
    if task is None or act.private is None:
        return 0
    said = act.private.facts
    handed = act.kind == TASK_HANDED_OVER
    key = str(said.get("to_key" if handed else "from_key", ""))
    words = {
        "task": task.name,
        "number": task.case.number,
        "who": act.actor.name,
        "reason": said.get("reason") or _("没有写"),
    }
    if handed:
        subject = _("转办给您：%(task)s") % words
        body = _("%(who)s把办件 %(number)s 的“%(task)s”转给您办理。理由：%(reason)s") % words
    else:
        subject = _("您领取的任务已退回：%(task)s") % words
        body = (
            _("办件 %(number)s 的“%(task)s”由%(who)s退回待办池，不再由您一人办理。理由：%(reason)s") % words
        )
    person = User.objects.active().filter(uid=key).first()
    if person is None or person.uid == act.actor.key:
        return 0
    return _say(person, subject, body, act.ref, f"{task.get_office_url()}?task={task.uid}")


def _task_of(act: Act) -> Task | None:
    keys = [one.uid for one in act.about if one.kind == Task.REF_KIND]
    return Task.objects.select_related("case").filter(uid__in=keys).first()


def _say(person: User, subject: str, body: str, about: Ref, url: str) -> int:
    """One message to the inbox and by mail, once for each occasion."""
    if Message.objects.to(Message.Channel.INBOX, person.uid).filter(about=about).exists():
        return 0
    send(Message.Channel.INBOX, person.uid, subject, body, about=about, url=url)
    if person.email:
        send(Message.Channel.EMAIL, person.email, subject, f"{body}\n{settings.BASE_URL}{url}", about=about)
    return 1
