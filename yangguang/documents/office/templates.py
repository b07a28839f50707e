"""Templates in the office: what each kind of document is written by and where; edit, look at the pages, publish."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from yangguang.documents import actions, blocks, kinds, rendering, rules
from yangguang.documents.actions.templates import look_of
from yangguang.documents.models import Template
from yangguang.documents.office.exports import page
from yangguang.documents.office.grid import Typed, choices
from yangguang.lib import clock
from yangguang.lib.errors import Refusal
from yangguang.organisations.acting import Acting
from yangguang.organisations.models import Organisation
from yangguang.organisations.permissions import Permission
from yangguang.organisations.rules import acting_as, may_anywhere, organisations_where

_HEADS = (
    ("", gettext_lazy("不加版头")),
    ("red", gettext_lazy("红头文件")),
    ("letter", gettext_lazy("信函格式")),
)


def _refuse_strangers(user: Any) -> None:
    if not may_anywhere(user, Permission.MANAGE_TEMPLATES):
        raise Refusal(_("您没有管理文书模板的权限，请联系本单位的系统管理员。"), code="forbidden")


@page
@require_safe
def templates(request: HttpRequest) -> HttpResponse:
    """Every kind of document with the templates that there are for it."""
    _refuse_strangers(request.user)
    holders = list(Template.objects.select_related("organisation").prefetch_related("versions"))
    rows = [
        {
            "kind": kind,
            "holders": [
                {
                    "holder": one,
                    "versions": sorted(one.versions.all(), key=lambda version: -version.number),
                    "may_publish": rules.may_publish(request.user, one.organisation),
                }
                for one in holders
                if one.code == kind.code
            ],
        }
        for kind in kinds.registered()
    ]
    return render(request, "documents/office/templates.html", {"rows": rows})


@page
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """The paragraphs of a template. GET begins with what is in force for ``?organisation=``."""
    _refuse_strangers(request.user)
    kind = kinds.find(code)
    if kind is None:
        raise Http404
    mine = list(organisations_where(request.user, Permission.MANAGE_TEMPLATES).current().in_order())
    wanted = (request.POST if request.method == "POST" else request.GET).get("organisation", "")
    organisation = next((one for one in mine if one.code == wanted), None)
    if request.method != "POST":
        return _shown(request, kind, _begun(kind, organisation), mine, organisation)
    typed, asked = Typed.sent(request.POST), request.POST.get("do", "check")
    try:
        if asked == "preview":
            return _preview(kind, typed)
        if asked == "publish":
            return _publish(request, kind, typed, organisation)
    except Refusal as refusal:
        return _shown(request, kind, typed, mine, organisation, wrong=refusal.message)
    if asked != "check":
        typed.change(asked)
    return _shown(request, kind, typed, mine, organisation, checked=asked == "check")


def _begun(kind: kinds.Kind, organisation: Organisation | None) -> Typed:
    holder = Template.objects.filter(code=kind.code, organisation=organisation).first()
    version = holder.current if holder else None
    return Typed.of(version) if version else Typed.begun(kind)


def _preview(kind: kinds.Kind, typed: Typed) -> HttpResponse:
    """The pages as they would be, with the kind's own examples in the places."""
    found = blocks.problems(kind, typed.rows)
    if found:
        raise Refusal("".join(found))
    sheet = rendering.sheet_of(look_of(typed.look), typed.rows, kind.sample, at=clock.now())
    response = HttpResponse(rendering.pdf(sheet), content_type="application/pdf")
    response.headers["Content-Disposition"] = 'inline; filename="preview.pdf"'
    return response


def _publish(
    request: HttpRequest, kind: kinds.Kind, typed: Typed, organisation: Organisation | None
) -> HttpResponse:
    if organisation is None and request.POST.get("organisation"):
        raise Refusal(_("请选择这个模板给哪个机构用。"), field="organisation")
    version = actions.publish_template(
        kind.code,
        typed.rows,
        look=typed.look,
        organisation=organisation,
        actor=_acting(request.user, organisation),
    )
    messages.success(
        request,
        _("已发布“%(name)s”第 %(number)d 版，从现在起新的文书按这一版写。")
        % {"name": kind.name, "number": version.number},
    )
    return redirect("templates_office")


def _acting(user: Any, organisation: Organisation | None) -> Acting:
    scope = organisation or organisations_where(user, Permission.MANAGE_TEMPLATES).filter(parent=None).first()
    if scope is None:
        raise Refusal(_("只有全县（市）的管理员可以发布各单位共用的模板，请选择一个机构。"), code="forbidden")
    return acting_as(user, scope, permission=Permission.MANAGE_TEMPLATES)


def _shown(
    request: HttpRequest,
    kind: kinds.Kind,
    typed: Typed,
    mine: list[Organisation],
    organisation: Organisation | None,
    *,
    wrong: str = "",
    checked: bool = False,
) -> HttpResponse:
    context = {
        "kind": kind,
        "typed": typed,
        "choices": choices(),
        "heads": _HEADS,
        "organisations": mine,
        "organisation": organisation,
        "everywhere": rules.may_publish(request.user, None),
        "wrong": wrong,
        "checked": checked,
        "problems": blocks.problems(kind, typed.rows) if checked else [],
    }
    return render(request, "documents/office/edit.html", context, status=400 if wrong else 200)
