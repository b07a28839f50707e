"""The inbox in the office."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from yangguang.lib.errors import Refusal
from yangguang.notices import actions, rules
from yangguang.web.office import menu
from yangguang.web.pages import numbered


def _inbox_address(user: Any) -> str:
    return str(getattr(user, "uid", ""))


@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    messages = rules.inbox(_inbox_address(request.user))
    only_unread = request.GET.get("show") == "unread"
    shown = messages.unread() if only_unread else messages
    return render(
        request,
        "notices/inbox.html",
        {
            "pages": numbered(request, shown),
            "only_unread": only_unread,
            "unread": messages.unread().count(),
            "total": messages.count(),
        },
    )


@require_POST
def read(request: HttpRequest, uid: str) -> HttpResponseBase:
    """Mark one message read and go where it points."""
    message = rules.inbox(_inbox_address(request.user)).filter(uid=uid).first()
    if message is None:
        raise Refusal(_("没有这条通知，可能已经过期。"), code="not-found")
    actions.mark_read(_inbox_address(request.user), uid)
    return redirect(message.url or "notices")


@require_POST
def read_all(request: HttpRequest) -> HttpResponseBase:
    actions.mark_read(_inbox_address(request.user))
    return redirect("notices")


menu.register(_("通知"), "notices", "mail", order=900, count=lambda user: rules.unread(_inbox_address(user)))
