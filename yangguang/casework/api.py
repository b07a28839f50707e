"""The open API of this room: the processes in force, one with its steps, its chart. Read only."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Router, Schema

from yangguang.casework import pages
from yangguang.casework.models import ProcessVersion
from yangguang.lib import bpmn
from yangguang.lib.errors import Refusal
from yangguang.web.api import NOT_FOUND, Code, Number, Page, YesNo, answers

router = Router(tags=["办理流程"])


class ProcessRow(Schema):
    code: str
    name: str
    organisation: str | None  # code of the organisation for which it holds, null: for all
    version: int
    published_at: datetime
    sha256: str
    url: str
    svg_url: str
    bpmn_url: str


class NextRow(Schema):
    when: str
    step: str


class StepRow(Schema):
    name: str
    kind: str
    post: str
    limit: str
    basis: str
    next: list[NextRow]


class ProcessWhole(ProcessRow):
    steps: list[StepRow]


def _row(version: ProcessVersion) -> dict[str, object]:
    url = version.get_absolute_url()
    organisation = version.process.organisation
    return {
        "code": version.code,
        "name": version.model.name,
        "organisation": organisation.code if organisation else None,
        "version": version.number,
        "published_at": version.published_at,
        "sha256": version.sha256,
        "url": url,
        "svg_url": f"{url}chart.svg",
        "bpmn_url": f"{url}process.bpmn",
    }


def _step(step: pages.Step) -> dict[str, object]:
    return {
        "name": step.name,
        "kind": step.kind.value,
        "post": step.who,
        "limit": step.limit.length if step.limit else "",
        "basis": step.limit.authority if step.limit else "",
        "next": [{"when": label, "step": name} for label, name in step.next],
    }


@router.get("/processes", response=answers(Page[ProcessRow], NOT_FOUND), summary="现行的办理流程")
def processes(request: HttpRequest, organisation: Code = "") -> dict[str, object]:
    rows = pages.rows()
    if organisation:
        rows = [r for r in rows if r.process.organisation and r.process.organisation.code == organisation]
    return {
        "count": len(rows),
        "count_exact": True,
        "next": None,
        "items": [_row(row.version) for row in rows],
    }


@router.get("/processes/{code}", response=answers(ProcessWhole, NOT_FOUND), summary="一个流程和它的每一步")
def process(
    request: HttpRequest, code: str, version: Number | None = None, organisation: Code = ""
) -> dict[str, object]:
    found = _found(code, version, organisation)
    return {**_row(found), "steps": [_step(step) for step in pages.steps(found)]}


@router.get(
    "/processes/{code}/svg",
    response=answers(None, NOT_FOUND),
    summary="流程图（SVG）",
    openapi_extra={"responses": {200: {"content": {"image/svg+xml": {"schema": {"type": "string"}}}}}},
)
def svg(
    request: HttpRequest,
    code: str,
    version: Number | None = None,
    organisation: Code = "",
    tall: YesNo = False,
) -> HttpResponse:
    found = _found(code, version, organisation)
    drawing = bpmn.draw(found.model, tall=tall, standalone=True)
    return HttpResponse(drawing, content_type="image/svg+xml; charset=utf-8")


def _found(code: str, number: int | None, organisation: str) -> ProcessVersion:
    """A given version; else the one in force for everybody, or for the named organisation itself."""
    if number is not None:
        rows = ProcessVersion.objects.select_related("process__organisation")
        version = rows.filter(code=code, number=number).first()
    else:
        in_force = {
            row.process.organisation.code if row.process.organisation else "": row.version
            for row in pages.rows(code)
        }
        version = in_force.get(organisation) or (
            next(iter(in_force.values()), None) if not organisation else None
        )
    if version is None:
        raise Refusal(_("没有代码为 %(code)s 的流程，或没有这个版本。") % {"code": code}, code="not-found")
    return version
