from django.apps import AppConfig


class SitesConfig(AppConfig):
    name = "yangguang.sites"
    label = "sites"
    verbose_name = "网站与栏目"

    def ready(self) -> None:
        from yangguang.sites import acts  # noqa: F401, PLC0415
