"""Word lists in the office: look, import, take out."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from wagtail.admin.auth import require_admin_access

from yangguang.lib.errors import Refusal
from yangguang.organisations.permissions import Permission
from yangguang.organisations.rules import acting_as, may_anywhere
from yangguang.screening import actions
from yangguang.screening.models import Word, WordList
from yangguang.screening.permissions import require_managed, scope_of
from yangguang.web.office import menu
from yangguang.web.pages import numbered

MOST_BYTES = 5 * 1024 * 1024


def _require(request: HttpRequest) -> None:
    if not may_anywhere(request.user, Permission.MANAGE_WORDS):
        raise Refusal(_("您没有维护审查词库的权限，请联系本单位的系统管理员。"), code="forbidden")


def _list(request: HttpRequest, code: str) -> WordList:
    _require(request)
    found = WordList.objects.visible_to(request.user).filter(code=code).first()
    if found is None:
        raise Refusal(_("没有这个词库。"), code="not-found")
    return found


@require_admin_access
@require_GET
def word_lists(request: HttpRequest) -> HttpResponse:
    _require(request)
    rows = (
        WordList.objects.visible_to(request.user)
        .select_related("organisation")
        .annotate(number=Count("words"))
    )
    return render(request, "screening/word_lists.html", {"lists": rows})


@require_admin_access
@require_http_methods(["GET", "POST"])
def word_list(request: HttpRequest, code: str) -> HttpResponseBase:
    found = _list(request, code)
    error = ""
    result: actions.Imported | None = None
    if request.method == "POST":
        try:
            result = _take(request, found)
            if not result.rejects:
                messages.success(
                    request,
                    _("新增 %(added)d 条，更新 %(changed)d 条。")
                    % {"added": result.added, "changed": result.changed},
                )
                return redirect("word_list", code=code)
        except Refusal as refusal:
            if refusal.code == "forbidden":
                raise
            error = refusal.message
    sought = request.GET.get("q", "").strip()
    words = found.words.filter(text__contains=sought) if sought else found.words.all()
    return render(
        request,
        "screening/word_list.html",
        {
            "list": found,
            "pages": numbered(request, words.order_by("text"), size=50),
            "sought": sought,
            "error": error,
            "result": result,
            "may_change": scope_of(request.user, found) is not None,
        },
        status=400 if error else 200,
    )


def _take(request: HttpRequest, found: WordList) -> actions.Imported:
    organisation = require_managed(request.user, found)
    upload = request.FILES.get("file")
    if upload is None or isinstance(upload, list):
        raise Refusal(_("请选择一个 .csv 文件，每行写：词,建议,说明。"), field="file")
    if (upload.size or 0) > MOST_BYTES:
        raise Refusal(_("词库文件不能超过 5 MB。"), code="too-large", field="file")
    try:
        content = upload.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Refusal(_("文件不是 UTF-8 文本，请在 Excel 里另存为“CSV UTF-8”。"), field="file") from error
    return actions.import_words(
        found, content, acting_as(request.user, organisation, permission=Permission.MANAGE_WORDS)
    )


@require_admin_access
@require_POST
def remove_word(request: HttpRequest, code: str, pk: int) -> HttpResponseBase:
    found = _list(request, code)
    organisation = require_managed(request.user, found)
    word = Word.objects.filter(word_list=found, pk=pk).select_related("word_list").first()
    if word is None:
        raise Refusal(_("这个词刚刚已经被删去。"), code="conflict")
    actions.remove_word(word, acting_as(request.user, organisation, permission=Permission.MANAGE_WORDS))
    messages.success(request, _("已删去“%(word)s”。") % {"word": word.text})
    return redirect("word_list", code=code)


menu.register(
    gettext_lazy("审查词库"),
    "word_lists",
    "list-ul",
    permitted=lambda user: may_anywhere(user, Permission.MANAGE_WORDS),
    order=720,
)
