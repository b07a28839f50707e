"""The open API: each room's router under one OpenAPI document."""

from __future__ import annotations

import re
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import ValidationError
from ninja.openapi.schema import OpenAPISchema

from yangguang.lib.errors import Refusal
from yangguang.web.middleware import STATUS

_ETAG = {"ETag": {"description": "再次请求时放进 If-None-Match", "schema": {"type": "string"}}}
_RETRY = {
    "Retry-After": {
        "description": "多少秒以后再试",
        "schema": {"type": "integer", "minimum": 1},
        "required": True,
    }
}


class OpenAPI(NinjaAPI):
    """Ninja, which also says which headers its answers carry."""

    def get_openapi_schema(self, **given: Any) -> OpenAPISchema:
        schema = super().get_openapi_schema(**given)
        for path in schema["paths"].values():
            for operation in path.values():
                answers = operation["responses"]
                if 304 in answers:
                    answers[200]["headers"] = answers[304]["headers"] = _ETAG
                answers[429]["headers"] = _RETRY
        return schema


api = OpenAPI(
    title="阳光开放接口",
    version="1",
    description="公开信息、目录、机构、办理流程和公开日志的只读接口。不需要登录。",
    docs_url=None,
    urls_namespace="api",
)


@api.exception_handler(Refusal)
def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    status = STATUS.get(refusal.code, 422)
    return api.create_response(request, {"error": refusal.code, "message": refusal.message}, status=status)


@api.exception_handler(ValidationError)
def malformed(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Each parameter once, with what is wrong with it."""
    told = {str(part["loc"][-1]): _fault(part) for part in error.errors}
    message = "；".join(
        _("参数 %(name)s %(fault)s") % {"name": name, "fault": fault} for name, fault in sorted(told.items())
    )
    return api.create_response(request, {"error": "invalid", "message": f"{message}。"}, status=422)


def _fault(part: dict[str, Any]) -> str:
    """What Pydantic found wrong, as one clause."""
    about = part.get("ctx", {})
    words = {
        "value_error": "%(error)s",
        "missing": _("没有写"),
        "string_too_long": _("最多 %(max_length)d 个字"),
        "string_pattern_mismatch": _("里有不能用的字符"),
        "literal_error": _("只能是 %(known)s 之一"),
        "enum": _("只能是 %(known)s 之一"),
        "greater_than_equal": _("不能小于 %(ge)s"),
        "less_than_equal": _("不能大于 %(le)s"),
    }
    known = "、".join(one for one in re.findall(r"'([^']*)'", str(about.get("expected", ""))) if one)
    return words.get(part["type"], _("的值不对，请对照接口说明")) % {**about, "known": known}


for room in settings.ROOMS:
    if find_spec(f"yangguang.{room}") and find_spec(f"yangguang.{room}.api"):
        api.add_router("", import_module(f"yangguang.{room}.api").router)
