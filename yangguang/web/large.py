"""Large text 适老 without cookie or script: the same page under ``/large/``, its links carried on.

Public pages are kept by a proxy and send no cookie, so the choice has to stand in the address. A path
prefix is chosen over ``?size=large``: a proxy keeps both sizes apart without being told, a reader can
bookmark either, and no template has to remember to carry a parameter: links and forms of the finished
page are rewritten here, in one place, however they were written (also those inside documents).
"""

from __future__ import annotations

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.encoding import escape_uri_path, iri_to_uri

PREFIX = "/large"
# Addresses that are no public page, or (by their ending) a file: the same in either size.
_PLAIN = re.compile(
    r"/(?:office|accounts|api|static|media|files|healthz|large)(?:/|$)|[^?]*\.[a-z]{2,5}(?:\?|$)"
)
_TAG = re.compile(r"<(?:a|area|form)\s[^>]*>")
_ADDRESS = re.compile(r"""(\s(?:href|action)=["'])(/(?!/)[^"']*)""")


def is_large(request: HttpRequest) -> bool:
    """Whether this page was asked for in large text."""
    return getattr(request, "large_text", False)


def other_size(request: HttpRequest) -> str:
    """The address of this very page in the other size."""
    # WSGI hands over raw bytes as Latin-1; some clients send Chinese unescaped.
    query = iri_to_uri(
        request.META.get("QUERY_STRING", "").encode("latin-1", "replace").decode("utf-8", "replace")
    )
    path = ("" if is_large(request) else PREFIX) + escape_uri_path(request.path_info)
    return f"{path}?{query}" if query else path


def _carried(address: str) -> str:
    return address if _PLAIN.match(address) else PREFIX + address


def _carry(tag: re.Match[str]) -> str:
    if "data-keep" in tag[0]:
        return tag[0]
    return _ADDRESS.sub(lambda found: found[1] + _carried(found[2]), tag[0])


def enlarge(html: str) -> str:
    """A finished page in large text: the mark on its root that the style sheet looks for, its links carried on."""
    return _TAG.sub(_carry, html.replace("<html ", '<html data-size="large" ', 1))


class LargeText:
    """Serves ``/large/x`` as ``x`` and enlarges the answer. Stands after CommonMiddleware, which measures length."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        path = request.path_info.removeprefix(PREFIX)
        if not request.path_info.startswith(PREFIX + "/") or _PLAIN.match(path):
            return self.get_response(request)
        request.path_info = path
        request.large_text = True  # type: ignore[attr-defined]
        response = self.get_response(request)
        if response.has_header("Location"):
            location = response.headers["Location"]
            if location.startswith("/") and not location.startswith("//"):
                response.headers["Location"] = _carried(location)
        if isinstance(response, HttpResponse) and response.get("Content-Type", "").startswith("text/html"):
            response.content = enlarge(response.content.decode(response.charset)).encode(response.charset)
        return response
