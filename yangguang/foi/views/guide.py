"""What one can ask for, how, how long it takes, what it costs and what to do against an answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yangguang.casework.models import ProcessVersion
from yangguang.casework.pages import rows as processes
from yangguang.deadlines.models import Limit
from yangguang.deadlines.rules import find_limit
from yangguang.foi import channels, fees, rules
from yangguang.lib import bpmn, clock
from yangguang.organisations.contacts import Reached, reached_by
from yangguang.organisations.models import Organisation
from yangguang.web.cache import public_page

from .pages import crumbs, meta

_LIMITS = (
    "FOI_REGISTER", "FOI_CORRECTION_NOTICE", "FOI_SUPPLEMENT", rules.REPLY, "FOI_THIRD_PARTY", "FOI_PAYMENT",
)  # fmt: skip


@dataclass(frozen=True)
class Counted:
    """A limit in force, in words, with its article; ``more`` is by how much it may be extended."""

    name: str
    length: str
    since: str
    authority: str
    more: str
    checked: bool


@public_page(60)
@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    version = _version()
    context: dict[str, Any] = {
        "page_meta": meta(_("依申请公开"), _("怎样申请公开政府信息：方式、期限、收费、救济、办理流程")),
        "crumbs": crumbs(),
        "limits": [_counted(row) for code in _LIMITS if (row := find_limit(code)) is not None],
        "reply": find_limit(rules.REPLY),
        "channels": channels.channels().values(),
        "offices": _offices(),
        "tariffs": [one for one in fees.tariffs() if one.is_in_force(clock.today())],
        "version": version,
    }
    if version is not None:
        # Drawn by lib.bpmn, which escapes every name it writes.
        context["wide"] = mark_safe(bpmn.draw(version.model))
        context["tall"] = mark_safe(bpmn.draw(version.model, tall=True))
    return render(request, "foi/public/guide.html", context)


def _offices() -> list[tuple[Organisation, Reached | None]]:
    """Whom one can apply to, each with where it takes applications in (条例第十二条)."""
    found = list(rules.recipients().in_order())
    served = reached_by(found)
    return [(one, served.get(one.pk)) for one in found]


def _version() -> ProcessVersion | None:
    found = [row for row in processes(rules.PROCESS) if row.process.organisation is None]
    return found[0].version if found else None


def _counted(row: Limit) -> Counted:
    more = ""
    if row.extend_by:
        more = _("可以延长一次，最多 %(by)s（%(basis)s）") % {
            "by": row.amount(row.extend_by),
            "basis": row.extend_authority,
        }
    return Counted(row.name, row.length, row.start_event, row.authority, more, row.verified_on is not None)
