"""The acts of this room. Who did a step stands in the private part; that a step was done does not leave the house."""

from django.utils.translation import gettext_lazy as _

from yangguang.journal.kinds import declare

PROCESS_PUBLISHED = "casework.process_published"
CASE_OPENED = "casework.case_opened"
TASK_COMPLETED = "casework.task_completed"
TASK_ESCALATED = "casework.task_escalated"
CASE_RETITLED = "casework.case_retitled"
CASE_CLOSED = "casework.case_closed"

declare(PROCESS_PUBLISHED, _("发布流程"), summary=_("发布“%(name)s”第 %(number)s 版"))
declare(CASE_OPENED, _("立件"), public=False, summary=_("立件 %(number)s"))
declare(TASK_COMPLETED, _("办理"), public=False, summary=_("%(task)s：%(outcome)s"))
declare(
    TASK_ESCALATED,
    _("无人办理，上报"),
    public=False,
    summary=_("%(task)s在本单位无人可办，由%(organisation_name)s办理"),
)
declare(CASE_RETITLED, _("改标题"), public=False, summary=_("办件 %(number)s 改了标题"))
declare(CASE_CLOSED, _("办结"), public=False, summary=_("办结 %(number)s"))
