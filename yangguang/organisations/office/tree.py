"""Organisations: the tree, one organisation, and what can be done to it."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from yangguang.lib import clock
from yangguang.organisations import actions, forms, rules
from yangguang.organisations.contacts import reached
from yangguang.organisations.models import Appointment, Kind, Organisation, Post
from yangguang.organisations.office.pages import (
    Crumb,
    acting_for,
    for_managers,
    form_page,
    organisation_or_404,
    page,
    sent,
)
from yangguang.web.pages import numbered

_PAGE = 50


@for_managers
def organisations(request: HttpRequest) -> HttpResponseBase:
    """The tree below the person's posts, or what of it a search finds."""
    rows = rules.organisations_visible_to(request.user)
    q = request.GET.get("q", "").strip()
    kind = request.GET.get("kind", "")
    closed = request.GET.get("closed") == "1"
    if not closed:
        rows = rows.current()
    if q:
        rows = rows.filter(
            Q(name__contains=q)
            | Q(short_name__contains=q)
            | Q(code__contains=q)
            | Q(uscc=q)
            | Q(names__name__contains=q)
        ).distinct()
    if kind in Kind.values:
        rows = rows.filter(kind=kind)
    rows = rows.select_related("successor").order_by("path")
    pages = numbered(request, rows, size=_PAGE)
    return page(
        request,
        "organisations",
        numbered=pages,
        rows=_with_posts(list(pages.page.object_list)),
        q=q,
        kind=kind,
        closed=closed,
        kinds=Kind.choices,
        filtered=bool(q or kind),
    )


def _with_posts(rows: list[Organisation]) -> list[dict[str, Any]]:
    """Each organisation with how many of its posts nobody holds; two queries for the page."""
    today = clock.today()
    held = Appointment.objects.current(today).order_by().values("post")
    counted: dict[int, Any] = {
        row["organisation"]: row
        for row in Post.objects.open()
        .filter(organisation__in=rows)
        .order_by()
        .values("organisation")
        .annotate(all=Count("pk"), vacant=Count("pk", filter=~Q(pk__in=held)))
    }
    top = min((row.path.count("/") for row in rows), default=1)
    return [
        {
            "organisation": row,
            "indent": "\u3000" * min(row.path.count("/") - top, 5),
            "posts": counted.get(row.pk, {}).get("all", 0),
            "vacant": counted.get(row.pk, {}).get("vacant", 0),
            "exists": row.exists_on(today),
        }
        for row in rows
    ]


@for_managers
def organisation(request: HttpRequest, code: str) -> HttpResponseBase:
    """One organisation: its names, its posts and who holds them."""
    row = organisation_or_404(request, code)
    standing = list(
        Appointment.objects.standing()
        .filter(post__organisation=row)
        .select_related("user", "on_behalf_of")
        .order_by("acting", "since")
    )
    ended = Appointment.objects.filter(post__organisation=row, until__lte=clock.today())
    posts = [
        {"post": post, "held": [a for a in standing if a.post_id == post.pk], "permissions": _names(post)}
        for post in row.posts.filter(abolished_on__isnull=True)
    ]
    return page(
        request,
        "organisation",
        organisation=row,
        above=row.ancestors_and_self().exclude(pk=row.pk),
        names=row.names.order_by("-valid_from"),
        posts=posts,
        children=row.children.current().in_order(),
        ended=ended.select_related("user", "post").order_by("-until")[:20],
        exists=row.exists_on(clock.today()),
        reached=reached(row),
    )


def _names(post: Post) -> list[str]:
    return [rules.permission_name(p) for p in post.permissions]


@for_managers
def establish(request: HttpRequest) -> HttpResponseBase:
    """A new organisation under one of the person's own."""
    parents = rules.organisations_visible_to(request.user).current().order_by("path")
    form = forms.Establish(sent(request), parents=parents, initial={"parent": request.GET.get("parent")})

    def act(data: dict[str, Any]) -> HttpResponseBase:
        made = actions.establish_organisation(
            data["code"],
            data["name"],
            kind=data["kind"],
            parent=data["parent"],
            short_name=data["short_name"],
            uscc=data["uscc"].upper() or None,
            valid_from=data["valid_from"],
            posts=data["posts"],
            basis=data["basis"],
            actor=acting_for(request, data["parent"]),
        )
        return redirect("office-organisation", made.code)

    return form_page(request, form, act, title=_("设立机构"), submit=_("设立"), crumbs=[_list_crumb()])


@for_managers
def rename(request: HttpRequest, code: str) -> HttpResponseBase:
    row = organisation_or_404(request, code)
    form = forms.Rename(sent(request), initial={"name": row.name, "short_name": row.short_name})

    def act(data: dict[str, Any]) -> HttpResponseBase:
        actions.rename(row, actor=acting_for(request, row), **data)
        return redirect("office-organisation", row.code)

    return form_page(
        request,
        form,
        act,
        title=_("%(name)s更名") % {"name": row.name},
        submit=_("更名"),
        crumbs=crumbs_of(row),
    )


@for_managers
def amend(request: HttpRequest, code: str) -> HttpResponseBase:
    row = organisation_or_404(request, code)
    initial = {"uscc": row.uscc or "", "order": row.order, "number_codes": forms.codes_as_lines(row)}
    form = forms.AmendOrganisation(sent(request), initial=initial)

    def act(data: dict[str, Any]) -> HttpResponseBase:
        actions.amend_organisation(
            row,
            actor=acting_for(request, row),
            basis=data["basis"],
            uscc=data["uscc"].upper() or None,
            order=data["order"],
            number_codes=data["number_codes"],
        )
        return redirect("office-organisation", row.code)

    return form_page(
        request,
        form,
        act,
        title=_("更正%(name)s的登记信息") % {"name": row.name},
        submit=_("保存"),
        crumbs=crumbs_of(row),
        hint=_("全称和简称请用“更名”办理，旧名称会留下。上级机构和代号设立后不改。"),
    )


@for_managers
def merge(request: HttpRequest, code: str) -> HttpResponseBase:
    row = organisation_or_404(request, code)
    successors = rules.organisations_visible_to(request.user).current().exclude(pk=row.pk).order_by("path")
    form = forms.Merge(sent(request), successors=successors)

    def act(data: dict[str, Any]) -> HttpResponseBase:
        actions.merge_into(
            row, data["successor"], on=data["on"], basis=data["basis"], actor=acting_for(request, row)
        )
        return redirect("office-organisation", row.code)

    return form_page(
        request,
        form,
        act,
        title=_("撤销%(name)s") % {"name": row.name},
        submit=_("撤销并划转职责"),
        crumbs=crumbs_of(row),
        hint=_("撤销后，现有任职同日结束；已公开的信息仍署原来的名称，并指向承接机构。撤销不能恢复。"),
        grave=True,
    )


def crumbs_of(row: Organisation) -> list[Crumb]:
    """The way to an organisation's page."""
    return [_list_crumb(), (row.called, reverse("office-organisation", args=[row.code]))]


def _list_crumb() -> Crumb:
    return (_("机构和岗位"), reverse("office-organisations"))
