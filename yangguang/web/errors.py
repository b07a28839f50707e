"""Error pages that say what to do. The 500 page asks nothing of the database."""

from __future__ import annotations

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

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
    if request.path.startswith("/api/"):
        words = {"error": "failed", "message": _("系统出了问题，已经记下。请过几分钟再试。")}
        return JsonResponse(words, status=500, json_dumps_params={"ensure_ascii": False})
    return HttpResponse(render_to_string("web/errors/500.html"), status=500)
