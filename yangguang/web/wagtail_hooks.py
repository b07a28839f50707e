"""What of Wagtail's admin is kept: the shell. Its menu is replaced by the house's own."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks

from yangguang.web.office import menu


@hooks.register("construct_main_menu")
def own_menu(request: HttpRequest, menu_items: list[Any]) -> None:
    menu_items[:] = [item for item in menu.items() if item.is_shown(request)]


@hooks.register("insert_global_admin_js")
def office_js() -> SafeString:
    return format_html('<script src="{}" defer></script>', static("web/office.js"))
