"""Agreeing to a use of one's data, and taking it back as easily (个人信息保护法第十四条、第十五条)."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from yangguang.journal.actions import record
from yangguang.journal.actors import Actor
from yangguang.lib import clock
from yangguang.lib.errors import Refusal
from yangguang.parties import purposes
from yangguang.parties.acts import CONSENTED, WITHDRAWN
from yangguang.parties.models import Consent, ConsentText, Party


@transaction.atomic
def give_consent(party: Party, purpose: str, *, version: int, actor: Actor) -> Consent:
    """A party agrees to a use, in the wording with this number, the one that was on the page. Once is enough.

    Raises Refusal ``conflict`` when the wording has changed since the page was shown; LookupError for a purpose that
    no room has declared; ValueError where a wording was changed without a new number.
    """
    asked = purposes.named(purpose)
    if asked.version != version:
        raise Refusal(_("同意书刚刚更新，请重新阅读后再决定。"), code="conflict", field="consent")
    locked = Party.objects.select_for_update(of=("self",)).get(pk=party.pk)
    if locked.is_erased:
        raise Refusal(_("当事人的信息已经删除。"), code="conflict")
    text, _made = ConsentText.objects.get_or_create(
        purpose=purpose, version=version, defaults={"text": asked.text, "first_used_at": clock.now()}
    )
    if text.text != asked.text:
        raise ValueError(f"{purpose} version {version} was agreed to in other words: give it a new version")
    given = Consent.objects.filter(party=locked, text=text, withdrawn_at__isnull=True).first()
    if given is not None:
        return given
    consent = Consent.objects.create(party=locked, text=text, given_at=clock.now())
    record(
        CONSENTED,
        subject=consent.ref,
        actor=actor,
        public={"purpose": purpose, "version": version},
        about=[locked.ref],
    )
    return consent


@transaction.atomic
def withdraw_consent(consent: Consent, *, actor: Actor) -> Consent:
    """Take a consent back; no reason is asked. Raises Refusal ``conflict`` when it was taken back already."""
    rows = Consent.objects.filter(pk=consent.pk, withdrawn_at__isnull=True)
    if not rows.update(withdrawn_at=clock.now()):
        raise Refusal(_("这项同意已经撤回。"), code="conflict")
    consent.refresh_from_db()
    record(
        WITHDRAWN,
        subject=consent.ref,
        actor=actor,
        public={"purpose": consent.text.purpose, "version": consent.text.version},
        about=[consent.party.ref],
    )
    return consent
