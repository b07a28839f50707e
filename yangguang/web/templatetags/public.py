"""What the public base template asks: the national tags, and the way to large text and back."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from yangguang.web import large
from yangguang.web.meta import PageMeta

register = template.Library()


@register.simple_tag(takes_context=True)
def national_meta(context: Context) -> SafeString:
    """The tags that 国办发〔2017〕47号 wants on this page; without ``page_meta``, those of 政务公开."""
    page = context.get("page_meta")
    meta = page if isinstance(page, PageMeta) else PageMeta()
    return format_html_join("\n", '<meta name="{}" content="{}">', meta.tags(context.get("site")))


@register.simple_tag(takes_context=True)
def size_switch(context: Context) -> SafeString:
    """A plain link: works without script and without a cookie."""
    request: Any = context.get("request")
    if request is None:
        return SafeString("")
    label = _("标准字号") if large.is_large(request) else _("大字版")
    return format_html('<a data-keep href="{}">{}</a>', large.other_size(request), label)
