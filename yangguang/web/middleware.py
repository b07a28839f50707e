"""One line in the log for each request, and one page for each refusal."""

from __future__ import annotations

import time
from collections.abc import Callable

import structlog
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from yangguang.lib.codes import hidden
from yangguang.lib.errors import Refusal
from yangguang.lib.uid import new_uid

log = structlog.get_logger("yangguang.request")

Answer = Callable[[HttpRequest], HttpResponse]

STATUS = {"forbidden": 403, "not-found": 404, "conflict": 409, "gone": 410, "too-large": 413, "too-many": 429}


class RequestLog:
    """Logs method, path, status and time; never the query or a body, which may hold personal data, and no code in a path."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        structlog.contextvars.bind_contextvars(request_id=new_uid())
        started = time.perf_counter()
        try:
            response = self.get_response(request)
            elapsed = round((time.perf_counter() - started) * 1000, 1)
            log.info(
                "request",
                method=request.method,
                path=hidden(request.path),
                status=response.status_code,
                ms=elapsed,
            )
            return response
        finally:
            structlog.contextvars.clear_contextvars()


class NoZeroBytes:
    """No address and no question holds a zero byte, unless somebody tries what happens: PostgreSQL fails over it."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path_info:
            raise Http404
        if "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest("a zero byte in the query")
        return self.get_response(request)


class Refusals:
    """A verb's refusal that no form caught becomes a page, or JSON, that says what to do."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, Refusal):
            return None
        status = STATUS.get(exception.code, 400)
        if request.headers.get("Accept", "").startswith("application/json"):
            return JsonResponse({"error": exception.code, "message": exception.message}, status=status)
        return render(request, "web/refusal.html", {"refusal": exception, "status": status}, status=status)
