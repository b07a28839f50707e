"""The house's own icons: one small set of strokes, drawn inline (a template builtin: no ``load``)."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

_STROKES = {
    "search": '<circle cx="10.5" cy="10.5" r="6.5"/><path d="m15.5 15.5 5 5"/>',
    "file": '<path d="M6 3h8l4 4v14H6z"/><path d="M14 3v4h4M9 12h6M9 16h6"/>',
    "print": '<path d="M7 8V3h10v5M7 17H4V9h16v8h-3"/><path d="M7 14h10v7H7z"/>',
    "share": '<path d="M12 15V3m0 0L8 7m4-4 4 4"/><path d="M6 11H5v10h14V11h-1"/>',
    "text-size": '<path d="M3 19 8 6l5 13M4.7 15h6.6"/><path d="m14 19 3.5-9 3.5 9M15.2 16h4.6"/>',
    "download": '<path d="M4 20h16M12 4v11m0 0-4-4m4 4 4-4"/>',
    "verify": '<path d="M12 3 5 6v5c0 5 3 8 7 10 4-2 7-5 7-10V6z"/><path d="m9 12 2 2 4-4"/>',
    "warning": '<path d="M12 3.5 2.5 20h19z"/><path d="M12 10v5M12 17.5v.2"/>',
    "info": '<circle cx="12" cy="12" r="9"/><path d="M12 11v6M12 7.5v.2"/>',
    "tick": '<path d="m5 12.5 4.5 4.5L19 7.5"/>',
    "feed": '<path d="M5 19v.1M5 12a7 7 0 0 1 7 7M5 5a14 14 0 0 1 14 14"/>',
    "desk": '<path d="M3 8h18v12H3zM8 8V4h8v4M3 13h18"/>',
    "list": '<path d="M8 6h13M8 12h13M8 18h13M3.5 6v.1M3.5 12v.1M3.5 18v.1"/>',
    "mail": '<path d="M3 6h18v13H3z"/><path d="m3 7 9 7 9-7"/>',
    "person": '<circle cx="12" cy="8" r="4"/><path d="M4 21c.8-5 3.5-7 8-7s7.2 2 8 7"/>',
    "calendar": '<path d="M4 5h16v16H4zM4 10h16M8 3v4M16 3v4"/>',
    "flow": '<path d="M3 4h7v5H3zM14 15h7v5h-7zM10 6.5h7.5V15"/>',
    "building": '<path d="M4 21V9l8-5 8 5v12M4 21h16M9 21v-6h6v6"/>',
}


@register.simple_tag
def icon(name: str, css: str = "") -> SafeString:
    """An icon by name, hidden from screen readers; a name that does not exist is a KeyError in tests."""
    return format_html(
        '<svg class="icon{}" viewBox="0 0 24 24" aria-hidden="true">{}</svg>',
        f" {css}" if css else "",
        mark_safe(_STROKES[name]),
    )
