"""The processes in the office: what is in force where, and publishing a new version after it was checked."""

from __future__ import annotations

from base64 import b64encode
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from yangguang.casework import actions, drafting, pages, rules
from yangguang.casework.forms import DefinitionForm
from yangguang.casework.models import Process, ProcessVersion
from yangguang.casework.models.processes import ProcessDraft
from yangguang.casework.office.desk import page
from yangguang.lib import bpmn
from yangguang.lib.errors import Refusal
from yangguang.organisations.acting import Acting
from yangguang.organisations.models import Organisation
from yangguang.organisations.permissions import Permission
from yangguang.organisations.rules import acting_as, may_anywhere, organisations_where


def refuse_strangers(user: Any) -> None:
    """Refusal ``forbidden`` for whoever manages the processes of no organisation."""
    if not may_anywhere(user, Permission.MANAGE_PROCESSES):
        raise Refusal(_("您没有管理办理流程的权限，请联系本单位的系统管理员。"), code="forbidden")


@page
@require_safe
def processes(request: HttpRequest) -> HttpResponse:
    """Every process with the version in force, and how many cases run on which version."""
    refuse_strangers(request.user)
    rows = []
    for process in Process.objects.select_related("organisation"):
        versions = list(
            process.versions.annotate(running=Count("cases", filter=Q(cases__state="open"))).order_by(
                "-number"
            )
        )
        if versions:
            rows.append(
                {
                    "process": process,
                    "scope": pages.scope(process),
                    "versions": versions,
                    "may_publish": rules.may_publish(request.user, process.organisation),
                }
            )
    drafts = list(ProcessDraft.objects.of(request.user).defer("xml"))
    return render(request, "casework/office/processes.html", {"rows": rows, "drafts": drafts})


@page
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Choose a file; see chart, steps and every problem; then publish, or open it in the editor. Or begin to draw."""
    refuse_strangers(request.user)
    organisations = list(organisations_where(request.user, Permission.MANAGE_PROCESSES).current().in_order())
    choices: dict[str, Any] = {
        "organisations": organisations,
        "everywhere": rules.may_publish(request.user, None),
    }
    if request.method != "POST":
        wanted = {name: request.GET.get(name, "") for name in ("code", "organisation")}
        return render(
            request, "casework/office/process_new.html", {"form": DefinitionForm(initial=wanted, **choices)}
        )
    if "draw" in request.POST:
        begin = DefinitionForm(request.POST, **choices)
        begin.full_clean()
        if not {"code", "organisation"} & begin.errors.keys():
            code, where = begin.cleaned_data["code"], begin.cleaned_data["organisation"]
            return redirect(_editor(code, 0, where))
        begin.errors.pop("file", None)
        return render(request, "casework/office/process_new.html", {"form": begin}, status=400)
    form = DefinitionForm(request.POST, request.FILES, **choices)
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        organisation = next((o for o in organisations if o.code == form.cleaned_data["organisation"]), None)
        try:
            if "publish" in request.POST:
                return _publish(request, form, organisation)
            if "edit" in request.POST:
                return _edit(request, form, organisation)
            context |= _checked(form.cleaned_data["xml"])
        except Refusal as refusal:
            if refusal.code == "unproven":  # the chart stays on the page, with the field for the reason
                context |= _checked(form.cleaned_data["xml"])
            form.add_error("reason" if refusal.code == "unproven" else "file", refusal.message)
    status = 400 if form.errors else 200
    return render(request, "casework/office/process_new.html", context, status=status)


def _checked(xml: bytes) -> dict[str, Any]:
    """What the page shows of a definition: its chart, its steps, its problems."""
    process, problems = actions.check_process(xml)
    errors = [problem for problem in problems if problem.level == "error"]
    return {
        "process": process,
        "errors": errors,
        "unproven": [problem for problem in problems if problem.level == "unproven"],
        "warnings": [problem for problem in problems if problem.level == "warning"],
        "charts": mark_safe("".join(bpmn.draw(process, tall=tall) for tall in (False, True))),
        "outline": bpmn.outline(process),
        # Offered for publishing only when sound; the very same text is checked again then.
        "xml": "" if errors else b64encode(xml).decode(),
        "raw": b64encode(xml).decode(),  # … and for the editor in any case
    }


def _publish(request: HttpRequest, form: DefinitionForm, organisation: Organisation | None) -> HttpResponse:
    version = actions.publish_process(
        form.cleaned_data["xml"],
        code=form.cleaned_data["code"],
        organisation=organisation,
        reason=form.cleaned_data["reason"],
        actor=scope_of(request.user, organisation),
    )
    messages.success(
        request,
        _("已发布“%(name)s”第 %(number)d 版，新立的办件用这一版；正在办的仍按原来的版本办完。")
        % {"name": version.process.name, "number": version.number},
    )
    return redirect("processes_office")


def _edit(request: HttpRequest, form: DefinitionForm, organisation: Organisation | None) -> HttpResponse:
    """Open the file in the editor, as a draft of a new version."""
    code = form.cleaned_data["code"]
    newest = ProcessVersion.objects.filter(code=code).order_by("-number").first()
    number = newest.number if newest else 0
    drafting.save_draft(code, number, form.cleaned_data["xml"], revision=0, user=request.user)
    return redirect(_editor(code, number, organisation.code if organisation else ""))


def _editor(code: str, number: int, organisation: str) -> str:
    address = reverse("process_edit", args=[code, number])
    return f"{address}?{urlencode({'organisation': organisation})}" if organisation else address


def scope_of(user: Any, organisation: Organisation | None) -> Acting:
    """Who publishes for an organisation, or (None) for all of them. Raises Refusal ``forbidden``."""
    scope = organisation or organisations_where(user, Permission.MANAGE_PROCESSES).filter(parent=None).first()
    if scope is None:
        raise Refusal(_("只有全县（市）的系统管理员可以发布各单位共用的流程。"), code="forbidden")
    return acting_as(user, scope, permission=Permission.MANAGE_PROCESSES)
