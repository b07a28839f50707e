"""Addresses of the office; mounted under /office/."""

from django.urls import path

from yangguang.foi.office import report_urls, request

urlpatterns = [
    *report_urls.urlpatterns,
    path("requests/<slug:uid>/", request.request_page, name="foi_request"),
]
