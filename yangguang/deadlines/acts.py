"""The acts of this room. Clocks start and stop inside the acts that cause them and write none of their own."""

from django.utils.translation import gettext_lazy as _

from yangguang.journal.kinds import declare

CALENDAR_PUBLISHED = "deadlines.calendar_published"
CLOCK_MOVED = "deadlines.clock_moved"

declare(
    CALENDAR_PUBLISHED,
    _("放假安排录入"),
    summary=_("录入%(year)s年放假安排：放假 %(rest)s 天，调休上班 %(work)s 天"),
)
# A clock may run on what is not public yet: its act names the subject, so it stays inside. That the year's days off
# were entered, from which every move follows, is public.
declare(CLOCK_MOVED, _("期限重算"), public=False, summary=_("%(limit)s的最迟日期由 %(old)s 重算为 %(new)s"))
