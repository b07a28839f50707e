"""Who may write, and that who wrote is remembered: duties apart begin at the desk of the drafter."""

from __future__ import annotations

from django.utils.translation import gettext as _

from yangguang.disclosure import rules
from yangguang.disclosure.models import Edition
from yangguang.lib.errors import Refusal
from yangguang.organisations.acting import Acting
from yangguang.organisations.models import Organisation


def require_drafter(organisation: Organisation, acting: Acting) -> None:
    if not rules.may_draft(acting.user, organisation):
        raise Refusal(
            _("您没有为%(organisation)s起草公开信息的岗位，请联系该单位的信息员。")
            % {"organisation": organisation.name},
            code="forbidden",
        )


def sign_as_author(edition: Edition, acting: Acting) -> None:
    edition.authors.add(acting.user)
    if acting.appointment.on_behalf_of_id:
        edition.authors.add(acting.appointment.on_behalf_of_id)
    edition.__dict__.pop("author_keys", None)
