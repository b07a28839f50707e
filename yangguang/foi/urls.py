"""Public addresses of this room."""

from django.urls import path

from yangguang.foi import report_pages

urlpatterns = [
    path("foi/reports/", report_pages.index, name="foi_public_reports"),
    path("foi/reports/<int:year>.csv", report_pages.table, name="foi_public_reports_csv"),
]
