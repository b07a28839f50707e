"""The access log of signing in, and what is said to who failed too often."""

from __future__ import annotations

import math
from datetime import datetime

from django.utils.translation import gettext as _

from yangguang.accounts.identifiers import masked, normalised
from yangguang.accounts.models import SignIn, SignInOutcome, User
from yangguang.accounts.visitors import Visitor
from yangguang.lib import clock
from yangguang.lib.errors import Refusal


def log(outcome: SignInOutcome, method: str, identifier: str, visitor: Visitor, user: User | None) -> None:
    """One row of the access log."""
    SignIn.objects.create(
        at=clock.now(),
        outcome=outcome,
        method=method,
        user=user,
        identifier=masked(normalised(identifier))[:60].replace("\0", ""),
        address=visitor.address[:45],
        agent=visitor.agent[:200].replace("\0", ""),
    )


def too_many_failures(until: datetime | None) -> Refusal:
    """The refusal ``locked``, with the minutes to wait."""
    return Refusal(
        _(
            "登录失败的次数太多，请 %(minutes)s 分钟后再试，或者改用手机验证码登录。工作人员可请本单位系统管理员解锁。"
        )
        % {"minutes": minutes_until(until)},
        code="locked",
    )


def too_many_codes(until: datetime | None) -> Refusal:
    """The refusal ``locked`` of the second step, which no other way of signing in goes round."""
    return Refusal(
        _("动态口令输错的次数太多，请 %(minutes)s 分钟后再试。工作人员可请本单位系统管理员解锁。")
        % {"minutes": minutes_until(until)},
        code="locked",
    )


def minutes_until(until: datetime | None) -> int:
    """Whole minutes to a moment, one at least."""
    return max(1, math.ceil((until - clock.now()).total_seconds() / 60)) if until else 1
