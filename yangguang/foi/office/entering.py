"""Entering what came in at the window, by letter or by fax; and the receipt to print."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from yangguang.documents import rules as documents
from yangguang.documents.models import Document
from yangguang.foi import actions, rules
from yangguang.foi.actions.receipts import RECEIPT, give_receipt
from yangguang.foi.forms.apply import new_mark
from yangguang.foi.forms.window import WindowForm
from yangguang.lib.errors import Refusal
from yangguang.organisations.permissions import Permission
from yangguang.organisations.rules import may_anywhere, organisations_where
from yangguang.web.middleware import STATUS

from .door import handling, page, request_or_404


@sensitive_post_parameters()
@page
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_variables()
def enter(request: HttpRequest) -> HttpResponse:
    """The same fields and the same checks as on the public page, and the days of a letter."""
    if not may_anywhere(request.user, Permission.HANDLE_REQUESTS):
        raise Refusal(_("您没有登记信息公开申请的岗位，请交给本单位的信息员。"), code="forbidden")
    offered = organisations_where(request.user, Permission.HANDLE_REQUESTS)
    if request.method != "POST":
        first = rules.recipients().filter(pk__in=offered.order_by().values("pk")).in_order()[:2]
        initial = {"mark": new_mark(), "organisation": first[0].code if len(first) == 1 else ""}
        return _page(request, WindowForm(initial=initial, offered=offered), 200)
    form = WindowForm(request.POST, request.FILES, offered=offered)
    if not form.is_valid():
        return _page(request, form, 400)
    told = form.application()
    try:
        acting = rules.handling(request.user, told.organisation)
        made = actions.submit(told, by=acting)
    except Refusal as refusal:
        form.refuse(refusal)
        return _page(request, form, STATUS.get(refusal.code, 400))
    return redirect("foi_office_receipt", uid=made.uid)


def _page(request: HttpRequest, form: WindowForm, status: int) -> HttpResponse:
    form.say_wrong()
    return render(request, "foi/office/enter.html", {"form": form, "has_files": True}, status=status)


@page
@require_http_methods(["GET", "HEAD", "POST"])
def receipt(request: HttpRequest, uid: str) -> HttpResponse:
    """GET shows the number and the receipt there is; POST gives one out, once."""
    found = request_or_404(request, uid)
    acting = handling(request.user, found)
    if request.method == "POST":
        give_receipt(found, acting=acting)
        return redirect("foi_office_receipt", uid=found.uid)
    document = Document.objects.issued().filter(subject=found.ref, kind=RECEIPT).order_by("-pk").first()
    context = {
        "found": found,
        "document": document,
        "readable": document is not None and documents.may_see(document, request.user),
        "due_on": rules.due_day(found),
    }
    return render(request, "foi/office/receipt.html", context)
