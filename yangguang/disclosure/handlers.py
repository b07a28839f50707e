"""Reactions to acts of other rooms: an organisation that is established gets its catalogue."""

from __future__ import annotations

from yangguang.journal.actors import SYSTEM
from yangguang.journal.models import Act
from yangguang.journal.subscriptions import on
from yangguang.organisations.models import Organisation

from . import actions


@on("organisations.organisation_established")
def give_catalogue(act: Act) -> None:
    organisation = Organisation.objects.filter(uid=act.subject.uid).first() if act.subject else None
    if organisation is not None:
        actions.keep_catalogue(organisation, actor=SYSTEM)
