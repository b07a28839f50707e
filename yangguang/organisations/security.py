"""The security settings in force in this process, in words, each with where it is set; and who still lacks what they demand."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import Any, cast

from django.conf import settings
from django.utils.translation import gettext as _

from yangguang.accounts import throttle
from yangguang.accounts.actions.people import FORMER_PASSWORDS
from yangguang.accounts.models import Authenticator, User

from .models import Appointment
from .permissions import GUARDED
from .rules import people_visible_to


@dataclass(frozen=True, slots=True)
class Setting:
    """One line: what it is about, what holds, which names of the environment say so. None: it is fixed."""

    label: str
    value: str
    names: tuple[str, ...] = ()

    @property
    def is_set(self) -> bool:
        """Whether the environment of this process says it; else it is the default."""
        return any(name in os.environ or f"{name}_FILE" in os.environ for name in self.names)


@dataclass(frozen=True, slots=True)
class Group:
    label: str
    settings: list[Setting] = field(default_factory=list)


def in_force() -> list[Group]:
    """Everything that an inspector asks after, in the order in which it is asked."""
    return [_authenticators(), _passwords(), _sessions(), _guesses(), _rates(), _transport()]


def _authenticators() -> Group:
    words = {
        "off": _("不要求"),
        "guarded": _("运行维护、管理人员的岗位必须绑定"),
        "all": _("全体工作人员必须绑定"),
    }
    return Group(
        _("动态口令"),
        [Setting(_("谁必须绑定"), words[settings.YANGGUANG_TOTP], ("YANGGUANG_TOTP",))],
    )


def _passwords() -> Group:
    validators = cast("list[dict[str, Any]]", settings.AUTH_PASSWORD_VALIDATORS)
    options = {one["NAME"].rpartition(".")[2]: one.get("OPTIONS", {}) for one in validators}
    days = settings.YANGGUANG_PASSWORD_DAYS
    return Group(
        _("密码"),
        [
            Setting(
                _("最短长度"),
                _("%(n)d 位") % {"n": options["LongEnough"]["min_length"]},
                ("YANGGUANG_PASSWORD_LENGTH",),
            ),
            Setting(
                _("字符种类（大写、小写、数字、符号）"),
                _("至少 %(n)d 种") % {"n": options["EasyToGuess"]["kinds"]},
                ("YANGGUANG_PASSWORD_KINDS",),
            ),
            Setting(
                _("工作人员多久必须更换"),
                _("每 %(n)d 天") % {"n": days} if days else _("不要求定期更换"),
                ("YANGGUANG_PASSWORD_DAYS",),
            ),
            Setting(_("不能再用的"), _("最近用过的 %(n)d 个密码") % {"n": FORMER_PASSWORDS}),
            Setting(_("容易猜中的"), _("一律拒绝：常见密码、键盘顺序、姓名拼音、手机号、单位常用词")),
        ],
    )


def _sessions() -> Group:
    limits = settings.YANGGUANG_SESSION_LIMITS
    rows = []
    for who, label, prefix in (
        ("staff", _("工作人员"), "YANGGUANG_"),
        ("citizen", _("公众"), "YANGGUANG_CITIZEN_"),
    ):
        minutes, hours = limits[who]
        idle = _("%(n)d 分钟") % {"n": minutes} if minutes else _("不限")
        whole = _("%(n)d 小时") % {"n": hours} if hours else _("不限")
        rows.append(
            Setting(
                _("%(who)s：不操作多久自动退出") % {"who": label}, idle, (f"{prefix}SESSION_IDLE_MINUTES",)
            )
        )
        rows.append(Setting(_("%(who)s：最长登录多久") % {"who": label}, whole, (f"{prefix}SESSION_HOURS",)))
    return Group(_("登录时长"), rows)


def _guesses() -> Group:
    rows = [
        (_("密码输错"), throttle.PASSWORD),
        (_("动态口令或验证码输错"), throttle.SECOND_STEP),
        (_("同一网络地址登录失败"), throttle.FROM_ADDRESS),
    ]
    words = _("%(window)d 分钟内 %(n)d 次，以后 %(pause)d 分钟不能再试")
    return Group(
        _("猜密码"),
        [
            Setting(
                label,
                words
                % {
                    "window": limit.window.total_seconds() / 60,
                    "n": limit.attempts,
                    "pause": limit.pause.total_seconds() / 60,
                },
            )
            for label, limit in rows
        ],
    )


def _rates() -> Group:
    labels = {"search": _("搜索"), "api": _("开放接口"), "download": _("下载")}
    return Group(
        _("访问频率（同一网络地址，每个进程）"),
        [
            Setting(
                label,
                _("每分钟 %(n)d 次") % {"n": rate}
                if (rate := settings.YANGGUANG_RATES.get(kind))
                else _("不限"),
                (f"YANGGUANG_RATE_{kind.upper()}",),
            )
            for kind, label in labels.items()
        ],
    )


def _transport() -> Group:
    days = settings.SECURE_HSTS_SECONDS // 86_400
    roles = {
        "all": _("公开网站和办公后台在同一个进程"),
        "office": _("办公后台单独一个进程，公开网站另有进程"),
        "public": _("只有公开网站"),
        "worker": _("后台任务"),
    }
    return Group(
        _("网络"),
        [
            Setting(_("本进程的职责"), roles[settings.ROLE], ("YANGGUANG_ROLE",)),
            Setting(
                _("登录凭据只走加密连接"),
                _("是") if settings.SESSION_COOKIE_SECURE else _("否：本站的网址没有加密"),
                ("YANGGUANG_BASE_URL", "YANGGUANG_OFFICE_URL"),
            ),
            Setting(
                _("要求浏览器只走加密连接"),
                _("%(n)d 天") % {"n": days} if days else _("不要求"),
                ("YANGGUANG_HSTS_SECONDS",),
            ),
            Setting(
                _("前面的代理"),
                _("%(n)d 层") % {"n": settings.YANGGUANG_PROXIES},
                ("YANGGUANG_PROXIES", "YANGGUANG_PROXY_NETWORKS"),
            ),
            Setting(_("页面能运行和载入的内容"), _("只有本站自己的脚本、样式和图片；不能被别的网站嵌入")),
        ],
    )


def without_authenticator(manager: Any) -> list[User]:
    """Whom of the staff that this person manages ``YANGGUANG_TOTP`` demands an authenticator of, and who has none."""
    if settings.YANGGUANG_TOTP == "off":
        return []
    people = people_visible_to(manager).active()
    if settings.YANGGUANG_TOTP == "guarded":
        held = Appointment.objects.current().select_related("post")
        people = people.filter(
            pk__in={one.user_id for one in held if GUARDED.intersection(one.post.permissions)}
        )
    bound = Authenticator.objects.filter(confirmed_at__isnull=False)
    return list(people.exclude(pk__in=bound.order_by().values("user")).order_by("name", "id"))
