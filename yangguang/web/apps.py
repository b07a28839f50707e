from django.apps import AppConfig
from django.forms import Field
from django.utils.translation import gettext_lazy as _


class WebConfig(AppConfig):
    name = "yangguang.web"
    label = "web"
    verbose_name = "页面"

    def ready(self) -> None:
        # Wagtail's modules can be imported only when all models are known.
        from wagtail.admin.menu import admin_menu  # noqa: PLC0415
        from wagtail.admin.search import admin_search_areas  # noqa: PLC0415

        # Wagtail's own entries lead to pages that this office does not mount; ours come by construct_main_menu.
        admin_menu.registered_menu_items = []
        admin_search_areas.registered_search_areas = []
        # The office's frame words it "必需字段", which tells nobody what to do.
        Field.default_error_messages = {**Field.default_error_messages, "required": _("请填写这一项。")}
