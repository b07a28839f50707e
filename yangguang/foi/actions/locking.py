"""The row of a request, held until the transaction ends."""

from __future__ import annotations

from yangguang.casework.models import Case
from yangguang.foi.models import Request


def locked(request: Request) -> Request:
    """The request as it is now. Its case first, then the row: always in this order."""
    list(Case.objects.select_for_update(of=("self",)).filter(subject=request.ref).order_by("pk"))
    rows = Request.objects.select_for_update(of=("self",))
    return rows.select_related("organisation", "applicant", "agent").get(pk=request.pk)
