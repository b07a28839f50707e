"""The page of a request in the office is the page of its case; one taken over from an old register has no case."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from yangguang.foi import papers, rules

from .door import page, request_or_404


@page
@require_safe
def request_page(request: HttpRequest, uid: str) -> HttpResponse:
    """To the newest case of a request; without any, what the register keeps of it."""
    found = request_or_404(request, uid)
    case = rules.case_of(found)
    if case is not None:
        return redirect(case.get_office_url())
    context = {"found": found, "papers": mark_safe(papers.page(request, found))}
    return render(request, "foi/office/request.html", context)
