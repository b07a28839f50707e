"""The verbs of time, by subject: clocks start and stop, are suspended, extended, begun anew; limits and calendars change;
those concerned are warned and fetch their deadlines.
"""

from .calendars import Summary, import_calendar, publish_year
from .counting import cancel, start, stop, stop_all
from .extending import extend
from .grounds import amend_ground, end_ground, enter_ground, take_back_ground
from .holding import WrittenNotice, expect, restart, resume, resume_lapsed, suspend
from .limits import Amendment, amend_limit, verify_limit
from .own_calendar import open_feed, revoke_feed
from .recounting import left_of, recount_more
from .warnings import warn

__all__ = [
    "Amendment",
    "Summary",
    "WrittenNotice",
    "amend_ground",
    "amend_limit",
    "cancel",
    "end_ground",
    "enter_ground",
    "expect",
    "extend",
    "import_calendar",
    "left_of",
    "open_feed",
    "publish_year",
    "recount_more",
    "restart",
    "resume",
    "resume_lapsed",
    "revoke_feed",
    "start",
    "stop",
    "stop_all",
    "suspend",
    "take_back_ground",
    "verify_limit",
    "warn",
]
