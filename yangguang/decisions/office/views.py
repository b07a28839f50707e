"""The tables in the office: what is in force where; edit in a grid, upload, try, prove, publish."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin.auth import require_admin_access

from yangguang.decisions import actions, pages, rules
from yangguang.decisions.forms import PlaceForm
from yangguang.decisions.models import Table
from yangguang.decisions.office.grid import Grid
from yangguang.lib import dmn
from yangguang.lib.dmn import people
from yangguang.lib.errors import Refusal
from yangguang.organisations.acting import Acting
from yangguang.organisations.models import Organisation
from yangguang.organisations.permissions import Permission
from yangguang.organisations.rules import acting_as, may_anywhere, organisations_where

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_PAGE = "decisions/office/edit.html"


def page(view: Any) -> Any:
    """An office page: signed-in staff only, never kept by a cache."""
    return never_cache(require_admin_access(view))


def _refuse_strangers(user: Any) -> None:
    if not may_anywhere(user, Permission.MANAGE_TABLES):
        raise Refusal(_("您没有管理决策表的权限，请联系本单位的系统管理员。"), code="forbidden")


@page
@require_safe
def tables(request: HttpRequest) -> HttpResponse:
    """Every table with its versions."""
    _refuse_strangers(request.user)
    rows = [
        {
            "table": table,
            "scope": pages.scope(table),
            "versions": list(table.versions.defer("xml").order_by("-number")),
            "may_publish": rules.may_publish(request.user, table.organisation),
        }
        for table in Table.objects.select_related("organisation")
    ]
    return render(request, "decisions/office/tables.html", {"rows": rows})


@page
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest) -> HttpResponse:
    """The grid. Every button sends the whole of it, so that nothing typed is lost; nothing is kept before publishing."""
    _refuse_strangers(request.user)
    organisations = list(organisations_where(request.user, Permission.MANAGE_TABLES).current().in_order())
    choices: dict[str, Any] = {
        "organisations": organisations,
        "everywhere": rules.may_publish(request.user, None),
    }
    if request.method != "POST":
        wanted = {name: request.GET.get(name, "")[:60] for name in ("code", "organisation")}
        return _shown(request, PlaceForm(initial=wanted, **choices), _begun(wanted))
    form = PlaceForm(request.POST, request.FILES, **choices)
    form.is_valid()
    asked = request.POST.get("do", "check")
    grid = Grid.typed(request.POST)
    checked: actions.Checked | None = None
    try:
        if asked == "upload":
            grid = _uploaded(form)
            asked = "check"
        elif asked not in {"check", "try", "publish", "xlsx", "dmn"}:
            grid.change(asked)
            return _shown(request, form, grid, asked=asked)
        checked = actions.check_table(grid.xml())
        if asked in {"xlsx", "dmn"}:
            return _download(checked, asked)
        if asked == "publish" and not form.errors:
            return _publish(request, form, checked, organisations)
    except Refusal as refusal:
        return _shown(request, form, grid, checked=checked, wrong=refusal.message)
    return _shown(request, form, grid, checked=checked, asked=asked)


def _begun(wanted: dict[str, str]) -> Grid:
    """The version in force, to be changed; or a blank grid."""
    scope = {"table__organisation__code": wanted["organisation"]} if wanted["organisation"] else {"table__organisation": None}  # fmt: skip
    version = (
        rules.versions_in_force().filter(code=wanted["code"], **scope).first() if wanted["code"] else None
    )
    return Grid.of(version.decision, version.model) if version else Grid.blank()


def _uploaded(form: PlaceForm) -> Grid:
    file = form.cleaned_data.get("file")
    if file is None:
        raise Refusal(_("请先选择一个文件。"), field="file")
    checked = actions.check_table(file.read())
    return Grid.of(checked.decision, checked.table)


def _shown(
    request: HttpRequest,
    form: PlaceForm,
    grid: Grid,
    *,
    checked: actions.Checked | None = None,
    wrong: str = "",
    asked: str = "",
) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form,
        "grid": grid,
        "rows": list(grid.rows(checked.proof.problems if checked else ())),
        "gaps": [one for one in checked.proof.problems if one.code == "gap"] if checked else [],
        "types": people.TYPE_WORDS.items(),
        "policies": _policies(),
        "checked": checked,
        "wrong": wrong,
        # A place that was just made or emptied: the browser goes there.
        "asked": asked,
    }
    if checked is not None:
        context |= _trial(request, checked)
    status = 400 if wrong or (request.method == "POST" and asked == "publish" and form.errors) else 200
    return render(request, _PAGE, context, status=status)


def _trial(request: HttpRequest, checked: actions.Checked) -> dict[str, Any]:
    """The questions of a trial, and what came of it."""
    typed = {
        one.expression: request.POST.get(f"try-{place}", "")[:200]
        for place, one in enumerate(checked.table.inputs)
    }
    questions = pages.questions(checked.table, typed)
    trial = None
    if any(typed.values()) or request.POST.get("do") == "try":
        try:
            trial = pages.trial(checked.table, dmn.Decider(checked.table), typed)
        except dmn.DmnError as error:
            trial = pages.Trial(wrong=str(error))
    return {
        "questions": questions,
        "trial": trial,
        "sentences": [] if checked.proof.errors else pages.lines(checked.table),
    }


def _policies() -> list[tuple[str, str]]:
    found = [(str(one), one.words) for one in dmn.HitPolicy]
    collect = dmn.HitPolicy.COLLECT
    return [*found, *((f"{collect} {one}", f"{collect.words}，{one.words}") for one in dmn.Aggregation)]


def _download(checked: actions.Checked, kind: str) -> HttpResponse:
    if kind == "dmn":
        response = HttpResponse(checked.xml, content_type="application/xml")
    else:
        sheet = dmn.sheet_pieces(checked.decision.name, checked.table, checked.decision.description)
        response = HttpResponse(b"".join(sheet), content_type=_XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="table.{kind}"'
    return response


def _publish(
    request: HttpRequest, form: PlaceForm, checked: actions.Checked, organisations: list[Organisation]
) -> HttpResponse:
    organisation = next((o for o in organisations if o.code == form.cleaned_data["organisation"]), None)
    version = actions.publish_table(
        checked.xml,
        code=form.cleaned_data["code"],
        organisation=organisation,
        actor=_acting(request.user, organisation),
    )
    messages.success(
        request,
        _("已发布“%(name)s”第 %(number)d 版，从现在起按这一版判断。")
        % {"name": version.name, "number": version.number},
    )
    return redirect("tables_office")


def _acting(user: Any, organisation: Organisation | None) -> Acting:
    scope = organisation or organisations_where(user, Permission.MANAGE_TABLES).filter(parent=None).first()
    if scope is None:
        raise Refusal(_("只有全县（市）的系统管理员可以发布各单位共用的决策表。"), code="forbidden")
    return acting_as(user, scope, permission=Permission.MANAGE_TABLES)
