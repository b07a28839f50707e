"""Signing in and out, and a person's own account. These pages may set cookies, so nobody keeps them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth import login, logout, update_session_auth_hash
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from yangguang.accounts import actions, forms
from yangguang.accounts.forms import sent
from yangguang.accounts.identifiers import masked, normalised
from yangguang.accounts.models import User
from yangguang.accounts.visitors import visitor
from yangguang.lib import clock
from yangguang.lib.errors import Refusal
from yangguang.web.meta import PageMeta

ENTER_OFFICE = "wagtailadmin.access_admin"
_CODE, _FIRST = "sign-in-code", "first-password"
_PATIENCE = timedelta(minutes=10)

View = Callable[..., HttpResponseBase]


def kept_by_nobody(view: View) -> View:
    """The page is never stored, neither by a proxy nor by the browser of a shared computer."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        add_never_cache_headers(response)
        return response

    return sensitive_post_parameters("password", "new", "again", "current", "code")(answer)


@kept_by_nobody
def sign_in(request: HttpRequest) -> HttpResponseBase:
    """With a password."""
    if isinstance(request.user, User) and request.method == "GET":
        return _page(request, "already", next=_next(request))
    form = forms.PasswordSignIn(sent(request))
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            person = actions.check_password(
                form.cleaned_data["identifier"], form.cleaned_data["password"], visitor(request)
            )
        except Refusal as refusal:
            form.refuse(refusal)
            status = _status(refusal)
        else:
            return _welcome(request, person)
    return _page(request, "sign-in", form=form, next=_next(request), status=status)


@kept_by_nobody
def ask_for_code(request: HttpRequest) -> HttpResponseBase:
    """Have a one-time code sent."""
    form = forms.CodeRequest(sent(request))
    status = 200
    if request.method == "POST" and form.is_valid():
        address = normalised(form.cleaned_data["address"])
        try:
            code = actions.request_code(address, visitor(request))
        except Refusal as refusal:
            form.refuse(refusal)
            status = _status(refusal)
        else:
            request.session[_CODE] = {"uid": code.uid, "address": address, "next": _next(request)}
            return redirect("sign-in-code-entry")
    return _page(request, "ask-for-code", form=form, next=_next(request), status=status)


@kept_by_nobody
def enter_code(request: HttpRequest) -> HttpResponseBase:
    """Sign in with the code that was sent."""
    asked = request.session.get(_CODE)
    if not asked:
        return redirect("sign-in-code")
    form = forms.CodeEntry(sent(request))
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            person = actions.check_code(
                asked["uid"], asked["address"], form.cleaned_data["code"], visitor(request)
            )
        except Refusal as refusal:
            form.refuse(refusal)
            status = _status(refusal)
        else:
            del request.session[_CODE]
            return _welcome(request, person, asked["next"])
    return _page(request, "enter-code", form=form, address=masked(asked["address"]), status=status)


@kept_by_nobody
def first_password(request: HttpRequest) -> HttpResponseBase:
    """Who comes with an initial password chooses her own before she is let in."""
    started = request.session.get(_FIRST)
    if not started or clock.now() > datetime.fromisoformat(started["at"]) + _PATIENCE:
        request.session.pop(_FIRST, None)
        return redirect("sign-in")
    person = User.objects.active().filter(uid=started["uid"], must_change_password=True).first()
    if person is None:
        return redirect("sign-in")
    form = forms.NewPassword(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            person = actions.change_password(person, form.cleaned_data["new"])
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            del request.session[_FIRST]
            return _welcome(request, person, started["next"])
    return _page(request, "first-password", form=form, person=person)


@kept_by_nobody
def sign_out(request: HttpRequest) -> HttpResponseBase:
    """Asked by GET, done by POST: no link of another site can sign a person out."""
    if request.method != "POST":
        return _page(request, "sign-out")
    if isinstance(request.user, User):
        actions.sign_out(request.user, visitor(request))
    logout(request)
    return _page(request, "signed-out")


@kept_by_nobody
def account(request: HttpRequest) -> HttpResponseBase:
    """A person's own page: what the house knows, and her last sign-ins."""
    person = request.user
    if not isinstance(person, User):
        return redirect_to_login(request.get_full_path())
    form = forms.Profile(sent(request), initial={"name": person.name})
    if request.method == "POST" and not person.is_person_of_staff and form.is_valid():
        try:
            actions.name_oneself(person, form.cleaned_data["name"])
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return redirect("account")
    return _page(request, "account", form=form, person=person, sign_ins=person.sign_ins.order_by("-at")[:10])


@kept_by_nobody
def change_password(request: HttpRequest) -> HttpResponseBase:
    """A new password, against the present one; other sessions end."""
    person = request.user
    if not isinstance(person, User) or not person.has_usable_password():
        return redirect("account")
    form = forms.PasswordChange(sent(request))
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            # Counted like signing in: an unattended browser is no place to guess at.
            actions.check_password(person.own_identifier, form.cleaned_data["current"], visitor(request))
            changed = actions.change_password(person, form.cleaned_data["new"])
        except Refusal as refusal:
            refusal.field = "current" if refusal.field == "password" else refusal.field
            form.refuse(refusal)
            status = _status(refusal)
        else:
            update_session_auth_hash(request, changed)
            return _page(request, "password-changed")
    return _page(request, "change-password", form=form, status=status)


def _welcome(request: HttpRequest, person: User, wanted: str | None = None) -> HttpResponseBase:
    """Open the session and go where the person wanted to go."""
    target = _next(request) if wanted is None else wanted
    if person.must_change_password:
        request.session[_FIRST] = {"uid": person.uid, "at": clock.now().isoformat(), "next": target}
        return redirect("first-password")
    login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
    if target:
        return redirect(target)
    return redirect(settings.LOGIN_REDIRECT_URL if person.has_perm(ENTER_OFFICE) else reverse("account"))


def _next(request: HttpRequest) -> str:
    """Where to go afterwards: an address of this house, or nothing."""
    wanted = request.POST.get("next", request.GET.get("next", ""))
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe and not wanted.startswith(reverse("sign-in")) else ""


def _status(refusal: Refusal) -> int:
    return 429 if refusal.code in {"locked", "too-many"} else 200


def _page(request: HttpRequest, name: str, *, status: int = 200, **context: Any) -> HttpResponse:
    form = context.get("form")
    if isinstance(form, forms.VerbForm) and form.is_bound:
        form.say_wrong()
    user = request.user
    return render(
        request,
        f"accounts/{name}.html",
        {
            **context,
            "page_meta": PageMeta(column=_("登录"), description=_("登录和本人账号"), kind="办事服务"),
            "person": context.get("person", user if isinstance(user, User) else None),
            "may_enter_office": isinstance(user, User) and user.has_perm(ENTER_OFFICE),
        },
        status=status,
    )
