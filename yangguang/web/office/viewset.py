"""The only base of office list and form pages.

Stock Wagtail views ask permissions by model and ignore the row, so one department's officer could read
another's drafts through history, copy, usage or export. A :class:`ScopedViewSet` shows only the rows of
``Model.objects.visible_to(user)``, writes only through the room's verbs, and mounts list, add and edit:
nothing else of Wagtail's. An architecture test forbids every other base.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models
from django.forms import ModelForm
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import path
from django.utils.translation import gettext as _
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies.base import BasePermissionPolicy

from yangguang.lib.errors import Refusal


class ScopedPolicy(BasePermissionPolicy):
    """Answers Wagtail's questions about permission from the viewset's own two."""

    def __init__(self, viewset: ScopedViewSet) -> None:
        super().__init__(viewset.model)
        self.viewset = viewset

    def user_has_permission(self, user: Any, action: str) -> bool:
        return self.user_has_any_permission(user, [action])

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        may_add = "add" in actions and self.viewset.may_add(user)
        # Which rows may be seen and changed is decided row by row, in the queryset and in may_change; where there is
        # neither a row to see nor one to add, there is no page.
        return may_add or (bool({"change", "view"} & set(actions)) and self.viewset.rows(user).exists())

    def user_has_any_permission_for_instance(self, user: Any, actions: Any, instance: models.Model) -> bool:
        return "change" in actions and self.viewset.may_change(user, instance)

    def instances_user_has_any_permission_for(self, user: Any, actions: Any) -> models.QuerySet:
        return self.viewset.rows(user)

    def users_with_any_permission(self, actions: Any) -> Any:
        raise NotImplementedError  # pragma: no cover - who holds a post is asked of organisations


class _Door:
    """Wagtail sends whom it lets nothing do back to the desk with a message; this house says 403, as everywhere."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        except PermissionDenied as denied:
            raise Refusal(
                _("您的岗位没有这项权限。需要的话，请联系本单位的系统管理员。"), code="forbidden"
            ) from denied


class ScopedIndexView(_Door, generic.IndexView):
    viewset: Any = None
    any_permission_required = ["add", "change", "view"]

    def get_base_queryset(self) -> models.QuerySet:
        return self.viewset.rows(self.request.user)


class _VerbForm:
    """Saving calls the room's verb; a refusal goes back into the form, with everything that was typed."""

    viewset: Any = None
    request: Any
    form: Any
    get_error_message: Any

    def is_valid(self, form: ModelForm) -> bool:
        if not super().is_valid(form):  # type: ignore[misc]
            return False
        try:
            self.saved = self.write(form)
        except Refusal as refusal:
            known = refusal.field if refusal.field in form.fields else None
            form.add_error(known, refusal.message)
            self.produced_error_code = "validation_error"
            self.produced_error_message = self.get_error_message()
            return False
        return True

    def write(self, form: ModelForm) -> models.Model:
        raise NotImplementedError

    def save_instance(self) -> models.Model:
        return self.saved

    def save_action(self) -> Any:
        self.object = self.saved
        return super().save_action()  # type: ignore[misc]


class ScopedCreateView(_Door, _VerbForm, generic.CreateView):
    def write(self, form: ModelForm) -> models.Model:
        return self.viewset.create(form, self.request.user)


class ScopedEditView(_Door, _VerbForm, generic.EditView):
    def get_base_queryset(self) -> models.QuerySet:
        return self.viewset.rows(self.request.user)

    def get_queryset(self) -> models.QuerySet:
        return self.viewset.rows(self.request.user)

    def write(self, form: ModelForm) -> models.Model:
        return self.viewset.change(form, self.request.user)


class ScopedViewSet(ModelViewSet):
    """Subclasses name ``model``, ``form_fields`` or ``get_form_class``, ``list_display`` and the verbs."""

    index_view_class = ScopedIndexView
    add_view_class = ScopedCreateView
    edit_view_class = ScopedEditView
    copy_view_enabled = False
    inspect_view_enabled = False
    search_backend_name = None
    add_to_admin_menu = False
    add_to_reference_index = False

    def rows(self, user: Any) -> models.QuerySet:
        """The rows this person may see: the model's one policy."""
        return self.model.objects.visible_to(user)

    def may_add(self, user: Any) -> bool:
        return False

    def may_change(self, user: Any, instance: models.Model) -> bool:
        return False

    def create(self, form: ModelForm, user: Any) -> models.Model:
        """Call the verb that makes a row. ``form`` is valid and unsaved."""
        raise NotImplementedError

    def change(self, form: ModelForm, user: Any) -> models.Model:
        """Call the verb that changes ``form.instance``."""
        raise NotImplementedError

    @property
    def permission_policy(self) -> ScopedPolicy:
        return ScopedPolicy(self)

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_common_view_kwargs(
            **{
                "viewset": self,
                "history_url_name": None,
                "usage_url_name": None,
                "delete_url_name": None,
                **kwargs,
            }
        )

    def get_urlpatterns(self) -> list[Any]:
        key = f"<{self.pk_path_converter}:pk>"
        return [
            path("", require_admin_access(self.index_view), name="index"),
            path("results/", require_admin_access(self.index_results_view), name="index_results"),
            path("new/", require_admin_access(self.add_view), name="add"),
            path(f"edit/{key}/", require_admin_access(self.edit_view), name="edit"),
        ]

    @property
    def urls(self) -> tuple[list[Any], str, str]:
        """For ``path("things/", viewset.urls)``."""
        return self.get_urlpatterns(), self.url_namespace, self.url_namespace
