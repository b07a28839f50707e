"""The application: one page, no account, nothing typed is lost."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_safe

from yangguang.accounts import throttle
from yangguang.accounts.effort import Effort
from yangguang.accounts.models import User
from yangguang.accounts.rules import digest
from yangguang.accounts.throttle import Limit
from yangguang.accounts.visitors import visitor
from yangguang.foi import actions, rules
from yangguang.foi.forms.apply import ApplyForm, new_mark
from yangguang.foi.models import Request
from yangguang.lib import clock
from yangguang.lib.errors import Refusal
from yangguang.organisations.contacts import Reached, reached
from yangguang.parties import rules as parties
from yangguang.parties.models import Party, Unreadable
from yangguang.search import rules as search
from yangguang.web.cache import LIST, public_page
from yangguang.web.meta import PageMeta

from .pages import REFERRER, applicant, crumbs, meta, page, signed_in

# One address may be a whole village hall; a person who files more than this in an hour comes to the window.
FROM_ADDRESS = Limit(60, timedelta(hours=1), timedelta(minutes=15))
SHOWN = 5


@sensitive_post_parameters()
@sensitive_variables()
@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: HttpRequest) -> HttpResponseBase:
    """The form; sent, the way to the receipt."""
    person = signed_in(request)
    form, status = _form(request, person), 200
    effort = Effort(request, "foi.apply")
    looked: dict[str, Any] = {}
    if request.method == "POST" and "look" in request.POST:
        looked = {"looked": True, **_already(request.POST.get("title", ""))}
        form = ApplyForm(initial=request.POST.dict())
    elif request.method == "POST":
        if form.is_valid():
            try:
                made = _submit(request, form, person, effort)
            except Refusal as refusal:
                form.refuse(refusal)
                status = 429 if refusal.code == "too-many" else 200
            else:
                return redirect("foi_receipt", code=made.code)
        status = 422 if status == 200 else status
    context = {
        "page_meta": meta(_("申请公开政府信息"), _("网上申请公开政府信息：要什么、谁申请、怎样答复")),
        "crumbs": crumbs((_("申请"), "")),
        "form": form,
        "effort": effort.challenge(),
        "person": person,
        "remembered": _remembered(person),
        "reached": _reached(form),
        **looked,
    }
    response = page(request, "apply", context, status=status)
    # Not "no-store" for the empty form: that would empty it for who goes back to it.
    kept = person is None and request.method != "POST"
    response.headers["Cache-Control"] = "private, no-cache" if kept else "private, no-store"
    response.headers["Referrer-Policy"] = REFERRER
    return response


def _reached(form: ApplyForm) -> Reached | None:
    """Where the office that is chosen takes letters and visitors in."""
    code = str(form["organisation"].value() or "").replace("\x00", "")
    chosen = rules.recipients().filter(code=code).first()
    return reached(chosen) if chosen else None


@public_page(LIST)
@require_safe
def known(request: HttpRequest) -> HttpResponse:
    """What of it is public already, for who is typing: a part of the page."""
    context = _already(request.GET.get("q", ""))
    context["page_meta"] = PageMeta(kind="依申请公开")
    return render(request, "foi/public/known.html", context)


def _already(title: str) -> dict[str, Any]:
    """Public items that may be what somebody wants; nothing for what cannot be looked for."""
    q = " ".join(title.replace("\x00", " ").split())[: search.LONGEST_QUERY]
    try:
        found = search.query(q, page_size=SHOWN)
        words = search.loosened(found.phrases) if not found.hits else ()
        if words:
            found = search.query(" ".join(words), page_size=SHOWN)
    except Refusal:
        return {"q": q, "hits": []}
    return {"q": q, "hits": found.hits[:SHOWN], "count": found.counted}


@sensitive_variables()
def _submit(request: HttpRequest, form: ApplyForm, person: User | None, effort: Effort) -> Request:
    told = form.application()
    same = Request.objects.filter(once=told.once)
    if known := same.first():
        return known  # the same form once more costs nothing more
    try:
        with effort.spent():
            return _counted(request, told, person)
    except Refusal as refusal:
        if refusal.code == "effort" and (known := same.first()):
            return known  # two clicks at one moment: the other one was first
        raise


@sensitive_variables()
def _counted(request: HttpRequest, told: actions.Application, person: User | None) -> Request:
    key = digest("foi.apply", visitor(request).key)
    claim = throttle.claim(key, FROM_ADDRESS)
    if claim.left is None:
        assert claim.until is not None
        raise Refusal(
            _("您那里提交的申请太多了，请 %(at)s 以后再提交，填写的内容都在；也可以到窗口当面提交。")
            % {"at": clock.local(claim.until).strftime("%H:%M")},
            code="too-many",
        )
    try:
        return actions.submit(told, by=applicant(request), user=person)
    except Refusal:
        throttle.give_back(key)
        raise


def _form(request: HttpRequest, person: User | None) -> ApplyForm:
    if request.method == "POST":
        return ApplyForm(request.POST, request.FILES)
    initial: dict[str, Any] = {
        "mark": new_mark(),
        "organisation": request.GET.get("organisation", "")[:60],
        "title": request.GET.get("title", "").replace("\x00", " ")[:100],
    }
    if person is not None and request.GET.get("me") == "1":
        initial |= _own(person)
    return ApplyForm(initial=initial)


def _newest(person: User) -> Party | None:
    rows = Party.objects.current().filter(user=person, erased_at=None)
    return rows.order_by("-pk").first()


def _remembered(person: User | None) -> Any:
    """A signed-in person's own particulars of last time, masked, to be offered."""
    party = _newest(person) if person is not None else None
    return parties.masked(party) if party is not None else None


@sensitive_variables()
def _own(person: User) -> dict[str, Any]:
    party = _newest(person)
    try:
        told = party.particulars() if party is not None else None
    except Unreadable:
        told = None
    if told is None:
        return {"phone": person.phone or "", "email": person.email or ""}
    return dict(told.__dict__)
