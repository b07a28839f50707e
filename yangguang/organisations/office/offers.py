"""The posts of the house beside the standard ones: what a release brought is given to the posts that are to have it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from yangguang.lib.errors import Refusal
from yangguang.organisations import actions, rules
from yangguang.organisations.models import Post
from yangguang.organisations.offers import offers
from yangguang.organisations.office.pages import acting_for, for_managers, page

LONGEST_BASIS = 300


@for_managers
def standard(request: HttpRequest) -> HttpResponseBase:
    """The table; sent, one permission for the posts that were ticked, each on its own."""
    mine = rules.organisations_visible_to(request.user).current()
    if request.method == "POST":
        _give(request)
        return redirect("office-posts-standard")
    return page(request, "standard-posts", offers=offers(mine))


def _give(request: HttpRequest) -> None:
    permission = request.POST.get("permission", "")
    basis = " ".join(request.POST.get("basis", "").split())[:LONGEST_BASIS]
    mine = rules.organisations_visible_to(request.user)
    posts = Post.objects.open().filter(organisation__in=mine, uid__in=request.POST.getlist("post"))
    done = 0
    for post in posts.select_related("organisation"):
        try:
            actions.allow(post, permission, actor=acting_for(request, post.organisation), basis=basis)
            done += 1
        except Refusal as refusal:
            told = {"organisation": post.organisation.called, "post": post.name, "why": refusal.message}
            messages.error(request, _("%(organisation)s%(post)s：%(why)s") % told)
    if done:
        facts = {"n": done, "permission": rules.permission_name(permission)}
        messages.success(
            request, _("已给 %(n)d 个岗位加上“%(permission)s”，对现在的任职人立即生效。") % facts
        )
    elif not posts:
        messages.error(request, _("请先勾选要加权限的岗位。"))
