"""Anonymous pages carry no cookie and can be kept by a proxy."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.response import SimpleTemplateResponse
from django.utils.cache import get_conditional_response, patch_cache_control

View = Callable[..., HttpResponseBase]


def public_page(max_age: int = 60) -> Callable[[View], View]:
    """Make a view's answer public for ``max_age`` seconds, with an ETag and conditional requests.

    The page must be the same for everybody: the view never looks at the session or the user.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            response = view(request, *args, **kwargs)
            if response.status_code != 200 or response.streaming or request.method not in {"GET", "HEAD"}:
                return response
            assert isinstance(response, HttpResponse)
            if isinstance(response, SimpleTemplateResponse) and not response.is_rendered:
                response.render()
            etag = response.headers.get("ETag") or f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
            response.headers["ETag"] = etag
            patch_cache_control(response, public=True, max_age=max_age)
            return get_conditional_response(request, etag=etag, response=response) or response

        return answer

    return decorate
