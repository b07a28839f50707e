"""The public face: the processes that the house runs, each as the chart that is really run."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from yangguang.casework import pages
from yangguang.casework.models import ProcessVersion
from yangguang.lib import bpmn
from yangguang.web.cache import public_page
from yangguang.web.meta import Article, PageMeta

_KEEP = 3600  # seconds: a version never changes


@public_page(60)
def processes(request: HttpRequest) -> HttpResponse:
    """Every process in force."""
    context = {
        "page_meta": PageMeta(
            column=_("办理流程"),
            description=_("机关办事的流程图：由哪个岗位办、多长时间办完、接下来到哪里"),
            keywords=_("办理流程,流程图,政务公开"),
        ),
        "crumbs": [(_("政务公开"), "/catalogue/"), (_("办理流程"), "")],
        "rows": pages.rows(),
    }
    return render(request, "casework/public/processes.html", context)


@public_page(60)
def process(request: HttpRequest, code: str) -> HttpResponse:
    """One process: where it has a single scope, its version in force; otherwise who follows which."""
    rows = pages.rows(code)
    if not rows:
        raise Http404
    if len(rows) == 1:
        return redirect(rows[0].version)
    name = rows[0].process.name
    context = {
        "page_meta": PageMeta(column=name, description=_("%(name)s：各单位适用的流程图") % {"name": name}),
        "crumbs": [(_("政务公开"), "/catalogue/"), (_("办理流程"), "/processes/"), (name, "")],
        "rows": rows,
        "code": code,
    }
    return render(request, "casework/public/processes.html", context)


@public_page(60)
def version(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """One version: the chart, its steps in words with limits and articles, and what it is verified against."""
    shown = _version(code, number)
    model = shown.model
    current = shown.process.current
    act = pages.publication(shown)
    name = model.name
    context = {
        "page_meta": PageMeta(
            column=_("办理流程"),
            description=_("%(name)s流程图：由哪个岗位办、多长时间办完、接下来到哪里") % {"name": name},
            keywords=_("办理流程,流程图,政务公开"),
            article=Article(
                title=name,
                published_at=shown.published_at,
                source=shown.process.organisation.name if shown.process.organisation else _("政务公开办公室"),
            ),
        ),
        "crumbs": [(_("政务公开"), "/catalogue/"), (_("办理流程"), "/processes/"), (name, "")],
        "version": shown,
        "current": current,
        "scope": pages.scope(shown.process),
        "steps": pages.steps(shown),
        # Drawn by lib.bpmn, which escapes every name it writes.
        "wide": mark_safe(bpmn.draw(model)),
        "tall": mark_safe(bpmn.draw(model, tall=True)),
        "versions": shown.process.versions.order_by("-number"),
        "act": act,
    }
    return render(request, "casework/public/version.html", context)


@public_page(_KEEP)
def definition(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """The BPMN 2.0 file that is run, byte for byte."""
    shown = _version(code, number)
    response = HttpResponse(bytes(shown.xml), content_type="application/xml")
    response.headers["Content-Disposition"] = f'attachment; filename="{shown.code}-{shown.number}.bpmn"'
    return response


@public_page(_KEEP)
def chart(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """The chart as a file of its own; ``?tall=1`` for the narrow one."""
    shown = _version(code, number)
    svg = bpmn.draw(shown.model, tall=request.GET.get("tall") == "1", standalone=True)
    return HttpResponse(svg, content_type="image/svg+xml; charset=utf-8")


def _version(code: str, number: int) -> ProcessVersion:
    rows = ProcessVersion.objects.select_related("process__organisation")
    return get_object_or_404(rows, code=code, number=number)
