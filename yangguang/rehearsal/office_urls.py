"""Addresses of the office; mounted under /office/."""

from django.urls import path

from yangguang.rehearsal import office

urlpatterns = [
    path("rehearsal/", office.rehearsal, name="rehearsal"),
    path("rehearsal/clock/", office.move, name="rehearsal_clock"),
]
