"""The page from which an operator moves a rehearsal's clock and reads what was not sent."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin.auth import require_admin_access

from yangguang.lib import clock
from yangguang.lib.errors import Refusal
from yangguang.organisations.acting import Acting
from yangguang.organisations.permissions import Permission
from yangguang.organisations.rules import acting_as, organisations_where
from yangguang.rehearsal import actions, rules
from yangguang.rehearsal.forms import ClockForm
from yangguang.web.pages import numbered


def _acting(request: HttpRequest) -> Acting:
    """The clock is everybody's: who moves it runs the whole house."""
    top = organisations_where(request.user, Permission.OPERATE).filter(parent=None).first()
    if top is None:
        raise Refusal(_("只有全县（市）的运行维护人员可以管理演练环境，请联系他们。"), code="forbidden")
    return acting_as(request.user, top, permission=Permission.OPERATE)


@require_admin_access
@require_GET
def rehearsal(request: HttpRequest) -> HttpResponse:
    """In the house itself: how a rehearsal is made. In a rehearsal: its clock, and the messages that stayed inside."""
    _acting(request)
    ahead = int(rules.ahead().total_seconds())
    return _page(request, ClockForm(initial={"ahead": ahead, "day": clock.today()}))


@require_admin_access
@require_POST
def move(request: HttpRequest) -> HttpResponseBase:
    """Move the clock to one of the offers, or to a day and time."""
    acting = _acting(request)
    given = request.POST.copy()
    offered = {code: moment for code, _label, moment in rules.offers()}.get(given.get("to", ""))
    if offered:
        local = clock.local(offered)
        given["day"], given["time"] = local.date().isoformat(), f"{local:%H:%M}"
    form = ClockForm(given)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        actions.move_clock(form.moment(), actor=acting.actor, expected=form.expected())
    except Refusal as refusal:
        if not settings.YANGGUANG_REHEARSAL:
            raise
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        return _page(request, form, status=422)
    messages.success(
        request,
        _("演练时间已经拨到 %(now)s。到期的提醒、公开和期限，后台会在几秒内补做。")
        % {"now": rules.told(clock.now())},
    )
    return redirect("rehearsal")


def _page(request: HttpRequest, form: ClockForm, status: int = 200) -> HttpResponse:
    return render(
        request,
        "rehearsal/rehearsal.html",
        {
            "form": form,
            "opened": rules.opened(),
            "now": clock.now(),
            "machine": clock.machine_now(),
            "offers": rules.offers() if settings.YANGGUANG_REHEARSAL else [],
            "pages": numbered(request, rules.kept()) if settings.YANGGUANG_REHEARSAL else None,
        },
        status=status,
    )
