"""The verbs of documents: compose, issue, replace, make void. Called by the rooms whose matter it is, which ask who may."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from yangguang.documents import blocks, kinds, rendering, rules
from yangguang.documents.acts import COMPOSED, ENDED, FILED, ISSUED, REPLACED, VOIDED
from yangguang.documents.models import Document, DocumentState
from yangguang.files import actions as files
from yangguang.files.models import Retention, StoredFile
from yangguang.journal.actions import record
from yangguang.lib import clock, codes
from yangguang.lib.errors import Refusal
from yangguang.lib.ref import Ref
from yangguang.organisations.acting import Acting
from yangguang.organisations.actions import allocate_number
from yangguang.organisations.models import Organisation


@transaction.atomic
def compose(
    kind: str,
    *,
    organisation: Organisation,
    subject: Ref,
    data: Mapping[str, Any],
    acting: Acting,
    replaces: Document | None = None,
) -> Document:
    """Draft a document by the template in force. Values may still be missing; words the kind does not know may not.

    Raises Refusal ``no-template``; ``conflict`` where the one to be replaced is not in force.
    """
    known = kinds.named(kind)
    if replaces is not None and (replaces.state != DocumentState.ISSUED or replaces.kind != kind):
        raise Refusal(_("只能替换现行有效的同种文书。"), code="conflict")
    document = Document(
        kind=kind,
        version=rules.template_for(kind, organisation),
        organisation=organisation,
        subject=subject,
        drafted_by=acting.user,
        drafted_at=clock.now(),
        replaces=replaces,
    )
    document.keep(_values(known, data))
    document.save(force_insert=True)
    record(
        COMPOSED,
        subject=document.ref,
        actor=acting.actor,
        public={"name": document.name, "template": document.version.number},
        organisation_code=organisation.code,
        about=[subject],
    )
    return document


@transaction.atomic
def redraft(document: Document, data: Mapping[str, Any], *, acting: Acting) -> Document:
    """Change a draft's values; it is written by the template that is now in force."""
    locked = _locked(document, DocumentState.DRAFT)
    locked.keep(_values(kinds.named(locked.kind), data))
    locked.version = rules.template_for(locked.kind, locked.organisation)
    locked.save(update_fields=["sealed", "version"])
    return locked


@transaction.atomic
def issue(document: Document, *, acting: Acting, on: date | None = None, why: str = "") -> Document:
    """Give a draft its number and code, make its files and freeze it. What it replaces is out of force from now on, and
    ``why`` stands with it.

    Raises Refusal for missing values (by their Chinese names), for a missing number pattern, or when somebody was first.
    """
    locked = _locked(document, DocumentState.DRAFT)
    kind, data = kinds.named(locked.kind), locked.data
    lacking = blocks.missing(kind, data)
    if lacking:
        raise Refusal(_("还不能出具，缺少：%(names)s。") % {"names": "、".join(lacking)}, code="incomplete")
    old = _locked(locked.replaces, DocumentState.ISSUED) if locked.replaces else None
    now = clock.now()
    day = on or clock.day_of(now)
    locked.code = codes.new_code()
    locked.number = allocate_number(kind.numbered, locked.organisation, day)
    locked.issued_at, locked.state = now, DocumentState.ISSUED
    _make_files(locked, {**data, **_own(locked, day)}, acting)
    locked.save()
    told = {"name": locked.name, "number": locked.number}
    record(
        ISSUED,
        subject=locked.ref,
        actor=acting.actor,
        public={
            **told,
            "issuer": locked.organisation.name,
            "issued_on": day.isoformat(),
            "pdf_sha256": locked.pdf_sha256,
            "docx_sha256": locked.docx_sha256,
        },
        organisation_code=locked.organisation.code,
    )
    record(
        FILED,
        subject=locked.subject,
        actor=acting.actor,
        public=told,
        organisation_code=locked.organisation.code,
        about=[locked.ref],
    )
    if old is not None:
        by = _("由%(number)s替换") % {"number": locked.number}
        _end(old, DocumentState.REPLACED, f"{by}：{why}" if why else by, acting)
        record(
            REPLACED,
            subject=old.ref,
            actor=acting.actor,
            public={"name": old.name, "number": old.number, "by": locked.number},
            organisation_code=old.organisation.code,
        )
    return locked


