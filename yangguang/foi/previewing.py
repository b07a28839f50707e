"""How the answer in work reads, before it has a number: the applicant's name stays masked until the document is issued."""

from __future__ import annotations

from django.utils.translation import gettext as _

from yangguang.documents import rules as documents
from yangguang.documents.rendering import Sheet, sheet_of
from yangguang.foi import letters
from yangguang.foi.actions.answering import given
from yangguang.foi.models import Answer, Request
from yangguang.lib import clock
from yangguang.parties import rules as parties


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
