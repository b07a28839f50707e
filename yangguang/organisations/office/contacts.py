"""Where an organisation takes requests for information in.

Under the permission that edits the organisation's registration, not that of handling requests: it is what the public
page and the guide say of the organisation and of those below it that have none, and holds for whoever handles there.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from yangguang.organisations import actions, forms
from yangguang.organisations.contacts import reached
from yangguang.organisations.office.pages import (
    acting_for,
    for_managers,
    form_page,
    organisation_or_404,
    sent,
)
from yangguang.organisations.office.tree import crumbs_of


@for_managers
def contact(request: HttpRequest, code: str) -> HttpResponseBase:
    """The form; all its boxes emptied, the organisation has no office of its own any more."""
    row = organisation_or_404(request, code)
    found = reached(row)
    own = found.contact if found and found.own else None
    initial = {name: getattr(own, name) for name in forms.CONTACT} if own else {"office": row.name}
    form = forms.ContactForm(sent(request), initial=initial)

    def act(data: dict[str, Any]) -> HttpResponseBase:
        acting = acting_for(request, row)
        if own is not None and not any(data[name] for name in forms.CONTACT):
            actions.remove_contact(row, actor=acting, basis=data["basis"])
        else:
            actions.set_contact(row, actor=acting, **data)
        return redirect("office-organisation", row.code)

    return form_page(
        request,
        form,
        act,
        title=_("%(name)s的受理联系方式") % {"name": row.called},
        submit=_("保存"),
        crumbs=crumbs_of(row),
        hint=_(
            "写进公开指南、机构主页和发给申请人的文书。没有登记的，由最近的上级机构代为受理；全部清空再保存，就是不再单独受理。"
        ),
    )
