from django.urls import path

from yangguang.deadlines import office

urlpatterns = [
    path("calendar/", office.calendar, name="calendar"),
    path("calendar/<int:number>/", office.year, name="calendar_year"),
    path("limits/", office.limits, name="limits"),
]
