"""All cases that a person may see: by number, title, first letters or who worked on them, by state."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yangguang.casework import access, desklist, finding
from yangguang.casework.models import Case, CaseState, Task
from yangguang.web.pages import numbered

from .desk import PAGE, page


@page
@require_safe
def cases(request: HttpRequest) -> HttpResponse:
    """Newest first. A whole number opens its case at once."""
    q = " ".join(request.GET.get("q", "").split())[:100]
    state = request.GET.get("state", "")
    rows = access.visible_to(request.user)
    if q:
        exact = rows.filter(number=q).first()
        if exact is not None:
            return redirect(exact.get_office_url())
    if state in CaseState.values:
        rows = rows.filter(state=state)
    # Keys, as far as anybody leafs: who may see which is costly and is asked once.
    keys = finding.newest(rows, q, desklist.MOST)
    shown = numbered(request, keys, size=PAGE)
    return render(
        request,
        "casework/office/cases.html",
        {
            "numbered": shown,
            "number": desklist.said(shown.page.paginator.count),
            "rows": _with_steps(_read(shown.page)),
            "q": q,
            "state": state,
            "states": [("", _("全部")), *CaseState.choices],
            "action": reverse("cases"),
        },
    )


def _read(keys: Iterable[int]) -> list[Case]:
    """The cases of a page, in its order."""
    wanted = list(keys)
    found = Case.objects.select_related("organisation", "version__process").in_bulk(wanted)
    return [found[key] for key in wanted if key in found]


def _with_steps(found: list[Case]) -> list[tuple[Case, list[Task]]]:
    open_tasks: dict[int, list[Task]] = {}
    for task in Task.objects.open().filter(case__in=found).select_related("organisation").order_by("pk"):
        open_tasks.setdefault(task.case_id, []).append(task)
    return [(case, open_tasks.get(case.pk, [])) for case in found]
