"""The editor of processes: what a person draws is kept as a draft, checked by the engine's own rules, and published."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yangguang.casework import actions, domains, drafting, rules
from yangguang.casework.forms import ReleaseForm
from yangguang.casework.models import ProcessVersion
from yangguang.casework.models.processes import ProcessDraft
from yangguang.casework.office import editor_words
from yangguang.casework.office.desk import page
from yangguang.casework.office.processes import refuse_strangers, scope_of
from yangguang.deadlines.models import Limit
from yangguang.lib import bpmn, clock
from yangguang.lib.errors import Refusal
from yangguang.organisations.models import Organisation, Post
from yangguang.organisations.permissions import Permission
from yangguang.organisations.rules import organisations_where
from yangguang.organisations.seeds import standard_posts

_MAX_EXPRESSION = 2_000  # characters
_LEVELS = {"error", "unproven", "warning"}


@dataclass(frozen=True)
class _Place:
    """What is edited: the version that it begins from (None: from nothing), and what was drawn so far."""

    code: str
    number: int
    version: ProcessVersion | None
    draft: ProcessDraft | None

    @property
    def xml(self) -> bytes:
        """The draft, or the version, or a blank process; with a drawing, and as it is where it cannot be read."""
        if self.draft is not None:
            found = bytes(self.draft.xml)
        elif self.version is not None:
            found = bytes(self.version.xml)
        else:
            return bpmn.blank(self.code, _("新流程"))
        with contextlib.suppress(bpmn.BpmnError):
            return bpmn.with_drawing(found)
        return found

    @property
    def revision(self) -> int:
        return self.draft.revision if self.draft else 0


def _place(user: Any, code: str, number: int) -> _Place:
    refuse_strangers(user)
    version = ProcessVersion.objects.filter(code=code, number=number).select_related("process__organisation")
    found = version.first()
    if found is None and number:
        raise Http404
    return _Place(code, number, found, ProcessDraft.objects.of(user).filter(code=code, number=number).first())


def _number(request: HttpRequest, name: str) -> int:
    text = request.POST.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 8 else 0


@page
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """The page. What is sent here as a form works without script: open a file, throw away, publish."""
    place = _place(request.user, code, number)
    organisations = list(organisations_where(request.user, Permission.MANAGE_PROCESSES).current().in_order())
    choices: dict[str, Any] = {
        "organisations": organisations,
        "everywhere": rules.may_publish(request.user, None),
    }
    if request.method != "POST":
        mine = {one.code for one in organisations}
        own = place.version.process.organisation if place.version else None
        wanted = request.GET.get("organisation", own.code if own else "")
        begin = {"organisation": wanted if wanted in mine else ""}
        return _shown(request, place, ReleaseForm(initial=begin, **choices))
    form = ReleaseForm(request.POST, request.FILES, **choices)
    asked, wrong = request.POST.get("do", ""), ""
    try:
        if not form.is_valid():
            wrong = str(next(iter(form.errors.values()))[0])
        elif asked == "upload":
            return _opened(request, place, form)
        elif asked == "discard":
            drafting.discard_draft(code, number, revision=_number(request, "revision"), user=request.user)
            messages.success(request, _("草稿已丢弃。"))
            return redirect("processes_office")
        elif asked == "publish":
            organisation = next(
                (o for o in organisations if o.code == form.cleaned_data["organisation"]), None
            )
            return _published(request, place, organisation, form.cleaned_data["reason"])
    except Refusal as refusal:
        wrong = refusal.message
    return _shown(request, place, form, wrong=wrong)


def _opened(request: HttpRequest, place: _Place, form: ReleaseForm) -> HttpResponse:
    file = form.cleaned_data["file"]
    if file is None:
        raise Refusal(_("请先选择一个文件。"), field="file")
    drafting.save_draft(
        place.code, place.number, file.read(), revision=_number(request, "revision"), user=request.user
    )
    messages.success(request, _("已打开“%(name)s”，问题列在下面。") % {"name": file.name})
    return redirect("process_edit", place.code, place.number)


def _published(
    request: HttpRequest, place: _Place, organisation: Organisation | None, reason: str
) -> HttpResponse:
    version = drafting.publish_draft(
        place.code,
        place.number,
        revision=_number(request, "revision"),
        organisation=organisation,
        acting=scope_of(request.user, organisation),
        reason=reason,
    )
    messages.success(
        request,
        _("已发布“%(name)s”第 %(number)d 版，新立的办件用这一版；正在办的仍按原来的版本办完。")
        % {"name": version.process.name, "number": version.number},
    )
    return redirect("processes_office")


def _shown(request: HttpRequest, place: _Place, form: ReleaseForm, *, wrong: str = "") -> HttpResponse:
    xml = place.xml
    context: dict[str, Any] = {
        "place": place,
        "form": form,
        "wrong": wrong,
        "newest": ProcessVersion.objects.filter(
            process__versions__code=place.code, process__versions__number=place.number
        )
        .order_by("-number")
        .first(),
        "limits": _named(Limit.objects.in_force().order_by("code").values_list("code", "name")),
        "posts": _posts(),
        "services": sorted(domains.service_names()),
        "processes": _named(
            ProcessVersion.objects.order_by("code", "number").values_list("code", "process__name")
        ),
    }
    try:
        process, problems = actions.check_process(xml, lines=False)
        context |= {
            "problems": _told(process, problems),
            "name": process.name,
            "chart": mark_safe("".join(bpmn.draw(process, tall=tall) for tall in (False, True))),
        }
    except Refusal as refusal:
        context |= {
            "problems": [{"level": "error", "element": "", "message": refusal.message}],
            "name": place.code,
        }
    context["config"] = {
        "xml": xml.decode("utf-8", "replace"),
        "revision": place.revision,
        "things": editor_words.things(),
        "descriptor": editor_words.descriptor(),
        "words": editor_words.words(),
        "translations": editor_words.translations(),
        "problems": context["problems"],
    }
    return render(request, "casework/office/process_edit.html", context, status=400 if wrong else 200)


def _named(rows: Any) -> list[tuple[str, str]]:
    """Codes with their names, each code once, the last name counting."""
    return sorted(dict(rows).items())


def _posts() -> list[tuple[str, str]]:
    found = {code: post.name for code, post in standard_posts().items()}
    for code, name in Post.objects.order_by("code", "pk").values_list("code", "name"):
        found.setdefault(code, name)
    return list(found.items())


def _told(process: bpmn.Process, problems: list[bpmn.Problem]) -> list[dict[str, str]]:
    """Findings for a page that has no lines: errors first, as ``check`` has them."""
    return [
        {
            "level": one.level,
            "element": "" if one.element == process.id else one.element,
            "message": editor_words.plainly(one.message),
        }
        for one in problems
        if one.level in _LEVELS
    ]


# --- what the script asks


def _answers(view: Callable[..., dict[str, Any]]) -> Callable[..., HttpResponse]:
    """JSON for the script; a refusal is a sentence with the status that fits it."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        status = {"forbidden": 403, "conflict": 409}
        try:
            return JsonResponse(view(request, *args, **kwargs))
        except Refusal as refusal:
            body: dict[str, Any] = {"message": refusal.message}
            if refusal.code == "conflict" and kwargs:
                now = ProcessDraft.objects.of(request.user).filter(**kwargs).first()
                body["revision"] = now.revision if now else 0
            return JsonResponse(body, status=status.get(refusal.code, 400))

    return answer


