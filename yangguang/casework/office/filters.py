"""Saved filters of the desk: keep one, drop one."""

from __future__ import annotations

from urllib.parse import parse_qsl

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yangguang.casework import desklist, filters
from yangguang.casework.forms import FilterForm
from yangguang.lib.errors import Refusal
from yangguang.web.middleware import STATUS

from .desk import page, show


@page
@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Keep what the desk is narrowed by; a refusal comes back on the desk with what was typed."""
    form = FilterForm(request.POST)
    chosen = desklist.Filter.read(dict(parse_qsl(request.POST.get("query", ""))))
    if form.is_valid():
        given = form.cleaned_data
        try:
            row = filters.save_filter(
                given["name"],
                chosen,
                user=request.user,  # type: ignore[arg-type]  # nobody else comes through the door
                shared=given["shared"],
                default=given["default"],
            )
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
            return show(request, form, STATUS.get(refusal.code, 400))
        messages.success(request, _("已存为常用筛选“%(name)s”。") % {"name": row.name})
        return redirect(f"{reverse('desk')}?filter={row.uid}")
    return show(request, form, 400)


@page
@require_POST
def drop(request: HttpRequest, uid: str) -> HttpResponse:
    """Delete one of my own."""
    filters.drop_filter(uid, user=request.user)  # type: ignore[arg-type]
    messages.success(request, _("常用筛选已删除。"))
    return redirect(f"{reverse('desk')}?tab=")
