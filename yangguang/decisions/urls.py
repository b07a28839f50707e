from django.urls import path

from yangguang.decisions import views

urlpatterns = [
    path("tables/", views.tables, name="tables"),
    path("tables/<slug:code>/", views.table, name="table"),
    path("tables/<slug:code>/<int:number>/", views.version, name="table_version"),
    path("tables/<slug:code>/<int:number>/table.dmn", views.definition, name="table_definition"),
    path("tables/<slug:code>/<int:number>/table.xlsx", views.sheet, name="table_sheet"),
]
