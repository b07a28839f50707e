"""Addresses of the office; mounted under /office/."""

from django.urls import path

from yangguang.files import office

urlpatterns = [
    path("files/<str:uid>/redact/", office.redact, name="redact"),
    path("files/<str:uid>/redact/<int:number>.png", office.picture, name="redact_picture"),
]
