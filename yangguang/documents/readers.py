"""Who may have the files of this room."""

from __future__ import annotations

from typing import Any

from yangguang.documents import makers
from yangguang.documents.models import Export, ExportState
from yangguang.files.models import StoredFile
from yangguang.files.rules import register_owner


def may_read_export(stored: StoredFile, user: Any) -> bool:
    """Only who asked for it, as long as they may still open what it was made of."""
    assert stored.owner is not None
    export = Export.objects.filter(uid=stored.owner.uid, state=ExportState.DONE).first()
    if export is None or export.asked_by_id != getattr(user, "pk", None) or export.subject is None:
        return False
    return makers.of(export).may_see(export.subject, user)


register_owner(Export.REF_KIND, may_read_export)
