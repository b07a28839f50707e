"""What this room tells ``yangguang doctor``: who cannot work, and who tries to come in."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from yangguang.accounts import rules
from yangguang.accounts.models import Authenticator, SignIn, SignInOutcome, SignInThrottle, User
from yangguang.lib import clock
from yangguang.lib.health import Check

MANY = 200  # sign-ins that failed within a day: more than forgetfulness explains
SHOWN = 3  # names in one sentence


def checks() -> list[Check]:
    return [_authenticators(), _first_passwords(), _attempts()]


def _authenticators() -> Check:
    """Staff of whom YANGGUANG_TOTP demands an authenticator and who have none: their office is closed to them."""
    name = _("动态口令")
    if settings.YANGGUANG_TOTP == "off":
        told = _("没有要求：口令泄露就能以工作人员的名义办理")
        remedy = _("设 YANGGUANG_TOTP=guarded（管系统和管人的岗位）或 all。")
        return Check(name, True, told, remedy, warning=settings.PRODUCTION)
    having = Authenticator.objects.filter(confirmed_at__isnull=False).values("user")
    without = [
        user
        for user in User.objects.active().staff().exclude(pk__in=having).order_by("username")
        if rules.must_have_authenticator(user)
    ]
    if not without:
        return Check(name, True, _("该用的都用了"))
    told = _("%(n)d 人必须用而没有绑定，进不了工作台：%(who)s") % {"n": len(without), "who": _names(without)}
    remedy = _("请他们登录后按提示绑定手机上的口令应用；已经离岗的，停用账号。")
    return Check(name, True, told, remedy, warning=True)


def _first_passwords() -> Check:
    """Accounts of staff that nobody has taken over: the first password, known to two, is still theirs."""
    name = _("初始口令")
    since = clock.now() - timedelta(days=30)
    left = User.objects.active().staff().filter(must_change_password=True, joined_at__lt=since)
    people = list(left.order_by("username"))
    if not people:
        return Check(name, True, _("没有长期未改的"))
    told = _("%(n)d 个账号发出一个月还没有改过初始口令：%(who)s") % {"n": len(people), "who": _names(people)}
    return Check(name, True, told, _("催他们登录修改；不用的账号请停用。"), warning=True)


def _attempts() -> Check:
    """Doors that are closed now, and whether somebody is trying keys."""
    name = _("登录失败")
    now = clock.now()
    closed = SignInThrottle.objects.filter(locked_until__gt=now).count()
    bad = [SignInOutcome.FAILED, SignInOutcome.LOCKED, SignInOutcome.DISABLED]
    failed = SignIn.objects.filter(outcome__in=bad, at__gte=now - timedelta(days=1)).count()
    facts = {"failed": failed, "closed": closed}
    told = _("一天内 %(failed)d 次；现在锁定 %(closed)d 处") % facts
    if failed < MANY:
        return Check(name, True, told)
    remedy = _("可能有人在猜口令：看登录记录里的来源地址，请网络管理员拦截；被锁的人可由系统管理员解锁。")
    return Check(name, True, told, remedy, warning=True)


def _names(people: list[User]) -> str:
    shown = "、".join(user.display_name for user in people[:SHOWN])
    return shown if len(people) <= SHOWN else _("%(shown)s等") % {"shown": shown}
