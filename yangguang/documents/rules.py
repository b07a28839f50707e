"""Pure questions: which template holds where, who may read a document, what a code stands for."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from yangguang.documents import kinds
from yangguang.documents.models import Document, DocumentState, Template, TemplateVersion
from yangguang.lib import codes
from yangguang.lib.errors import Refusal
from yangguang.organisations.acting import Acting
from yangguang.organisations.models import Organisation
from yangguang.organisations.permissions import Permission
from yangguang.organisations.rules import may, nearest, organisations_where


def template_for(kind: str, organisation: Organisation) -> TemplateVersion:
    """The version in force for an organisation: the nearest scope's newest one. Refusal ``no-template`` without any."""
    holder = nearest(Template.objects.filter(code=kind, versions__isnull=False).distinct(), organisation)
    version = holder.current if holder else None
    if version is None:
        known = kinds.find(kind)
        told = {"name": known.name if known else kind}
        raise Refusal(_("还没有“%(name)s”的模板，请先由管理员编写并发布。") % told, code="no-template")
    return version


def may_publish(user: Any, organisation: Organisation | None) -> bool:
    """Whether the user may publish a template for an organisation; for all of them (None) only from the top."""
    if organisation is None:
        return organisations_where(user, Permission.MANAGE_TEMPLATES).filter(parent=None).exists()
    return may(user, Permission.MANAGE_TEMPLATES, organisation)


def may_see(document: Document, user: Any) -> bool:
    """Whether a user may read a document: as ``visible_to`` says, or whom its kind lets read it (its addressee)."""
    kind = kinds.find(document.kind)
    if Document.objects.visible_to(user).filter(pk=document.pk).exists():
        return True
    return bool(kind and kind.may_see(document, user))


def acting_to_end(document: Document, user: Any) -> Acting:
    """The right to declare a document void or to replace it, as its kind says. Refusal ``forbidden``."""
    return kinds.named(document.kind).ending(document, user)


def may_end(document: Document, user: Any) -> bool:
    """Whether a user has the right to declare a document void; of a draft nobody has."""
    if document.state == DocumentState.DRAFT or kinds.find(document.kind) is None:
        return False
    try:
        acting_to_end(document, user)
    except Refusal:
        return False
    return True


def by_code(text: str) -> Document | None:
    """The issued document whose verification code somebody typed."""
    code = codes.understood(text)
    rows = Document.objects.issued().select_related("organisation")
    return rows.filter(code=code).first() if code else None


def is_its_file(document: Document, sha256: str) -> bool:
    """Whether a file with this fingerprint is the document, as it was issued."""
    return sha256 in {document.pdf_sha256, document.docx_sha256}
