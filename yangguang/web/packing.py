"""Public answers are packed once, here, and kept packed by the proxy: it need not pack them again for each visitor."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers

LEAST = 512  # bytes; less is not worth it
_TEXT = re.compile(r"text/|application/(?:json|xml|[a-z.-]+\+(?:json|xml))|image/svg\+xml")
_WANTED = re.compile(r"\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))", re.I)


class Packed:
    """Only what is the same for everybody (``public_page``): a secret beside words of the visitor's is never packed.

    Stands after CommonMiddleware, which measures the length, and before LargeText, which changes the text.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        headers = response.headers
        if (
            response.status_code != 200
            or not isinstance(response, HttpResponse)
            or "public" not in headers.get("Cache-Control", "")
            or "Content-Encoding" in headers
            or not _TEXT.match(headers.get("Content-Type", ""))
            or len(response.content) < LEAST
        ):
            return response
        patch_vary_headers(response, ["Accept-Encoding"])
        if _WANTED.search(request.headers.get("Accept-Encoding", "")):
            response.content = gzip.compress(response.content, 6, mtime=0)
            headers["Content-Encoding"] = "gzip"
            if "ETag" in headers and not headers["ETag"].startswith("W/"):
                headers["ETag"] = f"W/{headers['ETag']}"  # the same text in other bytes
        return response
