"""Addresses of the office; mounted under /office/."""

from django.urls import include, path

from . import office

_office = [
    path("items/", office.items, name="items"),
    path("items/new/", office.new, name="new"),
    path("items/check/", office.check, name="check"),
    path("items/<slug:uid>/", office.item, name="item"),
    path("items/<slug:uid>/edit/", office.edit, name="edit"),
    path("items/<slug:uid>/submit/", office.submit, name="submit"),
    path("items/<slug:uid>/next/", office.begin_next, name="begin_next"),
    path("items/<slug:uid>/findings/", office.rule_finding, name="findings"),
    path("items/<slug:uid>/preview/", office.preview, name="preview"),
    path("items/<slug:uid>/editions/<int:number>/", office.edition, name="edition"),
    path("items/<slug:uid>/attachments/<int:entry>/remove/", office.detach, name="detach"),
]
urlpatterns = [path("", include((_office, "disclosure_office")))]
