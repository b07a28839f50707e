"""Reactions to acts: an organisation that is established gets its catalogue; officers hear of what was scheduled."""

from __future__ import annotations

from yangguang.journal.actors import SYSTEM
from yangguang.journal.models import Act
from yangguang.journal.subscriptions import on
from yangguang.organisations.models import Organisation

from . import actions, telling
from .acts import PLAN_FAILED, PUBLISHED


@on("organisations.organisation_established")
def give_catalogue(act: Act) -> None:
    organisation = Organisation.objects.filter(uid=act.subject.uid).first() if act.subject else None
    if organisation is not None:
        actions.keep_catalogue(organisation, actor=SYSTEM)


@on(PUBLISHED, PLAN_FAILED)
def tell_of_plan(act: Act) -> None:
    """Of what the clock did, not of what a person did by hand and saw happen."""
    if act.kind == PLAN_FAILED or (act.public.get("planned_for") and act.actor.key == "system"):
        telling.tell_of_plan(act)
