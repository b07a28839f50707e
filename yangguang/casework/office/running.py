"""The cases that run on a version of a process: where each stands, moving them to it, cancelling one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from yangguang.casework import operations, rules
from yangguang.casework.forms import ReasonForm
from yangguang.casework.models import Case, ProcessVersion, Task, Wait
from yangguang.casework.office.desk import page
from yangguang.casework.positions import movable, position
from yangguang.lib.errors import Refusal
from yangguang.organisations.acting import Acting
from yangguang.organisations.permissions import Permission
from yangguang.organisations.rules import acting_as, organisations_where
from yangguang.web.middleware import STATUS
from yangguang.web.pages import numbered

PAGE = 50


@page
@require_http_methods(["GET", "HEAD", "POST"])
def running(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """GET shows the cases on this version, and where those on others would stand on it; POST moves the chosen ones."""
    rows = ProcessVersion.objects.select_related("process__organisation")
    version = get_object_or_404(rows, code=code, number=number)
    if not rules.may_publish(request.user, version.process.organisation):
        raise Refusal(_("您没有管理这个流程的权限，请联系本单位的系统管理员。"), code="forbidden")
    if request.method != "POST":
        return _show(request, version, ReasonForm())
    form = ReasonForm(request.POST)
    chosen = request.POST.getlist("case")
    if not chosen:
        form.add_error(None, _("请先选出要换的办件。"))
    if not form.is_valid():
        return _show(request, version, form, chosen, 400)
    try:
        moved = operations.migrate_cases(
            version, chosen, reason=form.cleaned_data["reason"], acting=_acting(request.user, version)
        )
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field == "reason" else None, refusal.message)
        return _show(request, version, form, chosen, STATUS.get(refusal.code, 400))
    messages.success(
        request,
        _("%(n)d 件已经换到第 %(number)d 版，从原来的步骤继续办。") % {"n": len(moved), "number": number},
    )
    return redirect("process_running", code=code, number=number)


def _acting(user: Any, version: ProcessVersion) -> Acting:
    scope = version.process.organisation
    scope = scope or organisations_where(user, Permission.MANAGE_PROCESSES).filter(parent=None)[0]
    return acting_as(user, scope, permission=Permission.MANAGE_PROCESSES)


def _show(
    request: HttpRequest,
    version: ProcessVersion,
    form: ReasonForm,
    chosen: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    here = Case.objects.open().filter(version=version).select_related("organisation").order_by("pk")
    on_it = numbered(request, here, size=PAGE)
    positions = [position(one, version) for one in movable(version)[:PAGE]]
    newest = version == version.process.current
    if chosen is None:
        # Ticked beforehand only where new cases begin: going back to an older version is chosen case by case.
        chosen = [one.case.uid for one in positions if newest and not one.problem]
    context = {
        "version": version,
        "numbered": on_it,
        "rows": _with_steps(list(on_it.page)),
        "positions": positions,
        "movable": any(not one.problem for one in positions),
        "more": movable(version).count() - len(positions),
        "form": form,
        "chosen": chosen,
        "newest": newest,
    }
    return render(request, "casework/office/running.html", context, status=status)


def _with_steps(cases: list[Case]) -> list[tuple[Case, list[str]]]:
    """Each case with what it stands at: steps, and what it waits for."""
    steps: dict[int, list[str]] = {one.pk: [] for one in cases}
    for task in Task.objects.open().filter(case__in=cases).order_by("pk"):
        if task.name not in steps[task.case_id]:
            steps[task.case_id].append(task.name)
    waits: QuerySet[Wait] = Wait.objects.waiting().filter(case__in=cases).exclude(what=Wait.For.TIMER)
    for wait in waits.order_by("pk"):
        steps[wait.case_id].append(
            _("等%(what)s“%(name)s”") % {"what": wait.get_what_display(), "name": wait.name}
        )
    return [(one, steps[one.pk]) for one in cases]


@page
@require_http_methods(["GET", "HEAD", "POST"])
def cancel(request: HttpRequest, uid: str) -> HttpResponse:
    """Say why, then end the case without result. Who may not does not learn that it exists."""
    found = Case.objects.select_related("organisation", "version__process", "parent").filter(uid=uid).first()
    if found is None or not rules.may_cancel(request.user, found):
        raise Http404
    form = ReasonForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        acting = acting_as(request.user, found.organisation, permission=Permission.MANAGE_PROCESSES)
        try:
            operations.cancel_case(found.uid, reason=form.cleaned_data["reason"], acting=acting)
            messages.success(request, _("办件 %(number)s 已经撤销。") % {"number": found.number})
            return redirect("process_running", code=found.version.code, number=found.version.number)
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field == "reason" else None, refusal.message)
            status = STATUS.get(refusal.code, 400)
    [(_case, steps)] = _with_steps([found])
    status = 400 if form.errors and status == 200 else status
    return render(
        request, "casework/office/cancel.html", {"case": found, "steps": steps, "form": form}, status=status
    )