def _drawn(request: HttpRequest) -> bytes:
    """What the canvas holds; a form turns the ends of its lines into two characters."""
    return request.POST.get("xml", "").replace("\r\n", "\n").encode()


@page
@require_POST
@_answers
def draft(request: HttpRequest, *, code: str, number: int) -> dict[str, Any]:
    """Keep what is drawn."""
    _place(request.user, code, number)
    kept = drafting.save_draft(
        code,
        number,
        _drawn(request),
        revision=_number(request, "revision"),
        user=request.user,
    )
    return {"revision": kept.revision, "time": clock.local(kept.saved_at).strftime("%H:%M:%S")}


@page
@require_POST
@_answers
def check(request: HttpRequest, *, code: str, number: int) -> dict[str, Any]:
    """Every finding about what is drawn at this moment; nothing is kept."""
    _place(request.user, code, number)
    process, problems = actions.check_process(_drawn(request), lines=False)
    return {"problems": _told(process, problems)}


@page
@require_POST
@_answers
def expression(request: HttpRequest) -> dict[str, Any]:
    """Whether a condition is written as it should be, while it is being typed."""
    refuse_strangers(request.user)
    return {"message": bpmn.wrong_expression(request.POST.get("text", "")[:_MAX_EXPRESSION])}


@page
@require_safe
def download(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """The draft, or what it would begin from, as a file for any BPMN tool."""
    place = _place(request.user, code, number)
    response = HttpResponse(place.xml, content_type="application/xml")
    response.headers["Content-Disposition"] = f'attachment; filename="{code}.bpmn"'
    return response
