"""The office: the officer's list, the drafting form, one item with where it stands and what was said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.files.base import ContentFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from wagtail.admin.auth import require_admin_access

from yangguang.casework import rules as casework
from yangguang.casework.models import Case
from yangguang.deadlines.models import Clock
from yangguang.files.uploads import TooLargeUpload, too_large
from yangguang.journal import rules as journal
from yangguang.lib.errors import Refusal
from yangguang.lib.html import sanitise
from yangguang.organisations.acting import Acting
from yangguang.organisations.models import Organisation
from yangguang.organisations.permissions import Permission
from yangguang.organisations.rules import acting_as, organisations_where
from yangguang.screening.rules import screen
from yangguang.web.pages import numbered

from . import actions, fates, pages, papers, rules
from .forms import ItemForm
from .models import Attribute, Category, Edition, Item
from .validity import standing


def page(view: Any) -> Any:
    """An office page: signed-in staff only, never kept by a cache."""
    return never_cache(require_admin_access(view))


def drafter(user: Any, organisation: Organisation) -> Acting:
    return acting_as(user, organisation, permission=Permission.DRAFT)


def item_or_404(request: HttpRequest, uid: str) -> Item:
    """The item, if this person works on it; else it does not exist for them."""
    rows = Item.objects.inside(request.user).select_related("organisation", "category", "live_edition")
    return get_object_or_404(rows, uid=uid)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list; ``selectable`` are the drafts that bulk actions can be done with."""

    item: Item
    state: rules.State
    work_state: rules.State | None
    clock: Clock | None
    selectable: bool


def rows_of(user: Any, items: Iterable[Item]) -> list[Row]:
    """Lines of a list with where each item stands, and whether this person may send it off."""
    drafts_for = set(organisations_where(user, Permission.DRAFT).values_list("pk", flat=True))

    def row(item: Item) -> Row:
        work = rules.work_state(item)
        writing = work in {rules.State.DRAFT, rules.State.RETURNED}
        selectable = writing and item.organisation_id in drafts_for
        return Row(item, rules.state(item), work, rules.publish_clock(item), selectable)

    return [row(item) for item in items]


@page
def items(request: HttpRequest) -> HttpResponse:
    mine = Item.objects.inside(request.user)
    state = request.GET.get("state", "")
    q = " ".join(request.GET.get("q", "").split())[:100]
    category = Category.objects.filter(code=request.GET.get("category", "")).first()
    rows = rules.in_state(mine, state)
    if q:
        rows = (
            rows.filter(title__icontains=q)
            | rows.filter(doc_number__icontains=q)
            | rows.filter(index_number=q)
        )
    if category:
        rows = rows.filter(category__in=rules.category_tree_ids(category))
    shown = numbered(
        request,
        rows.select_related("organisation", "category__parent", "live_edition").order_by("-pk"),
        size=30,
    )
    entries = rows_of(request.user, shown.page)
    context = {
        "numbered": shown,
        "rows": entries,
        "selectable": any(entry.selectable for entry in entries),
        "bulk_categories": rules.categories_for(request.user),
        "tabs": [("", _("全部")), *rules.STATE_NAMES.items()],
        "state": state,
        "q": q,
        "category": category,
        "names": rules.STATE_NAMES,
        "may_draft": organisations_where(request.user, Permission.DRAFT).exists(),
    }
    return render(request, "disclosure/office/items.html", context)


@page
def item(request: HttpRequest, uid: str) -> HttpResponse:
    """One item: where it stands, what was said, its text and history."""
    found = item_or_404(request, uid)
    edition = rules.newest_edition(found)
    judged = rules.findings(edition)
    case = Case.objects.filter(subject=found.ref).select_related("version__process").order_by("-pk").first()
    context = {
        "item": found,
        "edition": edition,
        "state": rules.state(found),
        "work_state": rules.work_state(found),
        "names": rules.STATE_NAMES,
        "shapes": rules.STATE_SHAPES,
        "body": papers.marked_body(edition, judged),
        "findings": judged,
        "attachments": papers.attached(edition),
        "approvals": rules.approvals(edition),
        "returned_opinions": rules.returned_opinions(edition),
        "rounds": papers.rounds(edition),
        "case": case,
        "chart": casework.chart(case) if case else "",
        "clock": rules.publish_clock(found),
        "timeline": list(reversed(list(journal.timeline(found.ref, public_only=False)))),
        "may_draft": rules.may_draft(request.user, found.organisation),
        "blocking": [one for one in judged if one.blocks],
        "fates": fates.offered(found, request.user),
        "standing": standing(found),
    }
    return render(request, "disclosure/office/item.html", context)


