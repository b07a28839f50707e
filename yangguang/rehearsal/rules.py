"""Whether this house is a rehearsal, and how far its clock is ahead. The book of the copy answers both."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from yangguang.deadlines import rules as deadlines
from yangguang.journal.models import Act
from yangguang.lib import clock
from yangguang.lib.errors import Refusal
from yangguang.lib.ref import Ref
from yangguang.notices.models import Message, MessageQuerySet
from yangguang.rehearsal import acts

SUBJECT = Ref("rehearsal.copy", "this")
LONGEST = timedelta(days=3 * 366)  # further ahead no calendar and no limit of ours means anything
OPENING_HOUR = 9


def opened() -> Act | None:
    """The act by which this database became a rehearsal; None in the house itself."""
    return Act.objects.filter(kind=acts.OPENED).order_by("id").first()


def ahead() -> timedelta:
    """By how much this rehearsal's clock is ahead of the machine's."""
    moved = Act.objects.filter(kind=acts.CLOCK_MOVED).order_by("-occurred_at", "-id").first()
    return timedelta(seconds=moved.public["ahead"]) if moved else timedelta(0)


def follow() -> None:
    """Let this process's clock run as the rehearsal's does; nothing outside of a rehearsal."""
    if settings.YANGGUANG_REHEARSAL:
        clock.run_ahead(ahead())


def require_fitting() -> None:
    """Refusal when the settings say rehearsal and the book does not, or the other way round.

    Served under the wrong name a rehearsal would mail citizens, and the house itself would keep its messages.
    """
    copy = opened()
    if settings.YANGGUANG_REHEARSAL and copy is None:
        raise Refusal(
            _(
                "设置说这是演练环境（YANGGUANG_MODE=rehearsal），数据库却不是演练用的副本。"
                "请检查 YANGGUANG_DATA_DIR 和 YANGGUANG_DATABASE_URL，或用 yangguang rehearse 建立演练环境。"
            ),
            code="conflict",
        )
    if copy is not None and not settings.YANGGUANG_REHEARSAL:
        raise Refusal(
            _(
                "这个数据库是演练用的副本，不能当正式系统运行。"
                "请检查 YANGGUANG_DATA_DIR 和 YANGGUANG_DATABASE_URL，或用演练文件夹里的 rehearsal.env 启动。"
            ),
            code="conflict",
        )


def offers() -> list[tuple[str, str, datetime]]:
    """What an operator may move the clock to with one press: (code, label, moment)."""
    today = clock.today()
    return [
        ("tomorrow", _("第二天"), clock.moment(today + timedelta(days=1), OPENING_HOUR)),
        ("working", _("下一个工作日"), after_working_days(1)),
        ("week", _("一周后"), clock.moment(today + timedelta(days=7), OPENING_HOUR)),
        ("month", _("三十天后"), clock.moment(today + timedelta(days=30), OPENING_HOUR)),
    ]


def after_working_days(days: int) -> datetime:
    """The morning of the day that many working days from today, by the national calendar."""
    return clock.moment(deadlines.calendar().add_workdays(clock.today(), days), OPENING_HOUR)


def refuse_unless_movable(to: datetime) -> None:
    """A rehearsal's clock goes forward only, and not for ever."""
    if not settings.YANGGUANG_REHEARSAL:
        raise Refusal(_("这里是正式系统，时间不能拨动。"), code="conflict")
    if to <= clock.now():
        raise Refusal(
            _("演练时间只能往前拨：现在是 %(now)s，请选以后的时间。要从头再来，请重新建立演练环境。")
            % {"now": told(clock.now())},
            field="day",
        )
    if to - clock.machine_now() > LONGEST:
        raise Refusal(
            _("最远只能拨到 %(last)s。") % {"last": told(clock.machine_now() + LONGEST)}, field="day"
        )


def kept() -> MessageQuerySet:
    """The messages to addresses outside that were written in this rehearsal, newest first."""
    copy = opened()
    since = copy.occurred_at if copy else clock.now()
    return Message.objects.exclude(channel=Message.Channel.INBOX).filter(created_at__gte=since)


def told(moment: datetime) -> str:
    return f"{clock.local(moment):%Y-%m-%d %H:%M}"
