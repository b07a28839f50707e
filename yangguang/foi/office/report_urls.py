"""Addresses of annual reports in the office; mounted under /office/."""

from django.urls import path

from . import report, reports

urlpatterns = [
    path("reports/", reports.index, name="foi_reports"),
    path("reports/<int:year>/<slug:code>/", report.report, name="foi_report"),
    path("reports/<int:year>/<slug:code>/begin/", reports.begin, name="foi_report_begin"),
    path("reports/<int:year>/<slug:code>/parts/", reports.parts, name="foi_report_parts"),
    path("reports/<int:year>/<slug:code>/suits/", reports.suits, name="foi_report_suits"),
    path("reports/<int:year>/<slug:code>/norms/", reports.norms, name="foi_report_norms"),
    path("reports/<int:year>/<slug:code>/report.<slug:form>", reports.file, name="foi_report_file"),
]