@transaction.atomic
def replace(document: Document, data: Mapping[str, Any], *, acting: Acting) -> Document:
    """Draft the document that shall take the place of one in force; that one holds until the new one is issued."""
    old = _locked(document, DocumentState.ISSUED)
    if old.successors.filter(state=DocumentState.DRAFT).exists():
        raise Refusal(_("替换它的文书已经在起草，请直接修改那一份。"), code="conflict")
    return compose(
        old.kind,
        organisation=old.organisation,
        subject=old.subject,
        data={**old.data, **data},
        acting=acting,
        replaces=old,
    )


@transaction.atomic
def substitute(document: Document, data: Mapping[str, Any], *, reason: str, acting: Acting) -> Document:
    """Issue at once the document that takes the place of one in force, with the reason. Raises Refusal where nothing was
    changed, a value is missing, or somebody was first.
    """
    if not reason.strip():
        raise Refusal(_("请写明替换的原因。"), field="reason")
    fresh = replace(document, data, acting=acting)
    if _filled(fresh) == _filled(document):
        raise Refusal(_("没有改动，不需要替换。要让它失效的请作废。"))
    return issue(fresh, acting=acting, why=reason.strip())


@transaction.atomic
def void(document: Document, *, reason: str, acting: Acting) -> Document:
    """Declare an issued document void, with the reason; the verification page says so from this moment."""
    if not reason.strip():
        raise Refusal(_("请写明作废的原因。"), field="reason")
    locked = _locked(document, DocumentState.ISSUED)
    _end(locked, DocumentState.VOID, reason.strip(), acting)
    record(
        VOIDED,
        subject=locked.ref,
        actor=acting.actor,
        public={"name": locked.name, "number": locked.number},
        private={"reason": locked.reason},
        organisation_code=locked.organisation.code,
    )
    return locked


def _values(kind: kinds.Kind, data: Mapping[str, Any]) -> dict[str, str]:
    unknown = set(data) - {one.name for one in kind.placeholders}
    if unknown:
        raise LookupError(f"{kind.code} has no placeholders {sorted(unknown)}")
    return blocks.cleaned(data)


def _filled(document: Document) -> dict[str, str]:
    return {name: value for name, value in document.data.items() if value}


def _own(document: Document, day: date) -> dict[str, str]:
    return {
        "organisation": document.organisation.name,
        "number": document.number,
        "issued_on": f"{day.year}年{day.month}月{day.day}日",
        "code": document.code or "",
        "address": document.address,
    }


def _make_files(document: Document, data: dict[str, str], acting: Acting) -> None:
    assert document.issued_at is not None
    version = document.version
    sheet = rendering.sheet_of(version.look, version.blocks, data, at=document.issued_at)
    document.pdf = _kept(document, rendering.pdf(sheet), "pdf", acting)
    document.docx = _kept(document, rendering.docx(sheet), "docx", acting)
    document.pdf_sha256, document.docx_sha256 = str(document.pdf.blob_id), str(document.docx.blob_id)


def _kept(document: Document, content: bytes, form: str, acting: Acting) -> StoredFile:
    name = f"{document.name}-{document.number}.{form}"
    return files.keep_made(
        io.BytesIO(content), owner=document.ref, name=name, by=acting.actor, retention=Retention.PERMANENT
    )


def _end(document: Document, state: DocumentState, reason: str, acting: Acting) -> None:
    document.state, document.reason, document.ended_at = state, reason[:300], clock.now()
    document.save(update_fields=["state", "reason", "ended_at"])
    record(
        ENDED,
        subject=document.subject,
        actor=acting.actor,
        public={
            "name": document.name,
            "number": document.number,
            "state": str(document.get_state_display()),
        },
        private={"reason": document.reason},
        organisation_code=document.organisation.code,
        about=[document.ref],
    )


def _locked(document: Document, state: DocumentState) -> Document:
    rows = Document.objects.select_for_update(of=("self",)).select_related(
        "organisation", "version", "replaces"
    )
    locked = rows.get(pk=document.pk)
    if locked.state != state:
        told = {"name": locked.name, "state": locked.get_state_display()}
        raise Refusal(_("这份%(name)s的状态已经是“%(state)s”，请刷新后再看。") % told, code="conflict")
    return locked
