"""Notes and related cases, on the page of a case."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yangguang.casework import access, notes
from yangguang.casework.forms import LinkForm, NoteForm
from yangguang.casework.models import Case, Note
from yangguang.lib.errors import Refusal
from yangguang.web.middleware import STATUS

from .case import first_step, show
from .desk import page


def _case(request: HttpRequest, uid: str) -> Case:
    found = access.opened(request.user, uid)
    if found is None:
        raise Http404
    return found


def _again(request: HttpRequest, found: Case, status: int, **forms: Any) -> HttpResponse:
    """The case page with the form that was refused; nothing typed is lost."""
    return show(request, found, first_step(request, found), status=status, **forms)


@page
@require_POST
def note(request: HttpRequest, uid: str) -> HttpResponse:
    """Write a note."""
    found, form = _case(request, uid), NoteForm(request.POST)
    if not form.is_valid():
        return _again(request, found, 400, note_form=form)
    try:
        notes.write_note(found, form.cleaned_data["kind"], form.cleaned_data["text"], user=request.user)  # type: ignore[arg-type]
    except Refusal as refusal:
        if refusal.code == "secrecy":  # words that no page may show again
            form = NoteForm({"kind": form.cleaned_data["kind"], "text": ""})
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        return _again(request, found, STATUS.get(refusal.code, 400), note_form=form)
    messages.success(request, _("备注已写上。"))
    return redirect(f"{found.get_office_url()}#h-notes")


@page
@require_POST
def strike(request: HttpRequest, uid: str) -> HttpResponse:
    """Strike a note out."""
    row = Note.objects.filter(uid=uid).select_related("case").first()
    if row is None or not access.may_open(request.user, row.case):
        raise Http404
    notes.strike_note(row.uid, user=request.user)  # type: ignore[arg-type]
    messages.success(request, _("备注已划去。"))
    return redirect(f"{row.case.get_office_url()}#h-notes")


@page
@require_POST
def link(request: HttpRequest, uid: str) -> HttpResponse:
    """Link with another case."""
    found, form = _case(request, uid), LinkForm(request.POST)
    if not form.is_valid():
        return _again(request, found, 400, link_form=form)
    try:
        notes.link_cases(found, form.cleaned_data["number"], form.cleaned_data["reason"], user=request.user)  # type: ignore[arg-type]
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        return _again(request, found, STATUS.get(refusal.code, 400), link_form=form)
    messages.success(request, _("两件已关联，两边都看得到。"))
    return redirect(f"{found.get_office_url()}#h-beside")


@page
@require_POST
def unlink(request: HttpRequest, uid: str, link: str) -> HttpResponse:
    """Take a link back."""
    found = _case(request, uid)
    notes.unlink_cases(found, link, user=request.user)  # type: ignore[arg-type]
    messages.success(request, _("已解除关联。"))
    return redirect(f"{found.get_office_url()}#h-beside")
