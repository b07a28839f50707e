"""Pure questions: what of a party is shown to whom, who may act for whom, who agreed to what. Nothing is written here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from yangguang.lib.errors import Refusal
from yangguang.lib.ref import Ref
from yangguang.parties import masks
from yangguang.parties.kinds import IdentityKind, PartyKind
from yangguang.parties.models import Agency, Consent, Party, PartyQuerySet, Unreadable
from yangguang.parties.particulars import FIELDS

__all__ = [
    "Shown",
    "agency_between",
    "consented",
    "current",
    "gone",
    "masked",
    "masks",
    "require_agency",
    "seen",
    "shown",
    "shown_all",
    "value_of",
]


@dataclass(frozen=True, repr=False)
class Shown:
    """A party as one person sees it, ready for a page. ``whole`` names the fields that are not masked."""

    ref: Ref
    kind: str
    identity_kind: str
    name: str
    identity_number: str
    phone: str
    email: str
    address: str
    contact: str
    whole: frozenset[str] = frozenset()

    def __repr__(self) -> str:
        return f"<Shown: {self.ref}>"

    def __str__(self) -> str:
        return repr(self)


def gone() -> str:
    """What stands in the place of a name that was erased."""
    return _("已删除")


def masked(party: Party) -> Shown:
    """A party as whoever may know of it sees it. Asks nobody: the caller's query was ``visible_to``."""
    return seen(party, frozenset())


def shown(party: Party, user: Any) -> Shown:
    """A party as this person sees it: whole if it is her own or she acts for it today, else masked.

    Raises Refusal ``not-found`` for a party of which the person may not know.
    """
    found = shown_all([party], user).get(party.pk)
    if found is None:
        raise Refusal(_("没有找到当事人，或者您无权查看。"), code="not-found")
    return found


def shown_all(parties: Iterable[Party], user: Any) -> dict[int, Shown]:
    """The same for a list, in two queries, by primary key; those of which the person may not know are left out."""
    rows = list(parties)
    keys = [party.pk for party in rows]
    some = Party.objects.filter(pk__in=keys)
    visible = set(some.visible_to(user).values_list("pk", flat=True))
    own = set(some.of_user(user).values_list("pk", flat=True))
    return {
        party.pk: seen(party, frozenset(FIELDS) if party.pk in own else frozenset())
        for party in rows
        if party.pk in visible
    }


def seen(party: Party, whole: frozenset[str]) -> Shown:
    """A party with some fields whole. Whoever asks for whole ones has written the act (``actions.unmask``)."""
    values = {field: value_of(party, field, whole=field in whole) for field in FIELDS}
    return Shown(
        ref=party.ref,
        kind=str(PartyKind(party.kind).label),  # get_kind_display asks for every label there is
        identity_kind=str(IdentityKind(party.identity_kind).label) if party.identity_kind else "",
        whole=whole if not party.is_erased else frozenset(),
        **values,
    )


def value_of(party: Party, field: str, *, whole: bool = False) -> str:
    """One value for a page: masked unless *whole*. A value whose key is missing says so, and does not stop the page."""
    if party.is_erased:
        return gone() if field == "name" else ""
    try:
        value = party.opened(field)
    except Unreadable:
        return _("（无法解密）")
    if whole:
        return value
    if field == "name":
        return masks.name(value, person=party.is_person)
    if field == "contact":
        return masks.name(value)
    return {
        "identity_number": masks.number,
        "phone": masks.phone,
        "email": masks.email,
        "address": masks.address,
    }[field](value)


def current(party: Party) -> Party:
    """The newest correction of a snapshot; itself when nobody has corrected it."""
    return party.chain()[-1]


def agency_between(
    agent: Party, principal: Party, *, subject: Ref | None = None, on: date | None = None
) -> Agency | None:
    """The agency by which one party may act for another on a day (today), in a matter; None without one.

    The principal is whoever gave the same document; the agent the same person in the same account, so that nobody
    acts by another's authority because she typed another's number. An agency for one matter counts in that one only.
    """
    agents = Party.objects.same_person(agent).filter(user=agent.user_id)
    found = Agency.objects.on(on).filter(
        agent__in=agents.values("pk"), principal__in=Party.objects.same_person(principal).values("pk")
    )
    matters = ["", str(subject)] if subject else [""]
    return found.filter(subject__in=matters).order_by("-subject", "-id").first()


def require_agency(
    agent: Party, principal: Party, *, subject: Ref | None = None, on: date | None = None
) -> Agency:
    """The same, or Refusal ``no-agency`` with what is to be handed in."""
    found = agency_between(agent, principal, subject=subject, on=on)
    if found is None:
        raise Refusal(
            _("没有有效的授权文件，不能代他人办理：请上传授权委托书；法定代理的，请上传监护关系证明。"),
            code="no-agency",
            field="authority",
        )
    return found


def consented(party: Party, purpose: str) -> Consent | None:
    """The consent in force to a use, given with this snapshot or one that it corrects; None without one.

    Any wording counts that was not withdrawn: a room that changed what it does asks anew (第十四条) by its version.
    """
    snapshots: PartyQuerySet = Party.objects.filter(pk__in=[one.pk for one in party.chain()])
    return (
        Consent.objects.filter(party__in=snapshots.values("pk"), text__purpose=purpose, withdrawn_at=None)
        .select_related("text")
        .order_by("-text__version", "-id")
        .first()
    )
