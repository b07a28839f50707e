"""Staff: taken on, put right, given a new password, disabled, unlocked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from yangguang.accounts.models import User
from yangguang.accounts.rules import has_authenticator, lock
from yangguang.lib import clock
from yangguang.organisations import actions, forms, rules
from yangguang.organisations.acting import Acting
from yangguang.organisations.models import Appointment, Post
from yangguang.organisations.office.pages import (
    Crumb,
    acting_for,
    for_managers,
    form_page,
    page,
    person_or_404,
    sent,
)
from yangguang.organisations.permissions import Permission
from yangguang.web.pages import numbered


@for_managers
def people(request: HttpRequest) -> HttpResponseBase:
    """Who holds or held a post where the person manages people."""
    rows = rules.people_visible_to(request.user).order_by("name", "id")
    q = request.GET.get("q", "").strip()
    show = request.GET.get("show", "")
    if q:
        rows = rows.filter(Q(name__contains=q) | Q(username__contains=q.lower()))
    if show == "disabled":
        rows = rows.filter(is_active=False)
    elif show == "idle":
        rows = rows.exclude(pk__in=Appointment.objects.standing().order_by().values("user"))
    pages = numbered(request, rows, size=50)
    held = Appointment.objects.standing().filter(user__in=list(pages.page.object_list))
    posts: dict[int, list[Appointment]] = {}
    for appointment in held.select_related("post__organisation").order_by("acting", "since"):
        posts.setdefault(appointment.user_id, []).append(appointment)
    return page(
        request,
        "people",
        numbered=pages,
        rows=[{"person": person, "held": posts.get(person.pk, [])} for person in pages.page.object_list],
        q=q,
        show=show,
    )


@for_managers
def person(request: HttpRequest, uid: str) -> HttpResponseBase:
    """One member of staff."""
    row = person_or_404(request, uid)
    locked = lock(row)
    return page(
        request,
        "person",
        person=row,
        held=Appointment.objects.filter(user=row)
        .select_related("post__organisation", "on_behalf_of")
        .order_by("-since"),
        locked=locked if locked and locked.locked_until and locked.locked_until > clock.now() else None,
        mine=rules.manages_person(request.user, row),
        has_authenticator=has_authenticator(row),
        sign_ins=row.sign_ins.order_by("-at")[:10],
        today=clock.today(),
    )


@for_managers
@sensitive_variables()
def take_on(request: HttpRequest) -> HttpResponseBase:
    """A new account with its first post; the initial password is shown once, in this answer."""
    posts = (
        Post.objects.open()
        .filter(organisation__in=rules.organisations_visible_to(request.user))
        .select_related("organisation")
        .order_by("organisation__path", "order")
    )
    form = forms.TakeOn(sent(request), posts=posts, initial={"post": request.GET.get("post")})

    def act(data: dict[str, Any]) -> HttpResponseBase:
        made, initial = actions.take_on(**data, actor=acting_for(request, data["post"].organisation))
        return page(request, "initial-password", person=made, initial=initial)

    return form_page(
        request, form, act, title=_("开立账号并任命"), submit=_("开立账号"), crumbs=[_list_crumb()]
    )


@for_managers
def amend(request: HttpRequest, uid: str) -> HttpResponseBase:
    row = person_or_404(request, uid)
    initial = {"name": row.name, "phone": row.phone or "", "email": row.email or ""}

    def act(data: dict[str, Any]) -> HttpResponseBase:
        actions.amend_person(row, actor=_acting(request), **data)
        return redirect("office-person", row.uid)

    return form_page(
        request,
        forms.AmendPerson(sent(request), initial=initial),
        act,
        title=_("修改%(name)s的资料") % {"name": row.name},
        submit=_("保存"),
        crumbs=_crumbs_of(row),
    )


@for_managers
@sensitive_variables()
def reset_password(request: HttpRequest, uid: str) -> HttpResponseBase:
    row = person_or_404(request, uid)

    def act(data: dict[str, Any]) -> HttpResponseBase:
        initial = actions.reset_password(row, actor=_acting(request))
        return page(request, "initial-password", person=row, initial=initial)

    return form_page(
        request,
        forms.Confirm(sent(request)),
        act,
        title=_("重置%(name)s的密码") % {"name": row.name},
        submit=_("重置密码"),
        crumbs=_crumbs_of(row),
        hint=_("现在的密码马上失效，已登录的会退出。新的初始密码只显示一次，请当面或者电话告诉本人。"),
        grave=True,
    )


@for_managers
def reset_authenticator(request: HttpRequest, uid: str) -> HttpResponseBase:
    row = person_or_404(request, uid)

    def act(data: dict[str, Any]) -> HttpResponseBase:
        actions.reset_authenticator(row, actor=_acting(request), reason=data["reason"])
        return redirect("office-person", row.uid)

    return form_page(
        request,
        forms.NeededReason(sent(request)),
        act,
        title=_("重置%(name)s的动态口令") % {"name": row.name},
        submit=_("重置动态口令"),
        crumbs=_crumbs_of(row),
        hint=_("请先当面或者打电话核实是本人。重置后，已登录的会退出，下次登录时重新绑定。"),
        grave=True,
    )


@for_managers
def disable(request: HttpRequest, uid: str) -> HttpResponseBase:
    hint = _("停用后不能登录，已登录的会退出，任职不再起作用；手上没办完的任务会没有人办。随时可以恢复。")
    return _switch(
        request, uid, actions.disable, _("停用%(name)s的账号"), submit=_("停用账号"), hint=hint, grave=True
    )


@for_managers
def enable(request: HttpRequest, uid: str) -> HttpResponseBase:
    hint = _("恢复后，还在任的岗位马上起作用。")
    return _switch(request, uid, actions.enable, _("恢复%(name)s的账号"), submit=_("恢复账号"), hint=hint)


@for_managers
def unlock(request: HttpRequest, uid: str) -> HttpResponseBase:
    row = person_or_404(request, uid)

    def act(data: dict[str, Any]) -> HttpResponseBase:
        actions.unlock(row, actor=_acting(request))
        return redirect("office-person", row.uid)

    return form_page(
        request,
        forms.Confirm(sent(request)),
        act,
        title=_("解除%(name)s的登录锁定") % {"name": row.name},
        submit=_("解除锁定"),
        crumbs=_crumbs_of(row),
        hint=_("请先向本人核实：是自己输错了密码，还是有人在试。"),
    )


def _switch(
    request: HttpRequest,
    uid: str,
    verb: Callable[..., User],
    title: str,
    *,
    submit: str,
    hint: str,
    grave: bool = False,
) -> HttpResponseBase:
    row = person_or_404(request, uid)

    def act(data: dict[str, Any]) -> HttpResponseBase:
        verb(row, actor=_acting(request), reason=data["reason"])
        return redirect("office-person", row.uid)

    return form_page(
        request,
        forms.Reason(sent(request)),
        act,
        title=title % {"name": row.name},
        submit=submit,
        crumbs=_crumbs_of(row),
        hint=hint,
        grave=grave,
    )


def _acting(request: HttpRequest) -> Acting:
    """The post by which the person manages people; whether it reaches that far, the verb asks."""
    held = next(a for a in rules.appointments(request.user) if Permission.MANAGE_PEOPLE in a.post.permissions)
    return Acting(user=held.user, appointment=held)


def _list_crumb() -> Crumb:
    return (_("人员"), reverse("office-people"))


def _crumbs_of(row: User) -> list[Crumb]:
    return [_list_crumb(), (row.display_name, reverse("office-person", args=[row.uid]))]
