"""All cases that a person may see: by number, title, first letters or who worked on them, by state."""

from __future__ import annotations

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yangguang.casework import desklist, finding, rules
from yangguang.casework.models import Case, CaseQuerySet, CaseState, Task
from yangguang.web.pages import numbered

from .desk import PAGE, page


@page
@require_safe
def cases(request: HttpRequest) -> HttpResponse:
    """Newest first. A whole number opens its case at once."""
    q = " ".join(request.GET.get("q", "").split())[:100]
    state = request.GET.get("state", "")
    rows = rules.visible_to(request.user)
    if q:
        exact = rows.filter(number=q).first()
        if exact is not None:
            return redirect(exact.get_office_url())
        rows = finding.matching(cast(CaseQuerySet, rows), q)
    if state in CaseState.values:
        rows = rows.filter(state=state)
    rows = rows.select_related("organisation", "version__process").order_by("-opened_at", "-pk")
    shown = numbered(request, rows, size=PAGE, most=desklist.MOST)
    return render(
        request,
        "casework/office/cases.html",
        {
            "numbered": shown,
            "number": desklist.said(shown.page.paginator.count),
            "rows": _with_steps(list(shown.page)),
            "q": q,
            "state": state,
            "states": [("", _("全部")), *CaseState.choices],
            "action": reverse("cases"),
        },
    )


def _with_steps(found: list[Case]) -> list[tuple[Case, list[Task]]]:
    open_tasks: dict[int, list[Task]] = {}
    for task in Task.objects.open().filter(case__in=found).select_related("organisation").order_by("pk"):
        open_tasks.setdefault(task.case_id, []).append(task)
    return [(case, open_tasks.get(case.pk, [])) for case in found]
