"""The door that every verb about organisations and people passes."""

from __future__ import annotations

from django.utils.translation import gettext as _

from yangguang.journal.actors import Actor
from yangguang.lib.errors import Refusal
from yangguang.organisations import rules
from yangguang.organisations.acting import Acting
from yangguang.organisations.models import Organisation
from yangguang.organisations.permissions import Permission


def admit(actor: Actor | Acting, organisation: Organisation | None) -> Actor:
    """The actor for the act. A signed-in person must manage the people of the organisation.

    Without organisation (a new top of the tree, a pattern for the whole house) only a trusted actor may.
    Raises Refusal ``forbidden``.
    """
    if isinstance(actor, Actor):
        return actor
    if organisation is None:
        raise Refusal(_("这项设置适用于全平台，请系统管理员用命令行办理。"), code="forbidden")
    return rules.acting_as(actor.user, organisation, permission=Permission.MANAGE_PEOPLE).actor


def admit_giving(actor: Actor | Acting, organisation: Organisation, permissions: list[str]) -> Actor:
    """As :func:`admit`, for handing out permissions. Raises Refusal ``forbidden``."""
    admitted = admit(actor, organisation)
    if isinstance(actor, Acting) and not rules.may_give(actor.user, permissions, organisation):
        raise Refusal(
            _("这个岗位带有系统管理权限，只有本来就有这些权限的人才能授予。请联系上级机构的系统管理员。"),
            code="forbidden",
        )
    return admitted
