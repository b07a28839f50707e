"""Sub-cases 子办件: a case that another one waits for. Called by the engine, with the case locked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from yangguang.casework import given, rules
from yangguang.casework.acts import CASE_OPENED
from yangguang.casework.models import Case, Token
from yangguang.journal.actions import record
from yangguang.journal.actors import Actor
from yangguang.lib import bpmn, clock
from yangguang.lib.errors import Refusal
from yangguang.organisations.actions import allocate_number
from yangguang.organisations.models import Organisation

DEEPEST = 5  # cases in one another: a process that calls itself stops here


def new_case(parent: Case, node: bpmn.Node, token: Token, facts: Mapping[str, Any], actor: Actor) -> Case:
    """A case about the same subject with a number and a process version of its own; the parent's token waits for it."""
    depth, above = 1, parent
    while above.parent is not None:
        depth, above = depth + 1, above.parent
    if depth >= DEEPEST:
        raise Refusal(
            _("子办件套了 %(n)d 层，请检查流程是不是在自己里面又办自己。") % {"n": depth}, code="endless"
        )
    organisation = _organisation(parent, node, facts)
    version = rules.process_for(node.called, organisation)
    sub = Case(
        version=version,
        organisation=organisation,
        subject=parent.subject,
        title=f"{parent.title}（{node.label}）"[:300],
        opened_at=clock.now(),
        parent=parent,
        parent_token=token,
        data=mapped(node.given, facts),
    )
    sub.number = allocate_number("case", organisation, clock.today())
    sub.save()
    record(
        CASE_OPENED,
        subject=sub.ref,
        actor=actor,
        public={"number": sub.number, "process": version.code, "version": version.number},
        organisation_code=organisation.code,
        about=[parent.ref, parent.subject],
    )
    return sub


def _organisation(parent: Case, node: bpmn.Node, facts: Mapping[str, Any]) -> Organisation:
    if not node.office:
        return parent.organisation
    code = facts.get(node.office)
    found = Organisation.objects.current().filter(code=code).first() if isinstance(code, str) else None
    if found is None:
        raise Refusal(
            _("“%(step)s”要由另一个单位办，但这一件的“%(fact)s”不是一个现有机构的代码。")
            % {"step": node.label, "fact": node.office},
            code="condition",
        )
    return found


def mapped(pairs: Iterable[tuple[str, str]], facts: Mapping[str, Any]) -> dict[str, Any]:
    """What is handed over, by name, as it is kept. A fact that does not exist is refused, not taken for nothing."""
    values = {}
    for source, target in pairs:
        if source not in facts:
            raise Refusal(
                _("要随件传递“%(name)s”，但这一件没有这个事实。") % {"name": source}, code="condition"
            )
        values[target] = facts[source]
    return given.kept(values)
