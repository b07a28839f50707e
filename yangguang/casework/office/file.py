"""The file of a case to print or take away: what is in it, who may, and what was taken before."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from yangguang.casework import access
from yangguang.casework.casefile.collect import weight
from yangguang.casework.casefile.maker import KIND
from yangguang.casework.models import Case
from yangguang.casework.office.desk import page
from yangguang.documents import actions, makers
from yangguang.documents.models import Export, ExportForm
from yangguang.lib.errors import Refusal
from yangguang.organisations.acting import Acting
from yangguang.organisations.rules import appointments

_SHOWN = 5  # of one's earlier exports


@page
@require_http_methods(["GET", "HEAD", "POST"])
def file(request: HttpRequest, uid: str) -> HttpResponse:
    """GET says what the file holds; POST has it made, and leads to where it is fetched."""
    found = access.opened(request.user, uid)
    if found is None:
        raise Http404
    if request.method == "POST":
        acting = _acting(request.user, found)
        export = actions.ask(KIND, found.ref, form=request.POST.get("form", ""), acting=acting)
        return redirect(export.get_office_url())
    maker = makers.named(KIND)
    context = {
        "case": found,
        "forms": [(one.value, one.label) for one in ExportForm],
        "at_once": weight(found) <= maker.at_once,
        "earlier": Export.objects.of(request.user).filter(subject=found.ref)[:_SHOWN],  # type: ignore[arg-type]
    }
    return render(request, "casework/office/file.html", context)


def _acting(user: Any, case: Case) -> Acting:
    """The post by which a person takes the file away: one over the case's organisation, or any that they hold."""
    held = appointments(user)
    if not held:
        raise Refusal(_("您现在没有任职，不能导出案卷。"), code="forbidden")
    over = (one for one in held if case.organisation.is_at_or_below(one.post.organisation))
    return Acting(user, next(over, held[0]))
