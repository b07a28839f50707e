"""Posts of an organisation and who is appointed to them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from yangguang.lib.errors import Refusal
from yangguang.organisations import actions, forms, rules
from yangguang.organisations.models import Appointment, Post
from yangguang.organisations.office.pages import (
    acting_for,
    for_managers,
    form_page,
    organisation_or_404,
    sent,
)
from yangguang.organisations.office.tree import crumbs_of


def _post(request: HttpRequest, uid: str) -> Post:
    found = (
        Post.objects.filter(organisation__in=rules.organisations_visible_to(request.user), uid=uid)
        .select_related("organisation")
        .first()
    )
    if found is None:
        raise Refusal(_("没有这个岗位，或者不归您管理。"), code="not-found")
    return found


@for_managers
def new_post(request: HttpRequest, code: str) -> HttpResponseBase:
    row = organisation_or_404(request, code)
    taken = set(row.posts.values_list("code", flat=True))
    form = forms.NewPost(sent(request), taken=taken)

    def act(data: dict[str, Any]) -> HttpResponseBase:
        own = not data["standard"]
        actions.create_post(
            row,
            data["standard"] or data["code"],
            name=data["name"] if own else "",
            permissions=data["permissions"] if own else None,
            actor=acting_for(request, row),
        )
        return redirect("office-organisation", row.code)

    return form_page(
        request,
        form,
        act,
        title=_("%(name)s设立岗位") % {"name": row.called},
        submit=_("设立岗位"),
        crumbs=crumbs_of(row),
        hint=_("选了标准岗位，下面的代号、名称和权限不用填。"),
    )


@for_managers
def amend_post(request: HttpRequest, uid: str) -> HttpResponseBase:
    post = _post(request, uid)
    form = forms.AmendPost(sent(request), initial={"name": post.name, "permissions": post.permissions})

    def act(data: dict[str, Any]) -> HttpResponseBase:
        actions.amend_post(post, actor=acting_for(request, post.organisation), **data)
        return redirect("office-organisation", post.organisation.code)

    return form_page(
        request,
        form,
        act,
        title=_("调整岗位：%(name)s") % {"name": post.name},
        submit=_("保存"),
        crumbs=crumbs_of(post.organisation),
        hint=_("权限改动立即对现在担任这个岗位的人生效。"),
    )


@for_managers
def abolish_post(request: HttpRequest, uid: str) -> HttpResponseBase:
    post = _post(request, uid)

    def act(data: dict[str, Any]) -> HttpResponseBase:
        actions.abolish_post(post, actor=acting_for(request, post.organisation))
        return redirect("office-organisation", post.organisation.code)

    return form_page(
        request,
        forms.Confirm(sent(request)),
        act,
        title=_("撤销岗位：%(name)s") % {"name": post.name},
        submit=_("撤销岗位"),
        crumbs=crumbs_of(post.organisation),
        hint=_("撤销后不能再任命，流程中由这个岗位办理的步骤会没有人办。"),
        grave=True,
    )


@for_managers
def appoint(request: HttpRequest, uid: str) -> HttpResponseBase:
    post = _post(request, uid)
    people = rules.people_visible_to(request.user).active().order_by("name")
    form = forms.Appoint(sent(request), post=post, people=people)

    def act(data: dict[str, Any]) -> HttpResponseBase:
        actions.appoint(
            data["user"],
            post,
            since=data["since"],
            until=data["until"],
            on_behalf_of=data["on_behalf_of"],
            basis=data["basis"],
            actor=acting_for(request, post.organisation),
        )
        return redirect("office-organisation", post.organisation.code)

    return form_page(
        request,
        form,
        act,
        title=_("任命%(organisation)s%(post)s")
        % {"organisation": post.organisation.called, "post": post.name},
        submit=_("任命"),
        crumbs=crumbs_of(post.organisation),
        hint=_("这里只列已有账号的人员。新来的人请到“人员”里开立账号，同时任命。"),
    )


@for_managers
def end_appointment(request: HttpRequest, uid: str) -> HttpResponseBase:
    appointment = (
        Appointment.objects.filter(
            uid=uid, post__organisation__in=rules.organisations_visible_to(request.user)
        )
        .select_related("post__organisation", "user")
        .first()
    )
    if appointment is None:
        raise Refusal(_("没有这项任职，或者不归您管理。"), code="not-found")
    post = appointment.post

    def act(data: dict[str, Any]) -> HttpResponseBase:
        actions.end_appointment(appointment, actor=acting_for(request, post.organisation), **data)
        return redirect("office-organisation", post.organisation.code)

    return form_page(
        request,
        forms.EndAppointment(sent(request)),
        act,
        title=_("免去%(name)s的%(post)s")
        % {"name": appointment.user.display_name, "post": f"{post.organisation.called}{post.name}"},
        submit=_("免职"),
        crumbs=crumbs_of(post.organisation),
        hint=_("手上没办完的任务会留在这个岗位，由接任的人办理。"),
        grave=True,
    )
