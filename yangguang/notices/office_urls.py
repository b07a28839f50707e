from django.urls import path
from wagtail.admin.auth import require_admin_access

from yangguang.notices import office

urlpatterns = [
    path("notices/", require_admin_access(office.inbox), name="notices"),
    path("notices/read/", require_admin_access(office.read_all), name="notices_read_all"),
    path("notices/<str:uid>/read/", require_admin_access(office.read), name="notices_read"),
]
