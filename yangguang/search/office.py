"""Search in the office: what was sought and not found, and the words that mean the same."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from wagtail.admin.auth import require_admin_access

from yangguang.lib.errors import Refusal
from yangguang.organisations.models import Organisation
from yangguang.organisations.permissions import Permission
from yangguang.organisations.rules import Acting, acting_as, may_anywhere, organisations_where
from yangguang.search.actions import words as verbs
from yangguang.search.models import WordGroup
from yangguang.search.rules import sought as reports
from yangguang.web.office import menu
from yangguang.web.pages import numbered

MOST_BYTES = 1024 * 1024
_SPANS = (7, 30, 90)
_REPORTS = {
    "missed": (gettext_lazy("没有找到的"), reports.not_found),
    "unopened": (gettext_lazy("找到了没有点开的"), reports.not_opened),
    "most": (gettext_lazy("大家在找的"), reports.most_sought),
}


def _require(request: HttpRequest) -> Acting:
    organisation = (
        organisations_where(request.user, Permission.MANAGE_CATALOGUE).order_by("path").first()
        if may_anywhere(request.user, Permission.MANAGE_CATALOGUE)
        else None
    )
    if not isinstance(organisation, Organisation):
        raise Refusal(
            _("您没有维护公开目录的权限，不能看搜索情况，请联系本单位的系统管理员。"), code="forbidden"
        )
    return acting_as(request.user, organisation, permission=Permission.MANAGE_CATALOGUE)


@require_admin_access
@require_GET
def report(request: HttpRequest) -> HttpResponse:
    _require(request)
    kind = request.GET.get("kind", "")
    kind = kind if kind in _REPORTS else "missed"
    days = request.GET.get("days", "")
    span = int(days) if days.isascii() and days.isdigit() and int(days) in _SPANS else 30
    rows = _REPORTS[kind][1](span)
    return render(
        request,
        "search/report.html",
        {
            "kind": kind,
            "kinds": [(code, label) for code, (label, _rows) in _REPORTS.items()],
            "days": span,
            "spans": _SPANS,
            "pages": numbered(request, rows, size=50),
            "apart": reports.DAYS_APART,
            "may_draft": may_anywhere(request.user, Permission.DRAFT),
        },
    )


@require_admin_access
@require_http_methods(["GET", "POST"])
def groups(request: HttpRequest) -> HttpResponseBase:
    acting = _require(request)
    error, typed, result = "", {"words": request.GET.get("word", "")[:40]}, None
    if request.method == "POST":
        try:
            if "file" in request.FILES or "import" in request.POST:
                result = verbs.import_words(_content(request), acting)
                if not result.rejects:
                    messages.success(request, _("新增 %(n)d 组同义词。") % {"n": result.added})
                    return redirect("search_words")
            else:
                typed = request.POST.dict()
                _save(request, acting, None)
                return redirect("search_words")
        except Refusal as refusal:
            if refusal.code == "forbidden":
                raise
            error = str(refusal.message)
    sought = request.GET.get("q", "").strip()[:40]
    rows = WordGroup.objects.visible_to(request.user)
    shown = [one for one in rows if not sought or any(sought in word for word in one.words)]
    return render(
        request,
        "search/words.html",
        {
            "pages": numbered(request, shown, size=50),
            "sought": sought,
            "error": error,
            "typed": typed,
            "result": result,
        },
        status=400 if error else 200,
    )


@require_admin_access
@require_http_methods(["GET", "POST"])
def group(request: HttpRequest, pk: int) -> HttpResponseBase:
    acting, found = _require(request), _group(request, pk)
    typed: dict[str, Any] = {
        "words": "\n".join(found.words),
        "one_way": found.one_way,
        "stopped": not found.is_active,
        "note": found.note,
    }
    error = ""
    if request.method == "POST":
        try:
            _save(request, acting, found)
            return redirect("search_words")
        except Refusal as refusal:
            if refusal.code == "forbidden":
                raise
            error, typed = str(refusal.message), request.POST.dict()
    return render(
        request,
        "search/word_group.html",
        {"group": found, "typed": typed, "error": error},
        status=400 if error else 200,
    )


@require_admin_access
@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponseBase:
    acting, found = _require(request), _group(request, pk)
    verbs.remove_words(found, acting)
    messages.success(request, _("已删去“%(words)s”。") % {"words": found})
    return redirect("search_words")


def _group(request: HttpRequest, pk: int) -> WordGroup:
    found = WordGroup.objects.visible_to(request.user).filter(pk=pk).first()
    if found is None:
        raise Refusal(_("没有这组同义词，可能刚刚已经被删去。"), code="not-found")
    return found


def _save(request: HttpRequest, acting: Acting, found: WordGroup | None) -> None:
    text = request.POST.get("words", "")[:2000]
    for mark in "，,、；;\r\t ":
        text = text.replace(mark, "\n")
    saved = verbs.set_words(
        text.split("\n"),
        by=acting,
        one_way=bool(request.POST.get("one_way")),
        is_active=not request.POST.get("stopped"),
        note=request.POST.get("note", ""),
        group=found,
    )
    messages.success(request, _("已保存“%(words)s”，搜索时马上起作用。") % {"words": saved})


def _content(request: HttpRequest) -> str:
    upload = request.FILES.get("file")
    if upload is None or isinstance(upload, list):
        raise Refusal(_("请选择一个 .csv 文件，每行写一组：低保,最低生活保障。"), field="file")
    if (upload.size or 0) > MOST_BYTES:
        raise Refusal(_("文件不能超过 1 MB。"), code="too-large", field="file")
    try:
        return upload.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refusal(_("文件不是 UTF-8 文本，请在 Excel 里另存为“CSV UTF-8”。"), field="file") from error


menu.register(
    gettext_lazy("搜索情况"),
    "search_report",
    "search",
    permitted=lambda user: may_anywhere(user, Permission.MANAGE_CATALOGUE),
    order=430,
)
