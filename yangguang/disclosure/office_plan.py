"""The office: when a text becomes public once it is signed (定时公开)."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from yangguang.lib import clock
from yangguang.lib.errors import Refusal

from . import actions, rules
from .models import Item
from .office import drafter, page


@page
def plan(request: HttpRequest, uid: str) -> HttpResponse:
    """See the moment, set it, bring it forward, call it off; a refusal keeps everything that was typed."""
    rows = Item.objects.inside(request.user).select_related("organisation", "category", "live_edition")
    item = get_object_or_404(rows, uid=uid)
    if not rules.may_draft(request.user, item.organisation):
        raise Refusal(_("公开时间由起草单位的信息员定。"), code="forbidden")
    refusal: Refusal | None = None
    if request.method == "POST":
        try:
            messages.success(request, _done(request, item))
            return redirect(item.office_url)
        except Refusal as refused:
            refusal = refused
    found = actions.open_plan(item)
    typed = request.POST.get("publish_at", "")
    set_for = clock.local(found.publish_at).strftime("%Y-%m-%dT%H:%M") if found else ""
    context = {
        "item": item,
        "plan": found,
        "work_state": rules.work_state(item),
        "clock": rules.publish_clock(item),
        "publish_at": typed or set_for,
        "reason": request.POST.get("reason", "" if found is None or found.signed_at else found.reason),
        "refusal": refusal,
    }
    return render(request, "disclosure/office/plan.html", context, status=422 if refusal else 200)


def _done(request: HttpRequest, item: Item) -> str:
    """Do what the pressed button says; what to tell."""
    acting = drafter(request.user, item.organisation)
    reason, action = request.POST.get("reason", ""), request.POST.get("action", "")
    if action == "cancel":
        waited = rules.work_state(item) == rules.State.WAITING
        actions.cancel_publication(item, acting=acting, reason=reason)
        if waited:
            return _("已经取消，文本退回起草。修改或者核对后，请重新送审。")
        return _("已经取消定时，签发后马上公开。")
    if action == "now":
        actions.bring_forward(item, acting=acting, reason=reason)
        return _("已经公开。")
    moment = _moment(request.POST.get("publish_at", ""))
    if action == "forward":
        changed = actions.bring_forward(item, acting=acting, reason=reason, publish_at=moment)
    else:
        changed = actions.plan_publication(item, moment, acting=acting, reason=reason)
    return _("已经定好，%(when)s 公开。") % {
        "when": clock.local(changed.publish_at).strftime("%Y-%m-%d %H:%M")
    }


def _moment(text: str) -> datetime:
    """A moment on the wall clock of Asia/Shanghai, as the browser's field or a person writes it."""
    try:
        found = datetime.fromisoformat(text.strip().replace("/", "-"))
        return clock.moment(found.date(), found.hour, found.minute)
    except (ValueError, OverflowError) as error:
        raise Refusal(_("请写明公开的日期和时间，例如 2026-12-01 09:00。"), field="publish_at") from error
