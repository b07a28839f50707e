"""The office's address list: what of Wagtail's admin is mounted, by name; the rest answers 404.

Wagtail's shell asks for the addresses of pages that this house does not open (explorer, account, API);
those names exist here only so that the shell can be drawn.
"""

from __future__ import annotations

from typing import Any, NoReturn

from django.conf import settings
from django.http import Http404, HttpRequest
from django.urls import include, path
from django.views.decorators.cache import never_cache
from django.views.generic import RedirectView
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views import dismissibles, home
from wagtail.admin.views.i18n import localized_js_catalog


def closed(request: HttpRequest, **_: Any) -> NoReturn:
    """A page of Wagtail's that this office does not have."""
    raise Http404


shell_urls = [
    path("shell/sprite/", home.sprite, name="wagtailadmin_sprite"),
    path("shell/words/", localized_js_catalog, name="wagtailadmin_javascript_catalog"),
    path(
        "shell/dismissed/",
        never_cache(require_admin_access(dismissibles.DismissiblesView.as_view())),
        name="wagtailadmin_dismissibles",
    ),
    path("closed/pages/", closed, name="wagtailadmin_explore_root"),
    path("closed/pages/<int:parent_page_id>/", closed, name="wagtailadmin_explore"),
    path("closed/blocks/", closed, name="wagtailadmin_block_preview"),
    path("account/", RedirectView.as_view(url=settings.ACCOUNT_URL), name="wagtailadmin_account"),
    path("closed/sign-in/", closed, name="wagtailadmin_login"),
    path(
        "closed/api/",
        include(
            (
                [
                    path(f"{kind}/", include(([path("", closed, name="listing")], kind)))
                    for kind in ("pages", "documents", "images")
                ],
                "wagtailadmin_api",
            )
        ),
    ),
]
