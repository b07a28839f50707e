from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "yangguang.search"
    label = "search"
    verbose_name = "搜索"

    def ready(self) -> None:
        from yangguang.search import acts, office, schedule  # noqa: F401, PLC0415 (acts, menu, jobs)
