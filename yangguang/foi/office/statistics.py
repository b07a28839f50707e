"""Statistics of requests at any moment, for whoever sees them; each number opens the register."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from .counting import HIGH, WIDE, counted, period
from .door import page
from .filters import Filters
from .register import organisations_of, refuse_strangers


@page
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """``?organisation=&since=&until=``; this year so far without a period."""
    refuse_strangers(request.user)
    found = counted(request.user, period(Filters.of(request.GET)))
    context = {
        "found": found,
        "filters": found.filters,
        "organisations": organisations_of(request.user),
        "wide": max(1, len(found.months)) * WIDE,
        "high": HIGH,
    }
    return render(request, "foi/office/statistics.html", context)
