"""The office's small pages for what happens after publication: what will happen, the reason, one button."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from yangguang.lib import clock
from yangguang.lib.errors import Refusal
from yangguang.organisations.permissions import Permission
from yangguang.organisations.rules import acting_as, may

from . import actions, fate_forms, office, rules
from .models import Item
from .validity import declarations, may_declare, standing


@dataclass(frozen=True, slots=True)
class Fate:
    """What one page offers: its heading, what will happen, and the word on its button."""

    heading: str
    consequences: Sequence[str]
    button: str
    grave: bool = False


def _require(allowed: bool, what: str) -> None:
    if not allowed:
        raise Refusal(
            _("您可以看这件信息，但没有“%(what)s”的权限。需要的话，请联系本单位的系统管理员。")
            % {"what": what},
            code="forbidden",
        )


def _page(
    request: HttpRequest,
    found: Item,
    fate: Fate,
    form: forms.Form,
    verb: Callable[[], Any],
    *,
    done: str,
    then: str = "",
    extra: dict[str, Any] | None = None,
) -> HttpResponse:
    """Draw the form, or do what it says. What was typed stays when the verb refuses."""
    if request.method == "POST" and form.is_valid():
        try:
            verb()
        except Refusal as refusal:
            if refusal.code == "secrecy":
                return office.stopped(request, refusal)
            if refusal.code == "forbidden":
                raise
            field = (refusal.field or "").removeprefix("change_")
            form.add_error(field if field in form.fields else None, refusal.message)
        else:
            messages.success(request, done)
            return redirect(f"{found.office_url}{then}")
    context = {"item": found, "fate": fate, "form": form, **(extra or {})}
    return render(request, "disclosure/office/fate.html", context, status=422 if form.errors else 200)


@office.page
def begin_next(request: HttpRequest, uid: str) -> HttpResponse:
    """更正或更新: begin the next text."""
    found = office.item_or_404(request, uid)
    _require(rules.may_draft(request.user, found.organisation), _("起草公开信息"))
    edition = rules.working_edition(found)
    initial = {"kind": edition.change_kind, "reason": edition.change_reason} if edition else {}
    form = fate_forms.ChangeForm(request.POST or None, initial=initial)
    fate = Fate(
        _("更正或更新"),
        [
            _("开始起草新的文本，内容先照现在的文本抄下来。"),
            _("新文本要重新审核、签发；签发以前，现在公开的文本不受影响。")
            if found.is_public
            else _("新文本要重新审核、签发；签发以后，这一件恢复公开。"),
            _("签发以后，公开页上会写明何时更正、为什么，原来的文本仍可查阅和对照。"),
        ],
        _("开始起草"),
    )
    return _page(
        request,
        found,
        fate,
        form,
        lambda: actions.begin_next(
            found, acting=office.drafter(request.user, found.organisation), change=form.change()
        ),
        done=_("已经开始修改。现在公开的文本不受影响，新文本签发后才会替换它。"),
        then="edit/",
    )


@office.page
def withdraw(request: HttpRequest, uid: str) -> HttpResponse:
    found = office.item_or_404(request, uid)
    _require(may(request.user, Permission.WITHDRAW, found.organisation), _("撤下和恢复公开信息"))
    form = fate_forms.WithdrawForm(request.POST or None)
    fate = Fate(
        _("撤下"),
        [
            _("立即生效：公开页、附件、列表、搜索、订阅和接口都不再给出这件信息。"),
            _("原来的网址会告诉来看的人：已经撤下、何时、哪个单位、什么理由；不显示标题和正文。"),
            _("记入公开日志。以后可以恢复公开，或者修改后重新送审公开。"),
        ],
        _("撤下"),
        grave=True,
    )
    return _page(
        request,
        found,
        fate,
        form,
        lambda: actions.withdraw(
            found,
            reason=form.cleaned_data["reason"],
            basis=form.cleaned_data["basis"],
            acting=acting_as(request.user, found.organisation, permission=Permission.WITHDRAW),
        ),
        done=_("已经撤下，不再公开。"),
    )


@office.page
def restore(request: HttpRequest, uid: str) -> HttpResponse:
    found = office.item_or_404(request, uid)
    _require(may(request.user, Permission.WITHDRAW, found.organisation), _("撤下和恢复公开信息"))
    form = fate_forms.RestoreForm(request.POST or None)
    fate = Fate(
        _("恢复公开"),
        [
            _(
                "原来签发的文本一字不改，重新公开。文本有问题的，请不要恢复，改用“更正或更新”，修改后重新送审。"
            ),
            _("恢复以前系统会再审查一遍；撤下和恢复的记录都留在变更记录里。"),
        ],
        _("恢复公开"),
    )
    return _page(
        request,
        found,
        fate,
        form,
        lambda: actions.restore(
            found,
            reason=form.cleaned_data["reason"],
            basis=form.cleaned_data["basis"],
            acting=acting_as(request.user, found.organisation, permission=Permission.WITHDRAW),
        ),
        done=_("已经恢复公开。"),
    )


@office.page
def expunge(request: HttpRequest, uid: str) -> HttpResponse:
    found = office.item_or_404(request, uid)
    _require(may(request.user, Permission.EXPUNGE, found.organisation), _("依法消除已公开的内容"))
    rows = found.editions.filter(release__isnull=False, expunged_at__isnull=True)
    form = fate_forms.ExpungeForm(
        request.POST or None, editions=list(rows.select_related("item").order_by("-release"))
    )
    fate = Fate(
        _("依法消除"),
        [
            _("用于涉密、个人信息等依法不得再存在的内容。正文、附件、概述、关键词和文号被销毁，不能恢复。"),
            _("没有公开过的各稿一并销毁，它们是互相抄来的。消除现在公开的版本，这一件就不再公开。"),
            _(
                "留下的是：索引号、日期、各版文本的指纹、审签记录和公开日志，用来证明公开过什么时候的哪一份文本。"
            ),
            _(
                "公开日志不能改动，公开记录里的标题仍在其中。选择一并消除标题的，本站各页面和凭证都不再显示它；已经下载到别处的凭证收不回来。"
            ),
        ],
        _("消除"),
        grave=True,
    )
    return _page(
        request,
        found,
        fate,
        form,
        lambda: actions.expunge(
            found,
            form.numbers(),
            title_too=form.cleaned_data["title_too"],
            reason=form.cleaned_data["reason"],
            basis=form.cleaned_data["basis"],
            acting=acting_as(request.user, found.organisation, permission=Permission.EXPUNGE),
        ),
        done=_("已经消除，并记入公开日志。"),
    )


@office.page
def validity(request: HttpRequest, uid: str) -> HttpResponse:
    found = office.item_or_404(request, uid)
    _require(may_declare(request.user, found.organisation), _("认定文件有效性"))
    form = fate_forms.ValidityForm(request.POST or None, initial={"on": clock.today()})
    fate = Fate(
        _("有效性"),
        [
            _("公开页顶端会写明有效性、从哪天起、依据哪份文件；两份文件互相链接。"),
            _("写以后的日子，到那天自动变更。记入公开日志。"),
        ],
        _("认定"),
    )
    acting = acting_as(request.user, found.organisation, permission=_validity_permission(request.user, found))
    return _page(
        request,
        found,
        fate,
        form,
        lambda: actions.declare_validity(found, form.statement(), acting=acting),
        done=_("有效性已经认定，公开页已经更新。"),
        extra={"standing": standing(found), "declarations": declarations(found)},
    )


def _validity_permission(user: Any, found: Item) -> Permission:
    drafts = may(user, Permission.DRAFT, found.organisation)
    return Permission.DRAFT if drafts else Permission.MANAGE_CATALOGUE
