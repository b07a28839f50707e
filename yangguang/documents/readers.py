"""Who may have the files of this room, and what the journal may say of documents."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from yangguang.documents import makers, rules
from yangguang.documents.models import Document, Export, ExportState
from yangguang.files.models import StoredFile
from yangguang.files.rules import register_owner
from yangguang.journal import subjects
from yangguang.journal.subjects import Description
from yangguang.lib.ref import Ref


def may_read_export(stored: StoredFile, user: Any) -> bool:
    """Only who asked for it, as long as they may still open what it was made of."""
    assert stored.owner is not None
    export = Export.objects.filter(uid=stored.owner.uid, state=ExportState.DONE).first()
    if export is None or export.asked_by_id != getattr(user, "pk", None) or export.subject is None:
        return False
    return makers.of(export).may_see(export.subject, user)


def may_read_document(stored: StoredFile, user: Any) -> bool:
    """Who may read the document."""
    assert stored.owner is not None
    document = Document.objects.filter(uid=stored.owner.uid).first()
    return document is not None and rules.may_see(document, user)


def _find(text: str) -> Ref | None:
    document = rules.by_code(text)
    return document.ref if document else None


def _describe(ref: Ref) -> Description | None:
    document = Document.objects.issued().filter(uid=ref.uid).first()
    return (
        Description(f"{document.name} {document.number}", document.get_absolute_url()) if document else None
    )


register_owner(Export.REF_KIND, may_read_export)
register_owner(Document.REF_KIND, may_read_document)
subjects.register(Document.REF_KIND, label=_("文书"), find=_find, describe=_describe)
