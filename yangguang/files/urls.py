"""Where files are found."""

from django.urls import path

from yangguang.files import views

urlpatterns = [path("files/<str:uid>/<str:name>", views.download, name="file")]
