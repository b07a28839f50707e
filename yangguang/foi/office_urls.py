"""Addresses of the office; mounted under /office/."""

from yangguang.foi.office import report_urls, request_urls

urlpatterns = [
    *report_urls.urlpatterns,
    *request_urls.urlpatterns,
]
