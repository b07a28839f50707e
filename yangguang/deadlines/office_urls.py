from django.urls import path

from yangguang.deadlines.office import calendar, clocks, feed, grounds, limits

urlpatterns = [
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/<int:number>/", calendar.year, name="calendar_year"),
    path("limits/", limits.limits, name="limits"),
    path("limits/<int:pk>/amend/", limits.amend, name="limit_amend"),
    path("limits/<int:pk>/grounds/add/", grounds.add, name="ground_add"),
    path("limits/<int:pk>/grounds/<int:ground_pk>/", grounds.ground, name="ground"),
    path("clocks/", clocks.clocks, name="clocks"),
    path("clocks/<slug:uid>/", clocks.clock, name="clock"),
    path("clocks/<slug:uid>/<slug:verb>/", clocks.act, name="clock_act"),
    path("deadlines/", feed.mine, name="deadline_feed"),
    path("deadlines.ics", feed.ics, name="deadlines_ics"),
]
