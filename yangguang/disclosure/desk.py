"""The drawer of drafts on an officer's desk: what she is writing and what came back to her."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from yangguang.casework.drawers import Drawer, register
from yangguang.organisations.permissions import Permission
from yangguang.organisations.rules import organisations_where
from yangguang.web.pages import Numbered

from . import rules, written
from .models import Item, ItemQuerySet
from .office import rows_of


def _drafts(user: Any) -> ItemQuerySet:
    mine = Item.objects.filter(organisation__in=organisations_where(user, Permission.DRAFT))
    return (
        written.being_written(mine)
        .select_related("organisation", "category__parent", "live_edition")
        .order_by("-pk")
    )


def _show(request: HttpRequest, shown: Numbered) -> str:
    context = {
        "rows": rows_of(request.user, shown.page),
        "numbered": shown,
        "names": rules.STATE_NAMES,
        "may_draft": True,
        "bulk_categories": rules.categories_for(request.user),
    }
    return render_to_string("disclosure/office/drafts.html", context, request=request)


register(Drawer("drafts", _("起草中"), _drafts, lambda user: written.count_written(user).all, _show))
