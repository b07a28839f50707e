"""Numbered pages for people; cursors are the business of each list's own key."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.paginator import EmptyPage, Page, PageNotAnInteger, Paginator
from django.http import HttpRequest
from django.utils.functional import cached_property


@dataclass(frozen=True)
class Numbered:
    """One page of a list and the links round it (``web/parts/pages.html`` draws them)."""

    page: Page
    query: str

    @property
    def numbers(self) -> list[int | str]:
        """Page numbers to show, with an ellipsis where some are left out."""
        return list(self.page.paginator.get_elided_page_range(self.page.number, on_each_side=2, on_ends=1))


class Counted(Paginator):
    """A paginator that counts no further than ``most`` rows: the rest is beyond what anybody leafs through."""

    def __init__(self, rows: Any, size: int, most: int) -> None:
        super().__init__(rows, size)
        self.rows, self.most = rows, most

    @cached_property
    def count(self) -> int:
        return int(self.rows.order_by().values("pk")[: self.most].count())

    @property
    def is_full(self) -> bool:
        """Whether there may be more than was counted."""
        return self.count >= self.most


def numbered(request: HttpRequest, rows: Any, *, size: int = 20, most: int = 0) -> Numbered:
    """The page that ``?page=`` asks for; a number that makes no sense gives the nearest page.

    With ``most`` no more rows than that are counted, or can be leafed through.
    """
    paginator = Counted(rows, size, most) if most else Paginator(rows, size)
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