@page
def new(request: HttpRequest) -> HttpResponse:
    choices = list(organisations_where(request.user, Permission.DRAFT).current().in_order())
    if not choices:
        raise Refusal(_("您没有起草公开信息的岗位，请联系本单位的系统管理员。"), code="forbidden")
    wanted = request.POST.get("organisation") or request.GET.get("organisation", "")
    organisation = next((one for one in choices if one.code == wanted), choices[0])
    return _form(request, organisation, None, choices)


@page
def edit(request: HttpRequest, uid: str) -> HttpResponse:
    found = item_or_404(request, uid)
    if not rules.may_draft(request.user, found.organisation):
        raise Refusal(_("您可以看这件信息，但没有起草的岗位，不能修改。"), code="forbidden")
    return _form(request, found.organisation, found, [])


def _form(
    request: HttpRequest, organisation: Organisation, found: Item | None, choices: list[Organisation]
) -> HttpResponse:
    edition = rules.newest_edition(found) if found else None
    notices: list[str] = []
    if request.method == "POST":
        form = ItemForm(request.POST, organisation=organisation)
        try:
            answer = _posted(request, form, organisation, found, notices)
        except Refusal as refusal:
            if refusal.code == "secrecy":
                return stopped(request, refusal)
            known = refusal.field if refusal.field in form.fields else None
            form.is_valid()
            form.add_error(known, refusal.message)
            answer = None
        if isinstance(answer, HttpResponse):
            return answer
        form = answer or form
    else:
        asked = {name: request.GET.get(name) for name in ("category", "title")}
        initial = ItemForm.initial_of(edition) if edition else asked
        form = ItemForm(initial=initial, organisation=organisation)
    context = {
        "form": form,
        "item": found,
        "edition": edition,
        "organisation": organisation,
        "choices": choices,
        "notices": notices,
        "findings": rules.findings(edition) if edition and edition.is_editable else [],
        "attachments": papers.attached(edition) if edition else [],
        "locked": bool(edition and edition.submitted_at and not edition.published_at),
        "returned_opinions": rules.returned_opinions(edition) if edition and edition.is_editable else [],
    }
    return render(request, "disclosure/office/form.html", context, status=200 if not form.errors else 422)


def _posted(
    request: HttpRequest, form: ItemForm, organisation: Organisation, found: Item | None, notices: list[str]
) -> HttpResponse | ItemForm | None:
    """Do what the pressed button says. A form to draw again, or where to go; None: draw this one with its errors."""
    acting = drafter(request.user, organisation)
    if request.POST.get("action") == "docx":
        return _with_docx(request, found, organisation, acting, notices)
    if not form.is_valid():
        return None
    if found is None:
        found = actions.draft(form.facts(), organisation=organisation, acting=acting)
    else:
        actions.revise(
            found,
            form.facts(),
            acting=acting,
            seen_saves=form.cleaned_data["seen_saves"],
            change=form.change() if found.live_edition_id else None,
        )
    for upload in request.FILES.getlist("attachment"):
        try:
            actions.attach(found, upload, str(upload.name), acting=acting)
        except Refusal as refusal:
            if refusal.code == "secrecy":
                raise
            # The text is saved; only the file was not taken.
            messages.error(request, _("文字已经保存，附件没有收下：%(why)s") % {"why": refusal.message})
            return redirect(f"{found.office_url}edit/")
    if request.POST.get("action") == "submit":
        try:
            actions.submit(found, acting=acting)
        except Refusal as refusal:
            if refusal.code == "secrecy":
                raise
            messages.error(request, _("已经保存，还不能送审：%(why)s") % {"why": refusal.message})
            return redirect(f"{found.office_url}edit/")
        messages.success(request, _("已经送审。办到哪一步，可以在这里看到。"))
        return redirect(found.office_url)
    messages.success(request, _("草稿已经保存。"))
    return redirect(f"{found.office_url}edit/")


