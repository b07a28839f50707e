"""Addresses of the office; mounted under /office/."""

from django.urls import path

from yangguang.documents.office import documents, exports, templates

urlpatterns = [
    path("exports/<slug:uid>/", exports.export, name="export"),
    path("documents/<slug:uid>/", documents.document, name="document"),
    path("templates/", templates.templates, name="templates_office"),
    path("templates/<str:code>/edit/", templates.edit, name="template_edit"),
]
