from django.urls import path

from yangguang.journal import views

urlpatterns = [
    path("verify/", views.verify, name="verify"),
    path("verify/check_proof.py", views.checker, name="verify_checker"),
    path("verify/<str:uid>/", views.act, name="verify_act"),
    path("verify/<str:uid>/proof.json", views.proof, name="verify_proof"),
    path("seals/", views.seals, name="seals"),
    path("seals/feed.atom", views.feed, name="seals_feed"),
    path("seals/<int:number>.json", views.seal, name="seal"),
]
