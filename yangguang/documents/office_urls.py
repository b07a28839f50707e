"""Addresses of the office; mounted under /office/."""

from django.urls import path

from yangguang.documents.office import exports

urlpatterns = [
    path("exports/<slug:uid>/", exports.export, name="export"),
]
