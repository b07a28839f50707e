"""Drafting the answer: its type, its elements, what goes out with it, how it will read."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from yangguang.casework.models import Task
from yangguang.documents import rendering
from yangguang.documents.models import Document
from yangguang.files.models import StoredFile
from yangguang.foi import actions, answers, drafting, previewing, rules
from yangguang.foi.actions.answering import HANDLE, given
from yangguang.foi.forms.answer import AnswerForm
from yangguang.foi.models import Answer, Request
from yangguang.lib.errors import Refusal
from yangguang.organisations.acting import Acting
from yangguang.web.middleware import STATUS

from .door import handling, page, request_or_404


@page
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, uid: str) -> HttpResponse:
    """GET begins with what is saved, or with what the register knows; every button of POST saves what was typed first."""
    found = request_or_404(request, uid)
    acting = handling(request.user, found)
    kept = rules.answer_in_work(found)
    if request.method != "POST":
        return _shown(request, found, kept, _first(request, found, kept))
    return _posted(request, found, kept, acting)


def _first(request: HttpRequest, found: Request, kept: Answer | None) -> AnswerForm | None:
    """The form of the type asked for, else of the saved one; none while no type is chosen."""
    wanted = request.GET.get("type", "") or (kept.answer_type if kept else "")
    if wanted not in _offered():
        return None
    initial = drafting.suggested(found, wanted, request.user)  # type: ignore[arg-type]  # staff come through the door
    if kept is not None:
        initial |= kept.elements
    return AnswerForm(answer_type=wanted, initial=initial)


def _offered() -> dict[str, answers.AnswerType]:
    return {code: one for code, one in answers.answers().items() if one.has_document}


def _posted(request: HttpRequest, found: Request, kept: Answer | None, acting: Acting) -> HttpResponse:
    wanted, do = request.POST.get("answer_type", ""), request.POST.get("do", "save")
    if do.startswith("type:"):
        return _changed(request, found, kept, do.partition(":")[2])
    if wanted not in _offered():
        return _shown(request, found, kept, None, wrong=_("请先选择答复类型。"), status=400)
    form = AnswerForm(request.POST, answer_type=wanted)
    if not form.is_valid():
        return _shown(request, found, kept, form, status=400)
    try:
        saved = actions.draft_answer(
            found, wanted, form.cleaned_data, acting=acting, seen=request.POST.get("seen")
        )
        for upload in request.FILES.getlist("copies"):
            actions.attach_copy(found, upload, acting=acting)
        if do.startswith("remove:"):
            _remove(found, saved, do.partition(":")[2], acting)
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        now = rules.answer_in_work(found)
        return _shown(request, found, now, form, status=STATUS.get(refusal.code, 400))
    if do == "save-back":
        messages.success(request, _("答复已保存，核对以后可以送审。"))
        return redirect(found.get_office_url())
    messages.success(request, _("答复已保存。"))
    return redirect("foi_answer", uid=found.uid)


def _changed(request: HttpRequest, found: Request, kept: Answer | None, wanted: str) -> HttpResponse:
    """Another type is looked at: what was typed stays wherever the new type asks for the same."""
    if wanted not in _offered():
        raise Http404
    typed = {
        name: str(text)
        for name, text in request.POST.items()
        if name in answers.elements() and str(text).strip()
    }
    article = typed.get("article", "")
    if article and any(article == one.citation for one in answers.answers().values()):
        typed.pop("article")  # it was the other type's own
    initial = drafting.suggested(found, wanted, request.user) | typed  # type: ignore[arg-type]
    return _shown(request, found, kept, AnswerForm(answer_type=wanted, initial=initial), changed=True)


def _remove(found: Request, saved: Answer, uid: str, acting: Acting) -> None:
    file = StoredFile.objects.of(saved.ref).filter(uid=uid).first()
    if file is not None:
        actions.remove_copy(found, file, acting=acting)


def _shown(
    request: HttpRequest,
    found: Request,
    kept: Answer | None,
    form: AnswerForm | None,
    *,
    wrong: str = "",
    changed: bool = False,
    status: int = 200,
) -> HttpResponse:
    in_step = Task.objects.open().filter(case__subject=found.ref, element=HANDLE).exists()
    context: dict[str, Any] = {
        "found": found,
        "kept": kept,
        "form": form,
        "kinds": _groups(),
        "wrong": wrong,
        "changed": changed,
        "in_step": in_step,
        "copies": rules.copies(kept) if kept else [],
        "lacks": answers.missing(kept.answer_type, given(kept)) if kept else [],
        "kept_kind": answers.answer_of(kept.answer_type) if kept else None,
        "earlier": drafting.earlier_answers(found),
    }
    return render(request, "foi/office/answer.html", context, status=status)


def _groups() -> list[tuple[str, list[answers.AnswerType]]]:
    """The types as the report groups them, for whoever looks for one."""
    names = {
        "granted": _("予以公开"),
        "partial_grant": _("部分公开"),
        "denied": _("不予公开"),
        "unable": _("无法提供"),
        "not_processed": _("不予处理"),
    }
    found: dict[str, list[answers.AnswerType]] = {}
    for one in _offered().values():
        found.setdefault(names[one.row.partition(".")[0]], []).append(one)
    return list(found.items())


@page
@require_safe
def preview(request: HttpRequest, uid: str) -> HttpResponse:
    """The pages as they stand, without number and with a masked name."""
    found = request_or_404(request, uid)
    kept = rules.answer_in_work(found)
    if kept is None:
        raise Http404
    return _pdf(previewing.sheet(found, kept))


@page
@require_safe
def paper(request: HttpRequest, uid: str, one: str) -> HttpResponse:
    """An issued paper of the request without its persons, for everybody who may know of the request."""
    found = request_or_404(request, uid)
    rows = Document.objects.issued().select_related("organisation", "version")
    return _pdf(previewing.without_persons(found, get_object_or_404(rows, uid=one, subject=found.ref)))


def _pdf(sheet: rendering.Sheet) -> HttpResponse:
    response = HttpResponse(rendering.pdf(sheet), content_type="application/pdf")
    response.headers["Content-Disposition"] = 'inline; filename="preview.pdf"'
    return response
