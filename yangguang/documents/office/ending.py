"""An issued document is declared void, or another takes its place: with a reason, by who may, as its kind says."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from yangguang.documents import actions, blocks, kinds, rendering, rules
from yangguang.documents.models import Document, DocumentState
from yangguang.documents.office.documents import back, opened
from yangguang.documents.office.exports import page
from yangguang.lib import clock
from yangguang.lib.errors import Refusal
from yangguang.web.middleware import STATUS


class ReasonForm(forms.Form):
    """Why; whether that is enough is for the verb to say."""

    reason = forms.CharField(
        label=gettext_lazy("原因"), required=False, max_length=200, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("记入公务记录，不对外公开"),
    )  # fmt: skip


class ReplacementForm(ReasonForm):
    """Every word of the kind's vocabulary, as it stands in the document in force."""

    def __init__(self, *args: Any, document: Document, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = {f"place-{one.name}": one.name for one in kinds.named(document.kind).placeholders}
        held = document.data
        for one in kinds.named(document.kind).placeholders:
            self.fields[f"place-{one.name}"] = forms.CharField(
                label=one.label,
                required=False,
                max_length=4000,
                initial=held.get(one.name, ""),
                widget=forms.Textarea(attrs={"rows": 2}),
                help_text="" if one.required else _("可以不填"),
            )
        self.order_fields([*self.places, "reason"])

    def values(self) -> dict[str, str]:
        """The words of the placeholders."""
        return {name: self.cleaned_data[field] for field, name in self.places.items()}


@page
@require_http_methods(["GET", "HEAD", "POST"])
def void(request: HttpRequest, uid: str) -> HttpResponseBase:
    """From this moment the verification page says that it is void."""
    found = opened(request, uid)
    if found.state != DocumentState.ISSUED and request.method != "POST":
        return redirect("document", found.uid)
    acting = rules.acting_to_end(found, request.user)
    form = ReasonForm(request.POST or None)
    refusal: Refusal | None = None
    if request.method == "POST" and form.is_valid():
        try:
            actions.void(found, reason=form.cleaned_data["reason"], acting=acting)
        except Refusal as refused:
            refusal = refused
            if refused.field in form.fields:
                form.add_error(refused.field, refused.message)
        else:
            messages.success(
                request,
                _("%(name)s %(number)s 已作废，核验页面从现在起这样写。请告知收到它的人。")
                % {"name": found.name, "number": found.number},
            )
            return redirect("document", found.uid)
    return _shown(request, found, form, refusal, replacing=False)


@page
@require_http_methods(["GET", "HEAD", "POST"])
def replace(request: HttpRequest, uid: str) -> HttpResponseBase:
    """POST with ``do=preview`` gives the pages as they would be; otherwise the new one is issued at once."""
    found = opened(request, uid)
    if found.state != DocumentState.ISSUED and request.method != "POST":
        return redirect("document", found.uid)
    acting = rules.acting_to_end(found, request.user)
    if not rules.may_see(found, request.user):
        raise Refusal(
            _("替换要照着原文改，原文只有承办的人可以打开。请由有权替换的承办人办理，或者作废后重新出具。"),
            code="forbidden",
        )
    form = ReplacementForm(request.POST or None, document=found)
    refusal: Refusal | None = None
    if request.method == "POST" and form.is_valid():
        try:
            if request.POST.get("do") == "preview":
                return _preview(found, form.values())
            fresh = actions.substitute(
                found, form.values(), reason=form.cleaned_data["reason"], acting=acting
            )
        except Refusal as refused:
            refusal = refused
            if refused.field in form.fields:
                form.add_error(refused.field, refused.message)
        else:
            messages.success(
                request,
                _("已出具%(name)s %(number)s，替换 %(old)s。请送达新的文书。")
                % {"name": fresh.name, "number": fresh.number, "old": found.number},
            )
            return redirect("document", fresh.uid)
    return _shown(request, found, form, refusal, replacing=True)


def _preview(found: Document, values: dict[str, str]) -> HttpResponse:
    kind = kinds.named(found.kind)
    data = blocks.cleaned({**found.data, **values})
    lacking = blocks.missing(kind, data)
    if lacking:
        raise Refusal(_("还不能预览，缺少：%(names)s。") % {"names": "、".join(lacking)}, code="incomplete")
    version = rules.template_for(found.kind, found.organisation)
    today = clock.today()
    data |= {
        "organisation": found.organisation.name,
        "number": _("（出具时编号）"),
        "issued_on": f"{today.year}年{today.month}月{today.day}日",
        "code": "",
        "address": "",
    }
    sheet = rendering.sheet_of(version.look, version.blocks, data, at=clock.now())
    response = HttpResponse(rendering.pdf(sheet), content_type="application/pdf")
    response.headers["Content-Disposition"] = 'inline; filename="preview.pdf"'
    return response


def _shown(
    request: HttpRequest, found: Document, form: forms.Form, refusal: Refusal | None, *, replacing: bool
) -> HttpResponse:
    status = 200 if request.method != "POST" else STATUS.get(refusal.code, 400) if refusal else 400
    context = {
        "document": found,
        "form": form,
        "refusal": refusal,
        "replacing": replacing,
        "back": back(found),
    }
    return render(request, "documents/office/end.html", context, status=status)