def _with_docx(
    request: HttpRequest, found: Item | None, organisation: Organisation, acting: Acting, notices: list[str]
) -> ItemForm:
    """The form with everything that was typed, its body taken from the Word file. The text is not saved; pictures
    become attachments of a draft that exists already.
    """
    upload = request.FILES.get("docx")
    if upload is None:
        raise Refusal(_("请先选择一个 Word 文件（.docx）。"), field="body_html")
    if isinstance(upload, TooLargeUpload):
        raise too_large(upload.name, upload.size)
    try:
        taken = actions.take_in_docx(
            upload.read(), str(upload.name), organisation=organisation, acting=acting
        )
    except Refusal as refusal:
        raise Refusal(refusal.message, code=refusal.code, field="body_html") from refusal
    typed = request.POST.copy()
    typed["body_html"] = taken.html
    if taken.title and not typed.get("title", "").strip():
        typed["title"] = taken.title
    notices.append(_("已从 %(name)s 取入正文，还没有保存。请核对版式和表格。") % {"name": upload.name})
    notices.extend(taken.notes)
    if taken.pictures and found is None:
        notices.append(
            _("文件里有 %(count)d 张图片没有取入：保存草稿后，请把它们作为附件上传。")
            % {"count": len(taken.pictures)}
        )
    elif found is not None:
        for picture in taken.pictures:
            actions.attach(found, ContentFile(picture.content), picture.name, acting=acting)
        if taken.pictures:
            notices.append(_("正文里的 %(count)d 张图片已经转为附件。") % {"count": len(taken.pictures)})
    form = ItemForm(typed, organisation=organisation)
    form.is_valid()
    form.errors.clear()
    return form


def stopped(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """What was typed is not shown again, not kept, and must not lie in the browser's cache."""
    response = render(request, "disclosure/office/stopped.html", {"message": refusal.message}, status=422)
    response["Cache-Control"] = "no-store"
    return response


@page
@require_POST
def check(request: HttpRequest) -> HttpResponse:
    """Findings of what is typed now: an HTML fragment. Nothing is stored."""
    organisation = (
        organisations_where(request.user, Permission.DRAFT)
        .filter(code=request.POST.get("organisation", ""))
        .first()
    )
    if organisation is None:
        raise Http404
    html = sanitise(request.POST.get("body_html", ""))
    found = screen(title=request.POST.get("title", ""), html=html, organisation=organisation)
    judged = [rules.Judged(finding, None) for finding in found]
    return render(request, "disclosure/findings.html", {"findings": judged, "may_rule": False})


@page
@require_POST
def detach(request: HttpRequest, uid: str, entry: int) -> HttpResponse:
    found = item_or_404(request, uid)
    acting = drafter(request.user, found.organisation)
    _tell(request, lambda: actions.detach(found, entry, acting=acting), _("附件已经删除。"))
    return redirect(f"{found.office_url}edit/")


@page
@require_POST
def rule_finding(request: HttpRequest, uid: str) -> HttpResponse:
    found = item_or_404(request, uid)
    acting = drafter(request.user, found.organisation)
    key, reason = request.POST.get("key", ""), request.POST.get("reason", "")
    try:
        actions.overrule(found, key, reason, acting=acting)
        messages.success(request, _("已经记下保留的理由，审核人会看到。"))
    except Refusal as refusal:
        if refusal.code == "secrecy":
            return stopped(request, refusal)
        messages.error(request, refusal.message)
    return redirect(found.office_url)


@page
@require_POST
def submit(request: HttpRequest, uid: str) -> HttpResponse:
    found = item_or_404(request, uid)
    acting = drafter(request.user, found.organisation)
    _tell(request, lambda: actions.submit(found, acting=acting), _("已经送审。"))
    return redirect(found.office_url)


def _tell(request: HttpRequest, verb: Any, success: str) -> bool:
    try:
        verb()
    except Refusal as refusal:
        messages.error(request, refusal.message)
        return False
    messages.success(request, success)
    return True


@page
def preview(request: HttpRequest, uid: str) -> HttpResponse:
    """The text as the public page would show it."""
    found = item_or_404(request, uid)
    edition = rules.newest_edition(found)
    context = {
        "item": found,
        "edition": edition,
        "body": pages.body(edition),
        "attachments": pages.attachments(edition),
    }
    return render(request, "disclosure/office/preview.html", context)


@page
def edition(request: HttpRequest, uid: str, number: int) -> HttpResponse:
    """An earlier text, with what was said about it."""
    found = item_or_404(request, uid)
    former = get_object_or_404(Edition, item=found, number=number)
    context = {
        "item": found,
        "edition": former,
        "body": pages.body(former),
        "attachments": pages.attachments(former),
        "approvals": rules.approvals(former),
        "proactive": Attribute.PROACTIVE,
    }
    return render(request, "disclosure/office/preview.html", context)
