from django.urls import path

from yangguang.notices import office

urlpatterns = [
    path("notices/", office.inbox, name="notices"),
    path("notices/read/", office.read_all, name="notices_read_all"),
    path("notices/<str:uid>/read/", office.read, name="notices_read"),
]
