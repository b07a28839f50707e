"""Several steps at once: choose, one opinion, and a page that says what became of each."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yangguang.casework import access, bulk, domains
from yangguang.casework.forms import BulkForm
from yangguang.casework.models import Task
from yangguang.lib.errors import Refusal
from yangguang.web.middleware import STATUS

from .desk import page


@page
@require_POST
def several(request: HttpRequest) -> HttpResponse:
    """What was ticked on the desk, by kind; with an outcome, that is done."""
    tasks = _ticked(request)
    if not tasks:
        return redirect("desk")
    kinds: dict[tuple[str, int, str], list[Task]] = {}
    for task in tasks:
        kinds.setdefault(bulk.kind_of(task), []).append(task)
    if len(kinds) > 1:
        return render(request, "casework/office/bulk-kinds.html", {"kinds": list(kinds.values())})
    if "outcome" not in request.POST:
        return _ask(request, tasks, BulkForm())
    form = BulkForm(request.POST)
    if not form.is_valid():
        return _ask(request, tasks, form, 400)
    opinion, outcome = form.cleaned_data["opinion"], request.POST["outcome"]
    try:
        told = bulk.complete_all(
            tasks,
            user=request.user,  # type: ignore[arg-type]  # nobody else comes through the door
            outcome=outcome,
            opinion=opinion,
            seen={one.uid: request.POST.get(f"seen-{one.uid}", "") for one in tasks},
        )
    except Refusal as refusal:
        form.add_error("opinion" if refusal.field == "opinion" else None, refusal.message)
        return _ask(request, tasks, form, STATUS.get(refusal.code, 400))
    refused = [one for one in told if one.refused]
    label = next((one.label for one in bulk.outcomes(tasks) if one.code == outcome), outcome)
    context = {
        "done": [one for one in told if not one.refused],
        "refused": refused,
        "opinion": opinion,
        "outcome": label,
        "step": tasks[0].name,
    }
    return render(request, "casework/office/bulk-done.html", context, status=422 if refused else 200)


def _ticked(request: HttpRequest) -> list[Task]:
    """The ticked steps of cases that this person may open, in the order of the desk; done ones too: the verb says so."""
    wanted = list(dict.fromkeys(request.POST.getlist("task")))[: bulk.MOST + 1]
    rows = Task.objects.filter(uid__in=wanted, case__in=access.visible_to(request.user)).select_related(
        "case__version__process", "case__organisation", "organisation", "claimed_by"
    )
    found = {one.uid: one for one in rows}
    return [found[uid] for uid in wanted if uid in found]


def _ask(request: HttpRequest, tasks: list[Task], form: BulkForm, status: int = 200) -> HttpResponse:
    outcomes = bulk.outcomes(tasks)
    demanded = [one.label for one in outcomes if one.reason]
    if demanded:
        form.fields["opinion"].help_text = _("选“%(outcomes)s”时要写明理由。每一件的经过里都写这一条。") % {
            "outcomes": "”“".join(demanded)
        }
    for task in tasks:  # what was shown first stays what was seen, however often the page comes back
        now = domains.of(task.case).fingerprint(task.case)
        task.__dict__["seen"] = request.POST.get(f"seen-{task.uid}", now)
    context = {"tasks": tasks, "form": form, "outcomes": outcomes, "step": tasks[0].name}
    return render(request, "casework/office/bulk.html", context, status=status)
