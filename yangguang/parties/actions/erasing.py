"""Destroying what is known of a party when nothing needs it any more (个人信息保护法第四十七条)."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from yangguang.files.actions import destroy
from yangguang.journal.actions import erase_private, record
from yangguang.journal.models import Act, ActReference
from yangguang.lib import clock
from yangguang.lib.errors import Refusal
from yangguang.lib.ref import Ref
from yangguang.organisations.acting import Acting
from yangguang.parties import owners
from yangguang.parties.acts import ERASED
from yangguang.parties.kinds import AgencyEnd
from yangguang.parties.models import Agency, Party, Unreadable
from yangguang.parties.particulars import FIELDS

from .agencies import end_agency

BASIS = "《中华人民共和国个人信息保护法》第四十七条"


@transaction.atomic
def erase(party: Party, *, acting: Acting, reason: str, basis: str = BASIS) -> None:
    """Destroy a party's values, look-ups and account link, in this snapshot and its corrections. The rows stay, empty.

    With them go the papers of its agencies, which end, and who it was in the acts that it did itself: salt and
    ciphertext are destroyed, the proofs of those acts still verify. What officials did, and who saw what, stays: records
    of processing are kept at least three years (第五十六条). Other snapshots of the same person belong to other
    matters with days of their own; ``Party.objects.same_person`` names them.

    Raises Refusal ``forbidden`` for a person who handles no matter of the party, ``kept`` with the reason for which an
    owner still needs it (an open matter, a retention period), ``conflict`` when it was erased already.
    """
    why = " ".join(reason.split())
    if not why:
        raise Refusal(_("请写明删除的原因。"), field="reason")
    if not Party.objects.unmaskable_by(acting.user).filter(pk=party.pk).exists():
        raise Refusal(_("只有办理这件事的人可以删除当事人的信息。"), code="forbidden")
    keys = [one.pk for one in party.chain()]
    rows = list(Party.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk"))
    known = [one for one in rows if not one.is_erased]
    if not known:
        raise Refusal(_("当事人的信息已经删除，无需重复操作。"), code="conflict")
    for one in known:
        if kept := owners.kept_because(one):
            raise Refusal(_("现在还不能删除：%(why)s") % {"why": kept}, code="kept")
    refs = [one.ref for one in rows] + _end_agencies(keys, acting)
    _erase_acts(refs, known, acting)
    now = clock.now()
    for one in known:
        _empty(one)
        one.erased_at = now
        one.save()
        record(
            ERASED,
            subject=one.ref,
            actor=acting.actor,
            private={"reason": why},
            basis=basis,
        )


def _empty(party: Party) -> None:
    for field in FIELDS:
        setattr(party, f"sealed_{field}", b"")
    party.identity_lookup = party.phone_lookup = party.email_lookup = party.snapshot_lookup = ""
    party.user = None


def _end_agencies(keys: list[int], acting: Acting) -> list[Ref]:
    """End the agencies of these parties on either side, and destroy their papers, which name both."""
    found = Agency.objects.filter(Q(principal__in=keys) | Q(agent__in=keys)).select_related("authority")
    for agency in found:
        if agency.ended_at is None:
            end_agency(agency, AgencyEnd.ERASED, actor=acting.actor)
        if agency.authority.destroyed_at is None:
            destroy(agency.authority, actor=acting.actor, reason=_("当事人信息已删除"), basis=BASIS)
    return [agency.ref for agency in found]


def _erase_acts(refs: list[Ref], known: list[Party], acting: Acting) -> None:
    """Who it was in the acts about these references that the party did itself: by its account, or under its name."""
    keys = {one.user.uid for one in known if one.user}
    names = {_name(one) for one in known} - {""}
    named = ActReference.objects.filter(ref__in=refs).values("act")
    for act in Act.objects.filter(pk__in=named, actor_organisation_code="", private_part__isnull=False):
        if act.actor.key in keys or act.actor.name in names:
            erase_private(act, actor=acting.actor, reason=_("当事人信息已删除"), basis=BASIS)


def _name(party: Party) -> str:
    try:
        return party.opened("name")
    except Unreadable:  # lost with its key: what cannot be read is erased all the same
        return ""
