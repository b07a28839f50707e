"""Public addresses. The code of a receipt stands in an address as on paper, and in no log (``web.middleware``)."""

from django.urls import path

from yangguang.foi import report_pages, views

_ONE = "foi/requests/<str:code>/"

urlpatterns = [
    path("foi/", views.guide, name="foi"),
    path("foi/apply/", views.apply, name="foi_apply"),
    path("foi/apply/known/", views.known, name="foi_known"),
    path("foi/track/", views.track, name="foi_track"),
    path("foi/reports/", report_pages.index, name="foi_public_reports"),
    path("foi/reports/<int:year>.csv", report_pages.table, name="foi_public_reports_csv"),
    path("foi/mine/", views.mine, name="foi_mine"),
    path("foi/mine/<str:uid>/", views.one_of_mine, name="foi_one_of_mine"),
    path(_ONE, views.follow, name="foi_follow"),
    path(f"{_ONE}receipt/", views.receipt, name="foi_receipt"),
    path(f"{_ONE}answer/", views.supply, name="foi_supply"),
    path(f"{_ONE}withdraw/", views.withdraw, name="foi_withdraw"),
    path(f"{_ONE}rate/", views.rate, name="foi_rate"),
    path(f"{_ONE}files/<str:uid>/<str:name>", views.download, name="foi_file"),
]
