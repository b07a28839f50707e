"""Error pages that say what to do. The 500 page asks nothing of the database."""

from __future__ import annotations

import sys

import structlog
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.request import RawPostDataException, UnreadablePostError
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from yangguang.lib import disk
from yangguang.lib.codes import hidden

log = structlog.get_logger("yangguang.request")

WORDS = {400: "invalid", 403: "forbidden", 404: "not-found"}


def _answer(request: HttpRequest, status: int, message: str) -> HttpResponse:
    if request.path.startswith("/api/"):
        return JsonResponse(
            {"error": WORDS[status], "message": message},
            status=status,
            json_dumps_params={"ensure_ascii": False},
        )
    return render(request, f"web/errors/{status}.html", {"message": message}, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if isinstance(exception, DisallowedHost):
        # Every page asks for the host, which is what was forged: one sentence and no page.
        return HttpResponse(
            _("这个网址不归本站管，请核对后再访问。"), status=400, content_type="text/plain; charset=utf-8"
        )
    return _answer(request, 400, _("这个请求看不懂。请从首页或搜索重新开始。"))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _answer(request, 403, _("您的岗位没有这项权限。需要的话，请联系本单位的系统管理员。"))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _answer(
        request,
        403,
        _("这张表单打开得太久，或者浏览器不接受 Cookie，没有提交成功。请退回上一页，刷新以后再交。"),
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _answer(request, 404, _("没有这个页面。它可能改了地址，或者没有公开。请试试搜索。"))


def server_error(request: HttpRequest) -> HttpResponse:
    """Called while the failure is being handled, wherever it happened: in a view or beneath it."""
    if disk.is_full(sys.exc_info()[1]):
        return no_room(request)
    if request.path.startswith("/api/"):
        words = {"error": "failed", "message": _("系统出了问题，已经记下。请过几分钟再试。")}
        return JsonResponse(words, status=500, json_dumps_params={"ensure_ascii": False})
    return HttpResponse(render_to_string("web/errors/500.html"), status=500)


_SECRET_WORDS = ("password", "code", "secret")  # in the name of a field whose content no page repeats
_MINUTES = 2


def no_room(request: HttpRequest) -> HttpResponse:
    """503: the disk is full. What was typed comes back with a button that sends it once more."""
    log.error("the disk is full", method=request.method, path=hidden(request.path))
    if request.path.startswith("/api/") or request.headers.get("Accept", "").startswith("application/json"):
        words = {"error": "no-room", "message": _(disk.NO_ROOM)}
        response: HttpResponse = JsonResponse(words, status=503, json_dumps_params={"ensure_ascii": False})
    else:
        context: dict[str, object] = {
            "message": _(disk.NO_ROOM),
            "method": request.method,
            "path": request.get_full_path(),
        }
        if request.method == "POST":
            context |= {"fields": _typed(request), "csrf": get_token(request)}
        response = HttpResponse(render_to_string("web/errors/503.html", context), status=503)
    response.headers["Retry-After"] = str(_MINUTES * 60)
    response.headers["Cache-Control"] = "no-store"
    return response


def _typed(request: HttpRequest) -> list[tuple[str, str]] | None:
    """The fields of a form that can be sent once more as they are; None where files or secrets are among them."""
    try:
        if request.FILES or any(word in name for name in request.POST for word in _SECRET_WORDS):
            return None
        fields = [(name, value) for name, values in request.POST.lists() for value in values]
    except (OSError, RawPostDataException, UnreadablePostError):
        return None
    return [(name, str(value)) for name, value in fields if name != "csrfmiddlewaretoken"] or None
