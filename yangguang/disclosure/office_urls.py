"""Addresses of the office; mounted under /office/."""

from django.urls import include, path

from . import fate_pages, office, office_archive, office_bulk, office_plan, office_register

_office = [
    path("items/", office.items, name="items"),
    path("items/new/", office.new, name="new"),
    path("items/check/", office.check, name="check"),
    path("register/bulk/", office_bulk.bulk, name="bulk"),
    path("register/", office_register.register, name="register"),
    path("register/register.csv", office_register.register_csv, name="register_csv"),
    path("register/register.xlsx", office_register.register_xlsx, name="register_xlsx"),
    path("statistics/", office_register.figures, name="statistics"),
    path("statistics/statistics.csv", office_register.figures_csv, name="statistics_csv"),
    path("items/<slug:uid>/", office.item, name="item"),
    path("items/<slug:uid>/edit/", office.edit, name="edit"),
    path("items/<slug:uid>/submit/", office.submit, name="submit"),
    path("items/<slug:uid>/next/", fate_pages.begin_next, name="begin_next"),
    path("items/<slug:uid>/withdraw/", fate_pages.withdraw, name="withdraw"),
    path("items/<slug:uid>/restore/", fate_pages.restore, name="restore"),
    path("items/<slug:uid>/expunge/", fate_pages.expunge, name="expunge"),
    path("items/<slug:uid>/validity/", fate_pages.validity, name="validity"),
    path("items/<slug:uid>/archive.zip", office_archive.package, name="archive"),
    path("items/<slug:uid>/plan/", office_plan.plan, name="plan"),
    path("items/<slug:uid>/findings/", office.rule_finding, name="findings"),
    path("items/<slug:uid>/preview/", office.preview, name="preview"),
    path("items/<slug:uid>/editions/<int:number>/", office.edition, name="edition"),
    path("items/<slug:uid>/attachments/<int:entry>/remove/", office.detach, name="detach"),
]
urlpatterns = [path("", include((_office, "disclosure_office")))]
