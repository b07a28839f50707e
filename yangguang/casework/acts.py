"""The acts of this room. Who did a step stands in the private part; that a step was done does not leave the house."""

from django.utils.translation import gettext_lazy as _

from yangguang.journal.kinds import declare

PROCESS_PUBLISHED = "casework.process_published"
CASE_OPENED = "casework.case_opened"
TASK_COMPLETED = "casework.task_completed"
TASK_CLAIMED = "casework.task_claimed"
TASK_GIVEN_BACK = "casework.task_given_back"
TASK_HANDED_OVER = "casework.task_handed_over"
TASK_ESCALATED = "casework.task_escalated"
CASES_LINKED = "casework.cases_linked"
CASES_UNLINKED = "casework.cases_unlinked"
NOTE_WRITTEN = "casework.note_written"
NOTE_STRUCK = "casework.note_struck"
FILTER_SHARED = "casework.filter_shared"
FILTER_UNSHARED = "casework.filter_unshared"
CASE_RETITLED = "casework.case_retitled"
CASE_CLOSED = "casework.case_closed"
CASE_CANCELLED = "casework.case_cancelled"
CASE_MIGRATED = "casework.case_migrated"
SUB_CASE_DONE = "casework.sub_case_done"
TASK_WITHDRAWN = "casework.task_withdrawn"
TIMER_FIRED = "casework.timer_fired"
MESSAGE_RECEIVED = "casework.message_received"
FILE_EXPORTED = "casework.file_exported"

declare(PROCESS_PUBLISHED, _("发布流程"), summary=_("发布“%(name)s”第 %(number)s 版"))
declare(CASE_OPENED, _("立件"), public=False, summary=_("立件 %(number)s"))
declare(TASK_COMPLETED, _("办理"), public=False, summary=_("%(task)s：%(outcome)s"))
declare(TASK_CLAIMED, _("领取任务"), public=False, summary=_("领取“%(task)s”"))
declare(TASK_GIVEN_BACK, _("退回待办池"), public=False, summary=_("“%(task)s”退回待办池"))
declare(TASK_HANDED_OVER, _("转办任务"), public=False, summary=_("转办“%(task)s”"))
declare(CASES_LINKED, _("关联办件"), public=False, summary=_("办件 %(number)s 与 %(other)s 关联"))
declare(CASES_UNLINKED, _("解除关联"), public=False, summary=_("办件 %(number)s 与 %(other)s 解除关联"))
declare(NOTE_WRITTEN, _("写备注"), public=False, summary=_("写了%(kind)s"))
declare(NOTE_STRUCK, _("划去备注"), public=False, summary=_("划去一条%(kind)s"))
declare(FILTER_SHARED, _("共享筛选"), public=False, summary=_("把常用筛选“%(name)s”共享给本单位"))
declare(FILTER_UNSHARED, _("收回筛选"), public=False, summary=_("收回共享的常用筛选“%(name)s”"))
declare(
    TASK_ESCALATED,
    _("无人办理，上报"),
    public=False,
    summary=_("%(task)s在本单位无人可办，由%(organisation_name)s办理"),
)
declare(CASE_RETITLED, _("改标题"), public=False, summary=_("办件 %(number)s 改了标题"))
declare(CASE_CLOSED, _("办结"), public=False, summary=_("办结 %(number)s"))
declare(CASE_CANCELLED, _("撤销办件"), public=False, summary=_("撤销办件 %(number)s：%(reason)s"))
declare(
    CASE_MIGRATED,
    _("换流程版本"),
    public=False,
    summary=_("办件 %(number)s 从第 %(old)s 版流程换到第 %(new)s 版：%(reason)s"),
)
declare(SUB_CASE_DONE, _("子办件办结"), public=False, summary=_("%(step)s：子办件 %(number)s 已办结"))
declare(TASK_WITHDRAWN, _("撤回任务"), public=False, summary=_("撤回“%(task)s”：%(reason)s"))
declare(TIMER_FIRED, _("期限已到"), public=False, summary=_("“%(step)s”的期限“%(limit)s”已到"))
declare(MESSAGE_RECEIVED, _("收到来件"), public=False, summary=_("收到“%(name)s”"))
declare(FILE_EXPORTED, _("导出案卷"), public=False, summary=_("导出办件 %(number)s 的案卷（%(form)s）"))
