"""How the answer in work reads, and every paper of a request for whoever may not read it whole: without the persons."""

from __future__ import annotations

from django.utils.translation import gettext as _

from yangguang.documents import rules as documents
from yangguang.documents.models import Document
from yangguang.documents.rendering import Sheet, sheet_of
from yangguang.foi import letters, rules
from yangguang.foi.actions.answering import given
from yangguang.foi.actions.releasing import identity_of
from yangguang.foi.models import Answer, Request
from yangguang.lib import clock
from yangguang.parties import masks
from yangguang.parties import rules as parties

LONGEST_PERSON = 5  # characters up to which a name is masked as a person's


def sheet(request: Request, answer: Answer) -> Sheet:
    """The pages of an answer by the template in force. Refusal ``no-template``."""
    kind = letters.answer_kind(answer.answer_type)
    version = documents.template_for(kind, request.organisation)
    own = {
        "organisation": request.organisation.name,
        "number": _("（签发时编号）"),
        "issued_on": _("（签发之日）"),
        "code": "",
        "address": "",
    }
    told = letters.told(kind, request, given(answer))
    told["applicant"] = parties.masked(parties.current(request.applicant)).name
    return sheet_of(version.look, version.blocks, {**told, **own}, at=clock.now())


def without_persons(request: Request, document: Document) -> Sheet:
    """An issued paper as those read it who may know of the request and not of its people: names masked, the code on the
    receipt and the code of verification left out, since the first opens the paper itself.
    """
    data = document.data
    names = {
        name: _masked(data[name], document.kind) for name in ("applicant", "addressee") if data.get(name)
    }
    struck = [*identity_of(request), *_asked(request), data.get("applicant", "")]
    told = {name: rules.without_identity(text, struck) for name, text in data.items()} | names
    if told.get("tracking"):
        told["tracking"] = rules.MASKED * 4
    own = {
        "organisation": document.organisation.name,
        "number": document.number,
        "issued_on": letters.written(clock.day_of(document.issued_at)) if document.issued_at else "",
        "code": "",
        "address": "",
    }
    version = document.version
    return sheet_of(version.look, version.blocks, {**told, **own}, at=document.issued_at or clock.now())


def _masked(name: str, kind: str) -> str:
    """An agency that was asked is no secret."""
    return name if kind == letters.TO_AGENCY else masks.name(name, person=len(name) <= LONGEST_PERSON)


def _asked(request: Request) -> list[str]:
    """The names of the third parties that were asked."""
    rows = request.consultations.exclude(third_party=None).select_related("third_party")
    asked = [parties.current(one.third_party) for one in rows if one.third_party is not None]
    return [parties.value_of(one, "name", whole=True) for one in asked if not one.is_erased]
