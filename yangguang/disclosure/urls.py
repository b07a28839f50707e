"""Public addresses."""

from django.urls import include, path

from . import item_views, views

_public = [
    path("catalogue/", views.catalogue, name="catalogue"),
    path("catalogue/<slug:code>/", views.category, name="category"),
    path("catalogue/<slug:code>/items.csv", views.list_csv, name="list_csv"),
    path("catalogue/<slug:code>/items.json", views.list_json, name="list_json"),
    path("catalogue/<slug:code>/items.atom", views.list_atom, name="list_atom"),
    path("columns/<slug:code>/", views.column, name="column"),
    # An index number contains a slash, so it comes last in every address and what follows it is fixed.
    path("items/<path:index_number>/changes/<int:release>/", item_views.changes, name="changes"),
    path("items/<path:index_number>/releases/<int:release>/", item_views.release, name="release"),
    path(
        "items/<path:index_number>/releases/<int:release>/proof.json",
        item_views.release_proof,
        name="release_proof",
    ),
    path("items/<path:index_number>/proof.json", item_views.proof, name="proof"),
    path("items/<path:index_number>/", item_views.item, name="item"),
]
urlpatterns = [path("", include((_public, "disclosure")))]
