"""Standing in: who stands in for me, for whom I stand in, and naming a deputy."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin.auth import require_admin_access

from yangguang.accounts.models import User
from yangguang.lib import clock
from yangguang.lib.errors import Refusal
from yangguang.organisations import actions, forms, rules
from yangguang.organisations.models import Appointment
from yangguang.organisations.office.pages import page, sent
from yangguang.organisations.permissions import GUARDED, Permission


def _form(request: HttpRequest) -> forms.StandIn | None:
    """None for who holds nothing that can be given on."""
    every = [
        *(one for one in rules.appointments(request.user) if not one.acting),
        *rules.headed_by(request.user),
    ]
    held = [one for one in every if not GUARDED.intersection(one.post.permissions)]
    if not held:
        return None
    people = User.objects.none()
    for one in held:
        people |= rules.deputies_for(one.post)
    own = Appointment.objects.filter(pk__in=[one.pk for one in held])
    return forms.StandIn(
        sent(request),
        own=own.select_related("post__organisation", "user"),
        mine=request.user.pk,
        people=people.exclude(username=request.user.get_username()).distinct().order_by("name", "pk"),
    )


@never_cache
@require_admin_access
@require_http_methods(["GET", "HEAD", "POST"])
def stand_ins(request: HttpRequest) -> HttpResponseBase:
    """The spans that run or are to come; below them the form."""
    form, status = _form(request), 200
    if form is not None and form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            made = actions.name_deputy(
                given["held"],
                given["deputy"],
                since=given["since"],
                until=given["last"] + timedelta(1),
                reason=given["reason"],
                user=request.user,  # type: ignore[arg-type]  # nobody else comes through the door
            )
        except Refusal as refusal:
            form.refuse(refusal)
            status = 409 if refusal.code == "conflict" else 400
        else:
            messages.success(
                request,
                _("已请%(name)s代理，从 %(since)s 到 %(last)s，到期自动结束。")
                % {"name": made.user.display_name, "since": made.since, "last": given["last"]},
            )
            return redirect("office-stand-ins")
    if form is not None and form.is_bound:
        form.say_wrong()
        status = status if status != 200 else 400
    rows = rules.standing_in_of(request.user)
    return page(
        request,
        "stand-ins",
        status=status,
        form=form,
        today=clock.today(),
        mine=[one for one in rows if one.on_behalf_of_id == request.user.pk],
        theirs=[one for one in rows if one.user_id == request.user.pk],
        headed=[one for one in rows if request.user.pk not in {one.user_id, one.on_behalf_of_id}],
        heads=rules.headed_by(request.user).exists(),
        manages=rules.may_anywhere(request.user, Permission.MANAGE_PEOPLE),
    )


@never_cache
@require_admin_access
@require_POST
def end(request: HttpRequest, uid: str) -> HttpResponseBase:
    """End one now."""
    row = rules.standing_in_of(request.user).filter(uid=uid).first()
    if row is None:
        raise Refusal(_("没有这次代理，或者已经结束。"), code="not-found")
    actions.recall_deputy(row, user=request.user)  # type: ignore[arg-type]
    messages.success(request, _("代理已结束。"))
    return redirect("office-stand-ins")
