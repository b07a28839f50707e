from django.urls import path

from yangguang.sites.office import ColumnViewSet

urlpatterns = [path("columns/", ColumnViewSet("columns").urls)]
