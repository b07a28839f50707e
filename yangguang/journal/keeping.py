"""Whether the pages that are kept as files are as new as the book; see ``web.pagestore``."""

from yangguang.journal.models import Act
from yangguang.web import pagestore


def is_stale() -> bool:
    """Whether a public act was recorded under the open shelf without closing it, by somebody who went round the house."""
    opened = pagestore.opened_at()
    if opened is None:
        return False
    newest = Act.objects.filter(is_public=True).order_by("-pk").values_list("recorded_at", flat=True).first()
    # Asked again: an act that has closed the shelf in the meantime is as it should be.
    return newest is not None and newest > opened and pagestore.opened_at() == opened


def tend() -> int:
    """Close what is stale, and clear away; how much there was."""
    if is_stale():
        pagestore.close()
    return pagestore.tend()
