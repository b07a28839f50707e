"""For which reasons a limit may stand still on a day, and how each is told."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from yangguang.deadlines.models import Ground, Limit
from yangguang.lib import clock
from yangguang.lib.errors import Refusal
from yangguang.organisations.models import Post


def grounds(limit: Limit, on: date | None = None, *, restarts: bool | None = None) -> list[Ground]:
    """The reasons for which a limit may stand still on a day (today); with `restarts`, those that (do not) begin it anew."""
    rows = limit.grounds.in_force(on or clock.today())
    rows = rows.select_related("article__instrument", "limit__article__instrument")
    return list(rows if restarts is None else rows.filter(restarts=restarts))


def grounds_changed(limit: Limit, first: date, last: date) -> bool:
    """Whether another ground held on some day of a span than on its last one."""
    rows = limit.grounds.filter(effective_from__lte=last)
    return (
        rows.filter(effective_to__gt=first, effective_to__lte=last).exists()
        or rows.filter(effective_from__gt=first).exists()
    )


def refuse_other_days(limit: Limit, code: str, on: date) -> None:
    """Refusal `no-ground` where the limit knows the ground, but not on that day."""
    rows = limit.grounds.filter(code=code)
    later = rows.filter(effective_from__gt=on).order_by("effective_from").first()
    past = rows.filter(effective_to__lte=on).order_by("-effective_to").first()
    if past:
        raise Refusal(
            _("“%(name)s”自 %(to)s 起不再是中止事由，%(on)s 不能因它中止。请选择当天有效的事由。")
            % {"name": past.name, "to": past.effective_to, "on": on},
            code="no-ground",
            field="ground",
        )
    if later:
        raise Refusal(
            _("“%(name)s”自 %(since)s 起才是中止事由，%(on)s 不能因它中止。请选择当天有效的事由。")
            % {"name": later.name, "since": later.effective_from, "on": on},
            code="no-ground",
            field="ground",
        )


def described(ground: Ground) -> list[str]:
    """What a ground says, in phrases: article, how long at most, what then, notice, who decides."""
    told = [ground.authority or _("本地规定")]
    if ground.length:
        told.append(_("最长 %(length)s") % {"length": ground.length})
    if ground.lapses:
        told.append(_("期满自动恢复"))
    if ground.restarts:
        told.append(_("恢复时重新起算"))
    told.append(_("须书面告知") if ground.notice_needed else _("不须书面告知"))
    if ground.posts:
        told.append(_("由%(posts)s决定") % {"posts": post_names(ground.posts)})
    return told


def post_names(codes: list[str]) -> str:
    """Posts by name, wherever they stand: 分管领导、主要领导."""
    names = dict(Post.objects.filter(code__in=codes).order_by("-order").values_list("code", "name"))
    return "、".join(dict.fromkeys(names.get(code, code) for code in codes))
