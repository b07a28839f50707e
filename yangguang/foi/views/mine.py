"""The requests of who is signed in."""

from __future__ import annotations

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_safe

from yangguang.accounts import entries
from yangguang.foi import following, rules
from yangguang.foi.models import Request
from yangguang.notices.rules import inbox
from yangguang.web.pages import numbered

from .pages import crumbs, meta, page, private, signed_in

MESSAGES = 10
entries.register("/foi/mine/", lazy("我的申请"))


@private
@require_safe
def mine(request: HttpRequest) -> HttpResponseBase:
    """Every request that she made, or in which she acts for another, the newest first; and what she was told of them."""
    person = signed_in(request)
    if person is None:
        return redirect_to_login(request.get_full_path())
    rows = Request.objects.own(person).select_related("organisation", "merged_into").order_by("-pk")
    shown = numbered(request, rows)
    context = {
        "page_meta": meta(_("我的申请")),
        "crumbs": crumbs((_("我的申请"), "")),
        "numbered": shown,
        "rows": [(one, following.standing(one, rules.case_of(one))) for one in shown.page],
        "messages_to_me": inbox(person.uid).filter(url__startswith="/foi/mine/")[:MESSAGES],
    }
    return page(request, "mine", context)


@private
@require_safe
def one_of_mine(request: HttpRequest, uid: str) -> HttpResponseBase:
    """The way from a message in the house to the request's own page."""
    person = signed_in(request)
    if person is None:
        return redirect_to_login(request.get_full_path())
    found = Request.objects.own(person).filter(uid=uid).first()
    if found is None:
        raise Http404
    return redirect("foi_follow", code=found.code)
