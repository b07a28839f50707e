"""Addresses of the office; mounted under /office/."""

from django.urls import path

from yangguang.search import office

urlpatterns = [
    path("search/", office.report, name="search_report"),
    path("search/words/", office.groups, name="search_words"),
    path("search/words/<int:pk>/", office.group, name="search_word_group"),
    path("search/words/<int:pk>/remove/", office.remove, name="search_word_group_remove"),
]
