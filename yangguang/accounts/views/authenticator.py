"""Binding an authenticator app, its recovery codes, and unbinding it."""

from __future__ import annotations

from typing import Any

import segno
from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from yangguang.accounts import actions, forms, rules
from yangguang.accounts.forms import sent
from yangguang.accounts.middleware import SECOND
from yangguang.accounts.models import Authenticator, User
from yangguang.accounts.visitors import visitor
from yangguang.journal.actors import Actor
from yangguang.lib import totp
from yangguang.lib.errors import Refusal

from . import entering
from .pages import kept_by_nobody, page, signed_in, status_of, wanted_address


@kept_by_nobody
def authenticator(request: HttpRequest) -> HttpResponseBase:
    """Bind an app: by who is signed in, or by who may not enter before it is done."""
    on_the_way = entering.who_enters(request)
    person = signed_in(request) or (on_the_way[0] if on_the_way else None)
    if person is None:
        return redirect_to_login(request.get_full_path())
    entering_now = on_the_way[1] if on_the_way and signed_in(request) is None else None
    if rules.has_authenticator(person):
        return redirect("sign-in-second" if entering_now else "account")
    bound = person.is_person_of_staff and rules.must_have_authenticator(person)
    known: dict[str, Any] = {"person": person, "must": bound, "next": wanted_address(request)}
    if request.method == "POST" and request.POST.get("action") == "begin":
        actions.begin_authenticator(person)
        return redirect(request.get_full_path())
    begun = Authenticator.objects.filter(user=person).first()
    if begun is None:
        return page(request, "authenticator", begun=False, **known)
    form = forms.AuthenticatorCode(sent(request))
    if request.method == "POST" and form.is_valid():
        here = request.session.session_key or ""
        try:
            codes = actions.confirm_authenticator(
                person, form.cleaned_data["code"], actor=_self(person), session_key=here
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            target = wanted_address(request)
            if entering_now:
                # In, and the page with the recovery codes is the first that she sees.
                target = entering.onward(request, person, entering.with_second(entering_now))["Location"]
            request.session[SECOND] = True
            return page(request, "recovery-codes", codes=codes, next=target, person=person)
    return page(request, "authenticator", begun=True, form=form, **known, **_shown(person, begun))


@kept_by_nobody
def recovery_codes(request: HttpRequest) -> HttpResponseBase:
    """Ten new recovery codes, against password and code."""
    return _confirmed(request, "renew")


@kept_by_nobody
def remove_authenticator(request: HttpRequest) -> HttpResponseBase:
    """Unbind the app, against password and code; who must have one binds the next before the office opens again."""
    return _confirmed(request, "remove")


def _confirmed(request: HttpRequest, deed: str) -> HttpResponseBase:
    person = signed_in(request)
    if person is None:
        return redirect_to_login(request.get_full_path())
    if not rules.has_authenticator(person):
        return redirect("authenticator")
    form = forms.ItIsI(sent(request))
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            actions.check_password(
                person.own_identifier, form.cleaned_data["password"], visitor(request), confirming=True
            )
            actions.check_second(person, form.cleaned_data["code"], visitor(request), method=rules.CONFIRMING)
            if deed == "renew":
                codes = actions.renew_recovery_codes(person, actor=_self(person))
                return page(request, "recovery-codes", codes=codes, next="", person=person)
            actions.remove_authenticator(person, actor=_self(person))
            request.session[SECOND] = False
            return redirect("authenticator" if rules.must_have_authenticator(person) else "account")
        except Refusal as refusal:
            form.refuse(refusal)
            status = status_of(refusal)
    must = rules.must_have_authenticator(person)
    return page(request, "it-is-i", form=form, deed=deed, must=must, status=status)


def _shown(person: User, begun: Authenticator) -> dict[str, Any]:
    """The secret as a picture to scan and as letters to type."""
    secret = begun.secret()
    address = totp.address(
        secret,
        issuer=_("阳光 %(host)s") % {"host": settings.BASE_URL.rpartition("/")[2]},
        account=person.own_identifier,
    )
    rows = segno.make(address, error="m", micro=False).matrix
    return {"qr_path": _drawn(rows), "qr_size": len(rows) + 8, "spelled": totp.spelled(secret)}


def _drawn(rows: tuple[bytearray, ...]) -> str:
    """The dark squares as one SVG path, four squares of quiet round it."""
    return "".join(
        f"M{x + 4} {y + 4}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark
    )


def _self(person: User) -> Actor:
    return Actor(key=person.uid, name=person.display_name)
