"""Anonymous pages carry no cookie, can be kept by a proxy, and are never older than they may be.

What somebody reads about one thing is right at once: an item that was corrected or withdrawn a moment ago is asked for
again each time, and mostly answered with 304. A list may be two seconds old, which keeps a crowd off the house. What a
crowd reads of one thing nginx serves from the page store, as long as nothing changes (``pagestore``).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.response import SimpleTemplateResponse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import http_date

from yangguang.lib import clock

from . import pagestore

View = Callable[..., HttpResponseBase]

# Seconds for which an answer may be given again without asking the house.
AT_ONCE = 0
LIST = 2

_SURE_AFTER = timedelta(seconds=2)


def public_page(
    max_age: int = LIST, *, changed: Callable[[], datetime | None] | None = None, stored: bool = False
) -> Callable[[View], View]:
    """Make a view's answer public for ``max_age`` seconds, with an ETag and conditional requests.

    The page must be the same for everybody: the view never looks at the session or the user. ``changed`` tells the
    moment after which nothing can have changed that the page shows; it is sent as Last-Modified, but not before it is
    two seconds old: dates in headers know whole seconds only. What is gone (410) may be back, so it is never kept.
    ``stored``: nothing but public acts, their seals and the day change the page, so that it may lie in the page store
    until one of them does.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            moment = changed() if changed else None  # before the view looks: never later than what it saw
            place = pagestore.place_for(request) if stored else None  # the same
            response = view(request, *args, **kwargs)
            if response.status_code == 410:
                patch_cache_control(response, no_cache=True)
            if response.status_code != 200 or response.streaming or request.method not in {"GET", "HEAD"}:
                return response
            assert isinstance(response, HttpResponse)
            if isinstance(response, SimpleTemplateResponse) and not response.is_rendered:
                response.render()
            etag = response.headers.get("ETag") or f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
            response.headers["ETag"] = etag
            if place is not None:
                place.put(response.content)
            if max_age:
                patch_cache_control(response, public=True, max_age=max_age)
            else:
                patch_cache_control(response, public=True, no_cache=True)
            stamp = None
            if moment is not None and clock.now() - moment >= _SURE_AFTER:
                stamp = int(moment.timestamp())
                response.headers["Last-Modified"] = http_date(stamp)
            return (
                get_conditional_response(request, etag=etag, last_modified=stamp, response=response)
                or response
            )

        return answer

    return decorate
