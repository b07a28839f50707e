"""The page of a request in the office is the page of its case."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from yangguang.casework.office.desk import page
from yangguang.foi import rules
from yangguang.foi.models import Request


@page
@require_safe
def request_page(request: HttpRequest, uid: str) -> HttpResponse:
    """To the newest case of a request."""
    found = Request.objects.handled_by(request.user).filter(uid=uid).first()
    case = rules.case_of(found) if found else None
    if case is None:
        raise Http404
    return redirect(case.get_office_url())
