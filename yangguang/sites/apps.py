from django.apps import AppConfig


class SitesConfig(AppConfig):
    name = "yangguang.sites"
    label = "sites"
    verbose_name = "网站与栏目"

    def ready(self) -> None:
        from yangguang.sites import acts, office  # noqa: F401, PLC0415 (declare acts, offer the menu entry)
