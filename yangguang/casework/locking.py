"""One at a time moves a case. A sub-case is locked after the cases above it, so that two never wait for each other."""

from __future__ import annotations

from yangguang.casework.models import Case, CaseQuerySet, ProcessVersion
from yangguang.web.prepared import prepared


def lock(case: Case) -> None:
    """From here on the case stands still. What may have changed since it was read is read again with the lock itself."""
    if case.parent_id is not None:
        above, keys = case.parent, []
        while above is not None:
            keys.append(above.pk)
            above = above.parent
        for key in reversed(keys):
            _locked(key)
    row = _locked(case.pk)[0]
    case.state, case.data = row.state, row.data
    if row.version_id != case.version_id:  # moved to another version meanwhile
        case.version = ProcessVersion.objects.get(pk=row.version_id)


@prepared
def _locked(pk: int) -> CaseQuerySet:
    return Case.objects.select_for_update().only("pk", "state", "data", "version").filter(pk=pk)
