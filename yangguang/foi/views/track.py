"""The way to one's request: by the code on the receipt."""

from __future__ import annotations

import unicodedata
from datetime import timedelta
from math import ceil

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from yangguang.accounts import throttle
from yangguang.accounts.rules import digest
from yangguang.accounts.throttle import Limit
from yangguang.accounts.visitors import visitor
from yangguang.foi import following
from yangguang.lib import clock, codes

from .pages import crumbs, meta, page, private

# A code has 75 random bits: nobody guesses one. What is stopped is the noise of those who try.
WRONG_CODES = Limit(20, timedelta(minutes=15), timedelta(minutes=15))
_LONGEST = 120


@sensitive_post_parameters()
@private
@require_http_methods(["GET", "HEAD", "POST"])
def track(request: HttpRequest) -> HttpResponseBase:
    """Enter the code, with or without the number; a number that is another request's is as wrong as a wrong code."""
    if request.method != "POST":
        return _asked(request, "", "", status=200)
    code = request.POST.get("code", "")[:_LONGEST]
    number = request.POST.get("number", "")[:_LONGEST].strip()
    found = following.by_code(code)
    if found is not None and _folded(number) in {"", _folded(found.number)}:
        return redirect("foi_follow", code=found.code)
    return wrong(request, code, number)


def wrong(request: HttpRequest, code: str, number: str = "") -> HttpResponse:
    """There is no such request, or it is not this one: the same answer either way, and not too often."""
    if codes.understood(code) is None:
        fault = _(
            "这不是一个完整的查询码，可能抄错了一位。查询码是十六位字母和数字，印在回执上，也在发给您的短信和邮件里。"
        )
        return _asked(request, number, fault, status=404)
    claim = throttle.claim(digest("foi.code", visitor(request).key), WRONG_CODES)
    if claim.left is None:
        assert claim.until is not None
        minutes = max(1, ceil((claim.until - clock.now()).total_seconds() / 60))
        fault = _("查询码试得太多了，请 %(n)d 分钟以后再试，或者带身份证件到受理机关查询。") % {"n": minutes}
        return _asked(request, number, fault, status=429)
    fault = _("没有查到。请把登记号和查询码再核对一遍；回执丢了的，请带身份证件到受理机关查询。")
    return _asked(request, number, fault, status=404)


def _folded(number: str) -> str:
    """A number without its brackets and spaces, which everybody types in another way."""
    return "".join(one for one in unicodedata.normalize("NFKC", number) if one.isalnum())


def _asked(request: HttpRequest, number: str, fault: str, *, status: int) -> HttpResponse:
    context = {
        "page_meta": meta(_("查询申请进度")),
        "crumbs": crumbs((_("查询进度"), "")),
        "number": number,
        "fault": fault,
    }
    return page(request, "track", context, status=status)
