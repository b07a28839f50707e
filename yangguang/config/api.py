"""The open API: each room's router under one OpenAPI document."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import ValidationError

from yangguang.lib.errors import Refusal
from yangguang.web.middleware import STATUS

api = NinjaAPI(
    title="阳光开放接口",
    version="1",
    description="公开信息、目录、机构、办理流程和公开日志的只读接口。不需要登录。",
    docs_url=None,
    urls_namespace="api",
)


@api.exception_handler(Refusal)
def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    status = 422 if refusal.code == "invalid" else STATUS.get(refusal.code, 400)
    return api.create_response(request, {"error": refusal.code, "message": refusal.message}, status=status)


@api.exception_handler(ValidationError)
def malformed(request: HttpRequest, error: ValidationError) -> HttpResponse:
    places = "、".join(sorted({str(part["loc"][-1]) for part in error.errors}))
    message = _("参数 %(places)s 的值不对，请对照接口说明。") % {"places": places}
    return api.create_response(request, {"error": "invalid", "message": message}, status=422)


for room in settings.ROOMS:
    if find_spec(f"yangguang.{room}") and find_spec(f"yangguang.{room}.api"):
        api.add_router("", import_module(f"yangguang.{room}.api").router)
