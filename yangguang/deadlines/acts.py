"""The acts of this room. Clocks start and stop inside the acts that cause them and write none of their own."""

from django.utils.translation import gettext_lazy as _

from yangguang.journal.kinds import declare

CALENDAR_PUBLISHED = "deadlines.calendar_published"
CLOCK_MOVED = "deadlines.clock_moved"
CLOCK_SUSPENDED = "deadlines.clock_suspended"
CLOCK_RESUMED = "deadlines.clock_resumed"
CLOCK_RESTARTED = "deadlines.clock_restarted"
CLOCK_EXTENDED = "deadlines.clock_extended"
CLOCK_EXPECTED = "deadlines.clock_expected"
LIMIT_AMENDED = "deadlines.limit_amended"
LIMIT_VERIFIED = "deadlines.limit_verified"
GROUND_ENTERED = "deadlines.ground_entered"
GROUND_AMENDED = "deadlines.ground_amended"
GROUND_ENDED = "deadlines.ground_ended"
GROUND_TAKEN_BACK = "deadlines.ground_taken_back"

# What those concerned are told of, whoever did it.
TOLD = (CLOCK_MOVED, CLOCK_SUSPENDED, CLOCK_RESUMED, CLOCK_RESTARTED, CLOCK_EXTENDED, CLOCK_EXPECTED)

declare(
    CALENDAR_PUBLISHED,
    _("放假安排录入"),
    summary=_("录入%(year)s年放假安排：放假 %(rest)s 天，调休上班 %(work)s 天"),
)
declare(LIMIT_AMENDED, _("时限修改"), summary=_("时限“%(name)s”自 %(from)s 起由%(old)s改为%(new)s"))
declare(LIMIT_VERIFIED, _("时限核实"), summary=_("时限“%(name)s”已于 %(on)s 与原文核对"))
declare(GROUND_ENTERED, _("中止事由增加"), summary=_("时限“%(limit)s”自 %(from)s 起可以因%(name)s中止"))
declare(
    GROUND_AMENDED,
    _("中止事由修改"),
    summary=_("时限“%(limit)s”的中止事由“%(name)s”自 %(from)s 起修改：%(changed)s"),
)
declare(
    GROUND_ENDED,
    _("中止事由停用"),
    summary=_("时限“%(limit)s”自 %(to)s 起不再因%(name)s中止"),
)
declare(
    GROUND_TAKEN_BACK,
    _("中止事由撤回"),
    summary=_("时限“%(limit)s”的中止事由“%(name)s”定于 %(from)s 施行，施行前撤回"),
)
# A clock may run on what is not public yet: its act names the subject, so it stays inside. That the year's days off
# were entered, from which every move follows, is public.
declare(CLOCK_MOVED, _("期限重算"), public=False, summary=_("%(limit)s的最迟日期由 %(old)s 重算为 %(new)s"))
declare(
    CLOCK_SUSPENDED,
    _("期限中止"),
    public=False,
    summary=_("%(limit)s因%(reason)s自 %(since)s 起中止计时 %(notice)s"),
)
declare(
    CLOCK_RESUMED,
    _("期限恢复"),
    public=False,
    summary=_("%(limit)s恢复计时（%(reason)s，%(since)s 至 %(until)s），最迟 %(new)s"),
)
declare(
    CLOCK_RESTARTED,
    _("期限重新起算"),
    public=False,
    summary=_("%(received)s 收到所等的材料，%(limit)s重新起算：原最迟 %(old)s，现最迟 %(new)s"),
)
declare(
    CLOCK_EXTENDED,
    _("期限延长"),
    public=False,
    summary=_("%(limit)s延长 %(by)s，最迟由 %(old)s 改为 %(new)s %(notice)s"),
)
declare(
    CLOCK_EXPECTED,
    _("等候期限确定"),
    public=False,
    summary=_("%(limit)s因%(reason)s自 %(since)s 起中止，意见期限确定为 %(expected_by)s"),
)
