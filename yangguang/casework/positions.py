"""Where a running case would stand on another version of its process. Nothing is written here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from yangguang.casework.models import Case, CaseQuerySet, Process, ProcessVersion, Token, WaitState
from yangguang.lib import bpmn
from yangguang.lib.bpmn.soundness import stranded

_JOINS = {bpmn.Kind.PARALLEL, bpmn.Kind.INCLUSIVE}


@dataclass(frozen=True)
class Position:
    """One case: the steps at which it stands now, and why it cannot be moved there (empty when it can)."""

    case: Case
    steps: tuple[str, ...]
    problem: str = ""


def movable(to: ProcessVersion) -> CaseQuerySet:
    """The open cases on other versions for which this one could hold: same process, where it is in force.

    Where an organisation has a process of its own, that one is in force and not the one of those above it.
    """
    cases = Case.objects.open().filter(version__code=to.code).exclude(version=to)
    above = to.process.organisation.path if to.process.organisation is not None else ""
    if above:
        cases = cases.filter(organisation__path__startswith=above)
    nearer = Process.objects.filter(
        code=to.code, versions__isnull=False, organisation__path__startswith=above
    ).exclude(pk=to.process_id)
    for path in nearer.values_list("organisation__path", flat=True).distinct():
        cases = cases.exclude(organisation__path__startswith=path)
    return cases.select_related("version", "organisation", "parent").order_by("pk")


def position(case: Case, to: ProcessVersion) -> Position:
    """Where the case stands, and whether it could go on from there by the other version, and end."""
    live = list(Token.objects.filter(case=case, consumed=False).order_by("pk"))
    old, new = case.version.model, to.model
    steps = tuple(
        dict.fromkeys(
            old.nodes[one.element].label for one in live if not old.nodes[one.element].kind.is_gateway
        )
    )
    gone = [words for one in live if (words := _missing(old, new, one))]
    if gone:
        return Position(case, steps, "".join(dict.fromkeys(gone)))
    return Position(case, steps, stranded(new, _places(case, live, new)))


def _missing(old: bpmn.Process, new: bpmn.Process, token: Token) -> str:
    """Why this token has no place in the new version."""
    was, now = old.nodes[token.element], new.nodes.get(token.element)
    words = {"step": was.label}
    if now is None:
        return _("“%(step)s”这一步在新版里没有了。") % words
    if now.kind is not was.kind or bool(now.many) != bool(was.many):
        return _("“%(step)s”在新版里成了另一种步骤。") % words
    if now.scope != was.scope:
        return _("“%(step)s”在新版里换了所在的子流程。") % words
    if now.kind in _JOINS and not _comes_by(new, token):
        return _("等在“%(step)s”前面的那条连线在新版里没有了。") % words
    return ""


def _comes_by(process: bpmn.Process, token: Token) -> bool:
    flow = process.flows.get(token.flow)
    return flow is not None and flow.target == token.element


def _places(case: Case, live: Sequence[Token], new: bpmn.Process) -> set[str]:
    """The tokens as places of the net by which soundness is proved."""
    over = set(
        case.waits.exclude(state=WaitState.WAITING)
        .filter(token__in=[one.pk for one in live])
        .values_list("token", "element")
    )
    places = set()
    for token in live:
        node = new.nodes[token.element]
        if token.flow.startswith("#"):  # a voice: the step as a whole has its token
            continue
        events = new.attached.get(node.id, ())
        if node.kind is bpmn.Kind.SUB or events:
            places.add(f"+{node.id}")
            places.update(f"!{e.id}" for e in events if not e.interrupting and (token.pk, e.id) not in over)
        else:
            places.add(token.flow if _comes_by(new, token) else new.incoming[node.id][0].id)
    return places
