"""Columns in the office: a list, and a form for what a column is called and takes in."""

from __future__ import annotations

from typing import Any

from django.forms import ModelForm
from django.utils.translation import gettext_lazy as _

from yangguang.organisations.permissions import Permission
from yangguang.organisations.rules import acting_as, may, may_anywhere
from yangguang.sites import actions
from yangguang.sites.forms import ColumnForm
from yangguang.sites.models import Column
from yangguang.web.office import menu
from yangguang.web.office.viewset import ScopedViewSet


class ColumnViewSet(ScopedViewSet):
    model = Column
    icon = "list-ul"
    list_display = ["name", "code", "site", "parent", "column_type", "order", "closed_on"]
    list_filter = ["site", "column_type"]
    ordering = ["site", "order"]

    def get_form_class(self, for_update: bool = False) -> type[ColumnForm]:
        return ColumnForm

    def may_add(self, user: Any) -> bool:
        return may_anywhere(user, Permission.MANAGE_CATALOGUE)

    def may_change(self, user: Any, instance: Any) -> bool:
        return may(user, Permission.MANAGE_CATALOGUE, instance.site.organisation)

    def create(self, form: ModelForm[Column], user: Any) -> Column:
        assert isinstance(form, ColumnForm)
        given = form.cleaned_data
        return actions.open_column(
            given["site"],
            given["code"],
            parent=given["parent"],
            question=form.question(),
            actor=acting_as(user, given["site"].organisation, permission=Permission.MANAGE_CATALOGUE),
            **_facts(given),
        )

    def change(self, form: ModelForm[Column], user: Any) -> Column:
        assert isinstance(form, ColumnForm)
        organisation = form.instance.site.organisation
        return actions.amend_column(
            form.instance,
            question=form.question(),
            actor=acting_as(user, organisation, permission=Permission.MANAGE_CATALOGUE),
            **_facts(form.cleaned_data),
        )


def _facts(given: dict[str, Any]) -> dict[str, Any]:
    return {name: given[name] for name in actions.COLUMN_FACTS}


menu.register(
    _("栏目"),
    "columns:index",
    "list-ul",
    permitted=lambda user: may_anywhere(user, Permission.MANAGE_CATALOGUE),
    order=420,
)
