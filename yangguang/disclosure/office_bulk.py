"""The office: the same for several drafts at once, and what became of each."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yangguang.lib.errors import Refusal
from yangguang.organisations.permissions import Permission
from yangguang.organisations.rules import may_anywhere

from .actions.bulk import Told, categorise_all, submit_all
from .models import Category, Item
from .office import page


@page
@require_POST
def bulk(request: HttpRequest) -> HttpResponse:
    """Do it, then tell: a page of its own, so that nobody has to guess which of forty drafts went off."""
    if not may_anywhere(request.user, Permission.DRAFT):
        raise Refusal(_("您没有起草公开信息的岗位，不能成批办理。"), code="forbidden")
    mine = Item.objects.inside(request.user).select_related("organisation", "category", "live_edition")
    chosen = list(mine.filter(uid__in=request.POST.getlist("item")).order_by("pk"))
    told: list[Told] = []
    refused: Refusal | None = None
    try:
        told = _done(request, chosen)
    except Refusal as refusal:
        refused = refusal
    context = {
        "heading": _("成批送审") if request.POST.get("action") == "submit" else _("成批改分类"),
        "back": _back(request),
        "told": told,
        "done": sum(one.done for one in told),
        "refused": sum(not one.done for one in told),
        "refusal": refused,
    }
    return render(request, "disclosure/office/bulk-done.html", context, status=422 if refused else 200)


def _done(request: HttpRequest, chosen: list[Item]) -> list[Told]:
    assert request.user.is_authenticated
    if request.POST.get("action") == "submit":
        return submit_all(chosen, user=request.user)
    category = Category.objects.fillable().filter(code=request.POST.get("category", "")).first()
    if category is None:
        raise Refusal(_("请选择要改到哪个分类。"), field="category")
    return categorise_all(chosen, category, user=request.user)


def _back(request: HttpRequest) -> str:
    wanted = request.POST.get("back", "")
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
        return wanted
    return reverse("disclosure_office:register")
