from django.urls import path

from yangguang.screening import office

urlpatterns = [
    path("words/", office.word_lists, name="word_lists"),
    path("words/<slug:code>/", office.word_list, name="word_list"),
    path("words/<slug:code>/<int:pk>/remove/", office.remove_word, name="word_remove"),
]
