"""Addresses of the office; mounted under /office/."""

from django.urls import path

from yangguang.decisions.office import views

urlpatterns = [
    path("tables/", views.tables, name="tables_office"),
    path("tables/edit/", views.edit, name="table_edit"),
]
