"""The portal's addresses."""

from __future__ import annotations

from django.urls import include, path

from .views import feeds, help, home, organisations, published, search, sitemaps

_public = [
    path("", home.home, name="home"),
    path("search/", search.search, name="search"),
    path("search/suggest", search.suggest, name="search_suggest"),
    path("search/opened", search.opened, name="search_opened"),
    path("published/", published.published, name="published"),
    path("organisations/", organisations.index, name="organisations"),
    path("organisations/<slug:code>/", organisations.page, name="organisation"),
    path("organisations/<slug:code>/items/", organisations.items, name="organisation_items"),
    path("data/", help.data, name="data"),
    path("help/<slug:topic>/", help.topic, name="help"),
    path("sitemap/", sitemaps.page, name="sitemap"),
    path("sitemap.xml", sitemaps.index, name="sitemap_index"),
    path("sitemap-pages.xml", sitemaps.pages, name="sitemap_pages"),
    path("sitemap-items-<int:part>.xml", sitemaps.items, name="sitemap_items"),
    path("robots.txt", sitemaps.robots, name="robots"),
    path("feeds/", feeds.index, name="feeds"),
    path("feeds/all.<slug:form>", feeds.everything, name="feed_all"),
    path("feeds/organisations/<slug:code>.<slug:form>", feeds.of_organisation, name="feed_organisation"),
    path("feeds/columns/<slug:code>.<slug:form>", feeds.of_column, name="feed_column"),
]
urlpatterns = [path("", include((_public, "portal")))]
