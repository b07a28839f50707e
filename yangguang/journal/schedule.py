"""What the worker does for the journal."""

from django.utils.translation import gettext_lazy as _

from yangguang.jobs.schedule import continuously, every
from yangguang.journal import actions, keeping


@every("journal.seal", seconds=60, label=_("封存公开日志"))
def seal() -> None:
    while actions.seal() is not None:
        pass


@continuously("journal.deliver")
def deliver() -> int:
    return actions.deliver()


@continuously("journal.pages")
def tend_pages() -> int:
    return keeping.tend()
