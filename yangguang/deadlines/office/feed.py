"""My deadlines in my own calendar program: the page of the secret address, and the address itself."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.admin.auth import require_admin_access

from yangguang.accounts.models import User
from yangguang.deadlines import actions, feeds
from yangguang.deadlines.models import DeadlineFeed


@never_cache
@require_admin_access
@require_http_methods(["GET", "POST"])
def mine(request: HttpRequest) -> HttpResponseBase:
    """The address is shown once, when it is made: only a hash of its key is kept."""
    assert isinstance(request.user, User)
    address = ""
    if "revoke" in request.POST:
        actions.revoke_feed(request.user)
        return redirect("deadline_feed")
    if request.method == "POST":
        key = actions.open_feed(request.user)
        address = request.build_absolute_uri(f"{reverse('deadlines_ics')}?key={key}")
    context = {
        "address": address,
        "feed": DeadlineFeed.objects.filter(user=request.user).first(),
        "deadlines": feeds.deadlines_of(request.user),
    }
    return render(request, "deadlines/feed.html", context)


@never_cache
@require_safe
def ics(request: HttpRequest) -> HttpResponse:
    """The feed of whoever holds the key; the key stands in the query, which no log of ours keeps."""
    found = feeds.find(request.GET.get("key", ""))
    if found is None:
        raise Http404
    response = HttpResponse(feeds.as_ics(found.user), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="deadlines.ics"'
    response["X-Robots-Tag"] = "noindex"
    return response
