"""Addresses of the office; mounted under /office/."""

from django.urls import path

from yangguang.documents.office import documents, ending, exports, templates

urlpatterns = [
    path("exports/<slug:uid>/", exports.export, name="export"),
    path("documents/<slug:uid>/", documents.document, name="document"),
    path("documents/<slug:uid>/void/", ending.void, name="document_void"),
    path("documents/<slug:uid>/replace/", ending.replace, name="document_replace"),
    path("templates/", templates.templates, name="templates_office"),
    path("templates/<str:code>/edit/", templates.edit, name="template_edit"),
]
