"""What every answer tells the browser about itself: what may run and load, who may frame and keep it.

Three policies (docs/decisions/0009-headers.md):

    public   nothing but this house's own style sheets, scripts and pictures; no inline style or script anywhere
    office   the same, plus what the frame of the office and the editor set on single elements (``style-src-attr``)
    file     what people uploaded: nothing in it loads or runs, should a browser ever take it for a page
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

_COMMON = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
_OFFICE = {**_COMMON, "img-src": "'self' data: blob:"}


def _spelled(policy: dict[str, str]) -> str:
    return "; ".join(f"{name} {value}" for name, value in policy.items())


PUBLIC_POLICY = _spelled(_COMMON)
OFFICE_POLICY = _spelled(_OFFICE)
PERMISSIONS = ", ".join(
    f"{name}=()"
    for name in (
        "accelerometer", "autoplay", "browsing-topics", "camera", "display-capture", "geolocation", "gyroscope",
        "magnetometer", "microphone", "midi", "payment", "publickey-credentials-get", "screen-wake-lock", "usb",
        "xr-spatial-tracking",
    )
)  # fmt: skip
_NEVER_KEPT = "private, no-store"
# Answers under these addresses depend on who asks, whatever the page itself forgot to say.
_PERSONAL = ("/office/", "/accounts/")


class SecurityHeaders:
    """Stands first, so that files, errors and refusals carry the headers too. A header that a view set stays."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        in_office = request.path_info.startswith("/office/")
        headers = response.headers
        headers.setdefault("Content-Security-Policy", OFFICE_POLICY if in_office else PUBLIC_POLICY)
        headers.setdefault("Permissions-Policy", PERMISSIONS)
        headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if not settings.BASE_URL.startswith("https:"):
            # A browser ignores it there and says so in the console of every page.
            headers.pop("Cross-Origin-Opener-Policy", None)
        if "Cache-Control" not in headers and (
            request.path_info.startswith(_PERSONAL) or "cookie" in headers.get("Vary", "").lower()
        ):
            headers["Cache-Control"] = _NEVER_KEPT
        return response
