"""Numbered pages for people; cursors are the business of each list's own key."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import EmptyPage, Page, PageNotAnInteger, Paginator
from django.http import HttpRequest


@dataclass(frozen=True)
class Numbered:
    """One page of a list and the links round it (``web/parts/pages.html`` draws them)."""

    page: Page
    query: str

    @property
    def numbers(self) -> list[int | str]:
        """Page numbers to show, with an ellipsis where some are left out."""
        return list(self.page.paginator.get_elided_page_range(self.page.number, on_each_side=2, on_ends=1))


def numbered(request: HttpRequest, rows: Any, *, size: int = 20) -> Numbered:
    """The page that ``?page=`` asks for; a number that makes no sense gives the nearest page."""
    paginator = Paginator(rows, size)
    wanted = request.GET.get("page", "1")
    try:
        page = paginator.page(wanted)
    except PageNotAnInteger:
        page = paginator.page(1)
    except EmptyPage:
        page = paginator.page(paginator.num_pages if wanted.isdigit() and int(wanted) > 0 else 1)
    rest = request.GET.copy()
    rest.pop("page", None)
    return Numbered(page, rest.urlencode())
