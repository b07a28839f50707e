"""The pages of one request, for whoever has the code of its receipt."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yangguang.accounts.forms import sent
from yangguang.casework import rules as casework
from yangguang.deadlines import rules as deadlines
from yangguang.disclosure.pages import qr
from yangguang.files.models import StoredFile
from yangguang.files.views import handed_out
from yangguang.foi import actions, channels, following, rules
from yangguang.foi.forms.apply import RateForm, SupplyForm, WithdrawForm
from yangguang.foi.models import Demand, DemandKind, Rating, Request
from yangguang.lib import clock
from yangguang.lib.errors import Refusal
from yangguang.parties import rules as parties

from .pages import applicant, crumbs, meta, page, private, signed_in
from .track import wrong

REGISTER = "FOI_REGISTER"


def holder(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Hand the view the request of the code in the address; one sentence for a code that is none."""

    @wraps(view)
    @sensitive_post_parameters()
    @private
    def answer(request: HttpRequest, code: str, **kwargs: Any) -> HttpResponseBase:
        found = following.by_code(code)
        if found is None:
            return wrong(request, code)
        if code != found.code and request.method in {"GET", "HEAD"}:
            return redirect(request.path_info.replace(f"/{code}/", f"/{found.code}/", 1))
        return view(request, found, **kwargs)

    return answer


@holder
@require_safe
def follow(request: HttpRequest, found: Request) -> HttpResponseBase:
    """Where it stands, how its time is counted, what is asked, what was given out, what can be done."""
    return _followed(request, found)


@holder
@require_safe
def receipt(request: HttpRequest, found: Request) -> HttpResponseBase:
    """Number and code to print or keep, and what happens next."""
    channel = channels.channel_of(found.channel)
    context = {
        "page_meta": meta(_("申请回执")),
        "crumbs": crumbs((_("回执"), "")),
        "foi": found,
        "code": found.code,
        "address": f"{settings.BASE_URL}{found.get_absolute_url()}",
        "qr": qr(f"{settings.BASE_URL}{found.get_absolute_url()}"),
        "applicant": parties.masked(parties.current(found.applicant)),
        "files": StoredFile.objects.of(found.ref).count(),
        "channel": channel,
        "explanation": channels.received(found.channel, _days(found)).explanation,
        "confirm_by": _due(REGISTER, found),
        "answer_by": rules.due_day(found) or _due(rules.REPLY, found),
        "reply": deadlines.find_limit(rules.REPLY, found.organisation),
    }
    return page(request, "receipt", context)


@holder
@require_http_methods(["GET", "HEAD", "POST"])
def supply(request: HttpRequest, found: Request) -> HttpResponseBase:
    """Answer what is asked: a supplement, or an explanation."""
    asked = following.open_demand(found)
    if asked is None or asked.kind == DemandKind.PAYMENT:
        return redirect("foi_follow", code=found.code)
    form, status = SupplyForm(sent(request), request.FILES), 200
    if request.method == "POST" and form.is_valid():
        try:
            actions.supply(
                found,
                asked.kind,
                form.cleaned_data["text"],
                by=applicant(request),
                uploads=form.cleaned_data["papers"],
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return redirect("foi_follow", code=found.code)
    if request.method == "POST":
        status = 422
    context = {
        "page_meta": meta(str(DemandKind(asked.kind).label)),
        "crumbs": _crumbs(found, DemandKind(asked.kind).label),
        "foi": found,
        "code": found.code,
        "asked": asked,
        "form": form,
        "lost_files": [str(one.name) for one in request.FILES.getlist("papers")],
        "running": rules.reply_clock(found),
    }
    return page(request, "supply", context, status=status)


@holder
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, found: Request) -> HttpResponseBase:
    """Take the request back, once it was said what that means."""
    form = WithdrawForm(sent(request))
    if found.ended_on is not None:
        return redirect("foi_follow", code=found.code)
    if request.method == "POST" and form.is_valid():
        actions.withdraw(found, form.cleaned_data["reason"], by=applicant(request))
        return redirect("foi_follow", code=found.code)
    context = {
        "page_meta": meta(_("撤回申请")),
        "crumbs": _crumbs(found, _("撤回")),
        "foi": found,
        "code": found.code,
        "form": form,
    }
    return page(request, "withdraw", context, status=422 if request.method == "POST" else 200)


@holder
@require_POST
def rate(request: HttpRequest, found: Request) -> HttpResponseBase:
    """Say how it was, once, after the end."""
    form = RateForm(request.POST)
    if form.is_valid():
        try:
            actions.rate(found, form.cleaned_data["score"], form.cleaned_data["words"], by=applicant(request))
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return redirect("foi_follow", code=found.code)
    return _followed(request, found, form, status=422)


@holder
@require_safe
def download(request: HttpRequest, found: Request, uid: str, name: str) -> HttpResponseBase:
    """A document or a copy that was given out to the applicant; of all else there is nothing here."""
    file = following.file_for(found, uid)
    if file is None or file.name != name:
        raise Http404
    return handed_out(request, file)


def _followed(
    request: HttpRequest, found: Request, form: RateForm | None = None, *, status: int = 200
) -> HttpResponse:
    case = rules.case_of(found)
    running = rules.reply_clock(found)
    asked = following.open_demand(found)
    over = found.ended_on is not None
    standing = following.standing(found, case)
    context = {
        "page_meta": meta(_("申请进度")),
        "crumbs": crumbs((_("查询进度"), "/foi/track/"), (found.number, "")),
        "foi": found,
        "code": found.code,
        "standing": standing,
        "applicant": parties.masked(parties.current(found.applicant)),
        "agent": parties.masked(parties.current(found.agent)) if found.agent else None,
        "channel": channels.channel_of(found.channel),
        "description": following.description(found),
        "clock": running,
        "explanation": following.explanation(found, running) if running else "",
        "receipt": channels.received(found.channel, _days(found)).explanation,
        # Drawn by lib.bpmn, which escapes every name it writes.
        "chart": mark_safe(casework.chart(case)) if case is not None else "",
        "asked": asked,
        "fee": following.fee_lines(asked) if asked is not None and asked.kind == DemandKind.PAYMENT else [],
        "answered": _answered(found),
        "given": following.delivered(found),
        "documents": following.documents(found),
        "happened": following.happened(found),
        "notes": list(case.notes.for_applicant()) if case is not None else [],
        "may_withdraw": not over,
        "rating": Rating.objects.filter(request=found).first(),
        "form": form or RateForm() if over else None,
        "person": signed_in(request),
    }
    return page(request, "follow", context, status=status)


def _answered(found: Request) -> list[tuple[Demand, str]]:
    """What was asked and given, with the applicant's words but not who she is."""
    rows = found.demands.exclude(answered_on=None).order_by("pk")
    return [(one, following.without_people(found, one.answer)) for one in rows]


def _crumbs(found: Request, last: Any) -> list[tuple[str, str]]:
    return crumbs((found.number, found.get_absolute_url()), (str(last), ""))


def _days(found: Request) -> dict[channels.Event, Any]:
    days = {
        channels.Event.SUBMITTED: found.submitted_on,
        channels.Event.ARRIVED: found.arrived_on,
        channels.Event.SIGNED: found.signed_on,
        channels.Event.CONFIRMED: found.confirmed_on,
    }
    return {event: day for event, day in days.items() if day is not None}


def _due(limit: str, found: Request) -> Any:
    """The last day of a limit that begins today, None where there is no such limit here."""
    if deadlines.find_limit(limit, found.organisation) is None:
        return None
    return deadlines.due(limit, clock.today(), found.organisation).on
