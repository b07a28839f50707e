"""What the worker does for this room."""

from django.utils.translation import gettext_lazy as _

from yangguang.disclosure import actions
from yangguang.jobs.schedule import every


@every("disclosure.publish_due", seconds=20, label=_("到时公开已经签发的信息"), steady=True)
def publish_due() -> None:
    actions.publish_due()
