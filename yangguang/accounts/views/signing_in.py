"""Signing in: by password or by a code that is sent, with a second step for who has an app; and out."""

from __future__ import annotations

from django.contrib.auth import logout
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from yangguang.accounts import actions, forms, rules
from yangguang.accounts.effort import Effort
from yangguang.accounts.forms import sent
from yangguang.accounts.identifiers import masked, normalised
from yangguang.accounts.visitors import visitor
from yangguang.lib.errors import Refusal

from . import entering
from .pages import kept_by_nobody, page, signed_in, status_of, wanted_address

_CODE = "sign-in-code"


@kept_by_nobody
def sign_in(request: HttpRequest) -> HttpResponseBase:
    """With a password."""
    if signed_in(request) and request.method == "GET":
        return page(request, "already", next=wanted_address(request))
    form = forms.PasswordSignIn(sent(request))
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            person = actions.check_password(
                form.cleaned_data["identifier"], form.cleaned_data["password"], visitor(request)
            )
        except Refusal as refusal:
            form.refuse(refusal)
            status = status_of(refusal)
        else:
            return entering.begin(request, person, wanted_address(request))
    return page(request, "sign-in", form=form, next=wanted_address(request), status=status)


@kept_by_nobody
def ask_for_code(request: HttpRequest) -> HttpResponseBase:
    """Have a one-time code sent."""
    form, effort = forms.CodeRequest(sent(request)), Effort(request, "accounts.code")
    status = 200
    if request.method == "POST" and form.is_valid():
        address = normalised(form.cleaned_data["address"])
        try:
            with effort.spent():
                code = actions.request_code(address, visitor(request))
        except Refusal as refusal:
            form.refuse(refusal)
            status = status_of(refusal)
        else:
            request.session[_CODE] = {"uid": code.uid, "address": address, "next": wanted_address(request)}
            return redirect("sign-in-code-entry")
    return page(
        request,
        "ask-for-code",
        form=form,
        effort=effort.challenge(),
        next=wanted_address(request),
        status=status,
    )


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
            status = status_of(refusal)
        else:
            del request.session[_CODE]
            return entering.begin(request, person, asked["next"])
    return page(request, "enter-code", form=form, address=masked(asked["address"]), status=status)


@kept_by_nobody
def second_step(request: HttpRequest) -> HttpResponseBase:
    """The code of the app on the phone, or a recovery code, after the password."""
    on_the_way = entering.who_enters(request)
    if on_the_way is None or not rules.has_authenticator(on_the_way[0]):
        return redirect("sign-in")
    person, way = on_the_way
    form = forms.SecondStep(sent(request))
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            actions.check_second(person, form.cleaned_data["code"], visitor(request))
        except Refusal as refusal:
            form.refuse(refusal)
            status = status_of(refusal)
        else:
            return entering.onward(request, person, entering.with_second(way))
    return page(request, "second-step", form=form, person=person, status=status)


@kept_by_nobody
def first_password(request: HttpRequest) -> HttpResponseBase:
    """Who comes with an initial password, or one that is too old, chooses her own before she is let in."""
    on_the_way = entering.who_enters(request)
    if on_the_way is None or not rules.must_change_password(on_the_way[0]):
        return redirect("sign-in")
    person, way = on_the_way
    if not way.second and rules.has_authenticator(person):
        return redirect("sign-in-second")
    form = forms.NewPassword(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            person = actions.change_password(person, form.cleaned_data["new"])
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return entering.onward(request, person, way)
    return page(request, "first-password", form=form, person=person, given=person.must_change_password)


@kept_by_nobody
def sign_out(request: HttpRequest) -> HttpResponseBase:
    """Asked by GET, done by POST: no link of another site can sign a person out."""
    if request.method != "POST":
        return page(request, "sign-out")
    person = signed_in(request)
    if person is not None:
        actions.sign_out(person, visitor(request))
        actions.close_session(request.session.session_key or "")
    logout(request)
    return page(request, "signed-out")
