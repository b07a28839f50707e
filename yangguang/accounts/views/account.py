"""A person's own account: what the house knows, where she is signed in, and a new password."""

from __future__ import annotations

from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from yangguang.accounts import actions, entries, forms, rules
from yangguang.accounts.forms import sent
from yangguang.accounts.visitors import visitor
from yangguang.lib.errors import Refusal
from yangguang.web.addresses import hidden

from . import entering
from .pages import kept_by_nobody, page, signed_in, status_of


@kept_by_nobody
def account(request: HttpRequest) -> HttpResponseBase:
    """A person's own page: what the house knows, the browsers she is signed in at, and her last sign-ins."""
    person = signed_in(request)
    if person is None:
        return redirect_to_login(request.get_full_path())
    form = forms.Profile(sent(request), initial={"name": person.name})
    if request.method == "POST" and not person.is_person_of_staff and form.is_valid():
        try:
            actions.name_oneself(person, form.cleaned_data["name"])
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return redirect("account")
    here = request.session.session_key
    return page(
        request,
        "account",
        form=form,
        person=person,
        browsers=[
            {
                "row": row,
                "place": hidden(row.address),
                "name": browser_name(row.agent),
                "here": row.session_key == here,
            }
            for row in person.open_sessions.order_by("-seen_at")
        ],
        sign_ins=[
            {"row": row, "place": hidden(row.address)} for row in person.sign_ins.order_by("-at", "-id")[:10]
        ],
        entries=entries.entries(),
        last=rules.sign_in_before(person),
        has_authenticator=rules.has_authenticator(person),
        must_have_authenticator=rules.must_have_authenticator(person),
        codes_left=person.recovery_codes.filter(used_at__isnull=True).count(),
    )


@kept_by_nobody
@require_POST
def end_sessions(request: HttpRequest) -> HttpResponseBase:
    """Sign out in another browser, or in all others."""
    person = signed_in(request)
    if person is None:
        return redirect_to_login("/accounts/")
    here = request.session.session_key or ""
    one = request.POST.get("session", "")
    if one:
        actions.end_session(person, one.replace("\0", ""))
    else:
        actions.end_sessions(person, but=here)
    return redirect("account")


@kept_by_nobody
def change_password(request: HttpRequest) -> HttpResponseBase:
    """A new password, against the present one; other sessions end."""
    person = signed_in(request)
    if person is None or not person.has_usable_password():
        return redirect("account")
    form = forms.PasswordChange(sent(request))
    status = 200
    if request.method == "POST" and form.is_valid():
        here = request.session.session_key or ""
        try:
            # Counted like signing in: an unattended browser is no place to guess at.
            actions.check_password(
                person.own_identifier, form.cleaned_data["current"], visitor(request), confirming=True
            )
            changed = actions.change_password(person, form.cleaned_data["new"], session_key=here)
        except Refusal as refusal:
            refusal.field = "current" if refusal.field == "password" else refusal.field
            form.refuse(refusal)
            status = status_of(refusal)
        else:
            update_session_auth_hash(request, changed)
            entering.remember(request, here)
            return page(request, "password-changed")
    return page(request, "change-password", form=form, status=status)


def browser_name(agent: str) -> str:
    """What a person calls her browser, from what it calls itself: ``Edge，Windows``."""
    browsers = {
        "MicroMessenger": "微信",
        "Edg": "Edge",
        "QQBrowser": "QQ 浏览器",
        "Firefox": "Firefox",
        "Chrome": "Chrome",
        "Safari": "Safari",
    }
    systems = {
        "Windows": "Windows",
        "HarmonyOS": "鸿蒙",
        "Android": "安卓",
        "iPhone": "iPhone",
        "iPad": "iPad",
        "Mac OS": "Mac",
        "Linux": "Linux",
    }
    found = [next((name for mark, name in kind.items() if mark in agent), "") for kind in (browsers, systems)]
    return "，".join(name for name in found if name) or agent[:40]
