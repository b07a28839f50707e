"""Robots are slowed down without puzzle pictures: a form costs a little counting, or a short wait.

A form that anybody may send carries a signed challenge. With script the browser solves it by itself while the form is
filled in (``lib.effort``); nobody sees, hears or clicks anything. Without script the form is taken once the challenge is
some seconds old. Each challenge is for one form, for two hours and for one use. It becomes dearer while much is sent, from
the same place or from all.

    effort = Effort(request, "accounts.code")
    if form.is_valid():
        try:
            with effort.spent():
                code = actions.request_code(…)
        except Refusal as refusal:
            form.refuse(refusal)
    page(…, effort=effort.challenge())      and in the form: {% include "accounts/parts/effort.html" %}
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from secrets import token_urlsafe
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.utils.translation import gettext as _

from yangguang.accounts import throttle
from yangguang.accounts.rules import digest
from yangguang.accounts.visitors import visitor
from yangguang.lib import clock, effort
from yangguang.lib.errors import Refusal
from yangguang.web.pressure import Pressure

LIVES = timedelta(hours=2)
_AHEAD = 60  # seconds by which the clocks of two of our machines may differ
_SLACK = 2  # bits by which the price may have risen while somebody filled in the form
_FEW = 8  # forms from one place, in about ten minutes, that cost no more than the first
_MANY = 60  # from all places, in one process
_LONGEST_WAIT = 120  # seconds
_ONCE = throttle.Limit(2, LIVES * 2, LIVES * 2)
# Waiting costs a robot nothing but patience: so many without script from one place, as from a town hall's old computers.
WAITED = throttle.Limit(20, timedelta(minutes=15), timedelta(minutes=15))
_SIGNER = signing.Signer(salt="accounts.effort")
_EVERYWHERE = "everywhere"
pressure = Pressure()


@dataclass(frozen=True, slots=True)
class Challenge:
    """What the form shows: ``token`` goes back with the ``answer``; ``wait`` are the seconds without script."""

    token: str
    nonce: str
    bits: int
    wait: int
    answer: str = ""


class Effort:
    """The effort of one request for one form; ``form`` names it."""

    def __init__(self, request: HttpRequest, form: str) -> None:
        self._form = form
        self._place = visitor(request).key
        self._token = request.POST.get("effort", "")[:1_000]
        self._answer = request.POST.get("effort_answer", "")[:200]
        self._spent = False

    def challenge(self) -> Challenge | None:
        """For the page: what was sent, as long as it can still be used, else a new one; None where efforts are off."""
        if not settings.YANGGUANG_EFFORT["bits"]:
            return None
        told = _told(self._token)
        if told is not None and not self._spent and self._usable(told):
            left = max(0, math.ceil(told["w"] - _age(told)))
            answer = self._answer if effort.answers(told["n"], told["b"], self._answer) else ""
            return Challenge(self._token, told["n"], told["b"], left, answer)
        bits, nonce = price(self._place), token_urlsafe(16)
        wait = _wait(bits)
        made = {"f": self._form, "n": nonce, "b": bits, "w": wait, "t": int(clock.now().timestamp())}
        return Challenge(_SIGNER.sign_object(made), nonce, bits, wait)

    @contextmanager
    def spent(self) -> Iterator[None]:
        """Take the effort for what is done inside; given back when that is refused. Raises Refusal ``effort``,
        ``too-many``.
        """
        if not settings.YANGGUANG_EFFORT["bits"]:
            yield
            return
        told = _told(self._token)
        if told is None or not self._usable(told):
            self._spent = True  # it is of no use to anybody
            raise _refused(_("这张表单打开得太久，请再点一次提交，填写的内容都在。"))
        solved = effort.answers(told["n"], told["b"], self._answer)
        if not solved:
            self._waited(told)
        key = digest("effort", told["n"])
        if throttle.claim(key, _ONCE).left != 1:
            self._spent = True
            raise _refused(_("这张表单已经交过一次。要再交一份的，请再点一次提交。"))
        pressure.add(self._place)
        pressure.add(_EVERYWHERE)
        try:
            yield
        except Refusal:
            throttle.give_back(key)
            raise
        self._spent = True

    def _usable(self, told: dict[str, Any]) -> bool:
        if told["f"] != self._form or not -_AHEAD <= _age(told) <= LIVES.total_seconds():
            return False
        return bool(told["b"] + _SLACK >= price(self._place))

    def _waited(self, told: dict[str, Any]) -> None:
        left = math.ceil(told["w"] - _age(told))
        if left > 0:
            raise _refused(
                _("为了挡住程序批量提交，请再等 %(seconds)d 秒，然后再点一次提交。填写的内容都在。")
                % {"seconds": left}
            )
        claimed = throttle.claim(digest("effort-waited", self._place), WAITED)
        if claimed.left is None:
            assert claimed.until is not None
            raise Refusal(
                _(
                    "您那里没有运行脚本就提交的表单太多了，请 %(at)s 以后再提交，或者在浏览器里打开脚本。填写的内容都在。"
                )
                % {"at": clock.local(claimed.until).strftime("%H:%M")},
                code="too-many",
            )


def price(place: str) -> int:
    """How many bits a form costs from a place now: one more each time that what comes in from there, or from all, doubles."""
    more = max(_doublings(pressure.of(place), _FEW), _doublings(pressure.of(_EVERYWHERE), _MANY))
    cheapest: int = settings.YANGGUANG_EFFORT["bits"]
    return min(cheapest + more, max(cheapest, settings.YANGGUANG_EFFORT["most"]))


def _doublings(count: float, few: int) -> int:
    return math.ceil(math.log2(count / few)) if count > few else 0


def _wait(bits: int) -> int:
    """Seconds without script: half as long again for each bit that a form has become dearer."""
    usual: int = settings.YANGGUANG_EFFORT["wait"]
    return min(max(usual, _LONGEST_WAIT), round(usual * 1.5 ** (bits - settings.YANGGUANG_EFFORT["bits"])))


def _told(token: str) -> dict[str, Any] | None:
    """What our own challenge says; None for anything else."""
    try:
        told = _SIGNER.unsign_object(token)
    except (signing.BadSignature, ValueError):
        return None
    return told if isinstance(told, dict) else None


def _age(told: dict[str, Any]) -> float:
    return float(clock.now().timestamp() - told["t"])


def _refused(sentence: str) -> Refusal:
    return Refusal(sentence, code="effort")
