"""A person or an organisation as it applied on its day. Every value lies encrypted, each bound to its row and column."""

from __future__ import annotations

import json
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact, GreaterThan
from django.utils.translation import gettext_lazy as _

from yangguang.accounts.models import User
from yangguang.lib import clock
from yangguang.lib.crypto import DecryptionError
from yangguang.lib.ref import Ref
from yangguang.parties import owners
from yangguang.parties.kinds import IdentityKind, PartyKind
from yangguang.parties.particulars import FIELDS, Particulars, mail_address, number, phone_number
from yangguang.web.fields import UidField

_LOOKUP = 64  # hex digits of a keyed look-up


class Unreadable(ValueError):
    """What is kept of a party does not open: altered, out of place, or its key is not in the ring."""


def lookup(column: str, value: str) -> str:
    """The keyed fingerprint by which a value is found again, and nothing else told; empty for no value."""
    return settings.YANGGUANG_KEYRING.lookup(f"parties.{column}:{value}") if value else ""


class PartyQuerySet(models.QuerySet["Party"]):
    def with_identity(self, kind: str, text: str) -> Self:
        """Whoever gave this document, however its number was typed."""
        return self._found("identity_lookup", lookup(f"identity:{kind}", number(text)))

    def with_phone(self, text: str) -> Self:
        return self._found("phone_lookup", lookup("phone", phone_number(text)))

    def with_email(self, text: str) -> Self:
        return self._found("email_lookup", lookup("email", mail_address(text)))

    def _found(self, column: str, looked_for: str) -> Self:
        return self.filter(**{column: looked_for}) if looked_for else self.none()

    def same_person(self, party: Party) -> Self:
        """Every snapshot of whom *party* is one of: by the document, or where none was given the corrections of this one.

        Whoever types a number says that it is hers; this tells who said the same, not who is it.
        """
        corrections = Q(pk__in=[one.pk for one in party.chain()])
        same = Q(identity_lookup=party.identity_lookup) if party.identity_lookup else Q()
        return self.filter(corrections | same)

    def current(self) -> Self:
        """Those that nobody has corrected since."""
        return self.filter(amended_by__isnull=True)

    def of_user(self, user: Any) -> Self:
        """Those whose values a person gave herself, and those for whom she may act today."""
        return self._concerning(user, [])

    def visible_to(self, user: Any) -> Self:
        """The one policy: herself, whom she acts for, and the parties of matters that concern her (see ``owners``)."""
        return self._concerning(user, owners.visible(user) if isinstance(user, User) else [])

    def unmaskable_by(self, user: Any) -> Self:
        """Those whose whole values a person may ask for, with a reason: who handles a matter of theirs."""
        return self._concerning(user, owners.unmaskable(user) if isinstance(user, User) else [])

    def _concerning(self, user: Any, keys: list[owners.Keys]) -> Self:
        if not isinstance(user, User) or not user.is_active:
            return self.none()
        today = clock.today()
        represented = Party.objects.filter(
            Q(agencies__until__isnull=True) | Q(agencies__until__gt=today),
            agencies__agent__user=user,
            agencies__since__lte=today,
            agencies__ended_at__isnull=True,
        )
        allowed = Q(user=user) | Q(pk__in=represented.values("pk"))
        for one in keys:
            allowed |= Q(pk__in=one)
        return self.filter(allowed)


class Party(models.Model):
    """A row is a snapshot and its values never change: a decision goes to the address of its day.

    ``amends`` names the snapshot that this one corrects; a snapshot is corrected once, so corrections form a chain.
    ``snapshot_lookup`` is the keyed fingerprint of all values together, by which the same snapshot is not made twice.
    Erased, the row stays with its kind and its days, and every value, look-up and link is gone.
    """

    REF_KIND = "parties.party"

    uid = UidField()
    kind = models.CharField(_("类型"), max_length=16, choices=PartyKind)
    identity_kind = models.CharField(_("证件类型"), max_length=16, choices=IdentityKind, blank=True)
    sealed_name = models.BinaryField(default=b"")
    sealed_identity_number = models.BinaryField(default=b"")
    sealed_phone = models.BinaryField(default=b"")
    sealed_email = models.BinaryField(default=b"")
    sealed_address = models.BinaryField(default=b"")
    sealed_contact = models.BinaryField(default=b"")
    identity_lookup = models.CharField(max_length=_LOOKUP, blank=True)
    phone_lookup = models.CharField(max_length=_LOOKUP, blank=True)
    email_lookup = models.CharField(max_length=_LOOKUP, blank=True)
    snapshot_lookup = models.CharField(max_length=_LOOKUP, blank=True)
    user = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="parties", verbose_name=_("账户")
    )
    amends = models.OneToOneField(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="amended_by",
        verbose_name=_("更正"),
    )
    registered_at = models.DateTimeField(_("登记时间"))
    erased_at = models.DateTimeField(_("删除时间"), null=True, blank=True)

    objects = PartyQuerySet.as_manager()

    class Meta:
        verbose_name = _("当事人")
        verbose_name_plural = _("当事人")
        indexes = [
            models.Index(fields=["identity_lookup"], name="party_by_identity"),
            models.Index(fields=["phone_lookup"], name="party_by_phone"),
            models.Index(fields=["email_lookup"], name="party_by_email"),
            models.Index(fields=["snapshot_lookup"], name="party_by_snapshot"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=PartyKind.values), name="party_kind_known"),
            models.CheckConstraint(
                condition=Q(identity_kind__in=["", *IdentityKind.values]), name="party_identity_kind_known"
            ),
            models.CheckConstraint(
                condition=~Q(kind="natural_person", identity_kind="uscc")
                & (Q(kind="natural_person") | Q(identity_kind__in=["", "uscc", "other"])),
                name="party_identity_fits_its_kind",
            ),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=False)
                | (
                    Q(GreaterThan(Length("sealed_name"), 0))
                    & Q(Exact(Length("snapshot_lookup"), _LOOKUP))
                    & (
                        Q(identity_kind="", identity_lookup="")
                        | (~Q(identity_kind="") & Q(Exact(Length("identity_lookup"), _LOOKUP)))
                    )
                ),
                name="party_has_name_and_lookups",
            ),
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True)
                | (
                    Q(
                        identity_lookup="",
                        phone_lookup="",
                        email_lookup="",
                        snapshot_lookup="",
                        user__isnull=True,
                    )
                    & Q(Exact(Length("sealed_name"), 0))
                    & Q(Exact(Length("sealed_identity_number"), 0))
                    & Q(Exact(Length("sealed_phone"), 0))
                    & Q(Exact(Length("sealed_email"), 0))
                    & Q(Exact(Length("sealed_address"), 0))
                    & Q(Exact(Length("sealed_contact"), 0))
                ),
                name="party_erased_is_empty",
            ),
            models.CheckConstraint(
                condition=Q(amends__isnull=True) | ~Q(amends=models.F("id")), name="party_amends_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.uid}"

    @property
    def ref(self) -> Ref:
        return Ref(self.REF_KIND, self.uid)

    @property
    def is_person(self) -> bool:
        return self.kind == PartyKind.NATURAL_PERSON

    @property
    def is_erased(self) -> bool:
        return self.erased_at is not None

    def opened(self, field: str) -> str:
        """One value, read; empty where none was given or all are erased. Raises Unreadable.

        For verbs that need it to do their work (a letter to its address). Pages and lists ask ``rules.shown``.
        """
        blob = bytes(getattr(self, f"sealed_{field}"))
        if not blob:
            return ""
        try:
            return settings.YANGGUANG_KEYRING.decrypt(blob, aad=self._bound(field)).decode()
        except DecryptionError as error:
            raise Unreadable(f"{self.ref} {field}: {error}") from error

    def particulars(self) -> Particulars:
        """All values, read. Raises Unreadable. See ``opened`` for who may ask."""
        return Particulars(
            kind=self.kind,
            identity_kind=self.identity_kind,
            **{field: self.opened(field) for field in FIELDS},
        )

    def keep(self, told: Particulars) -> None:
        """Put values in, encrypted, with their look-ups; the caller saves. They are in normal form already."""
        self.kind, self.identity_kind = told.kind, told.identity_kind
        for field in FIELDS:
            value = getattr(told, field)
            sealed = settings.YANGGUANG_KEYRING.encrypt(value.encode(), aad=self._bound(field))
            setattr(self, f"sealed_{field}", sealed if value else b"")
        self.identity_lookup = lookup(f"identity:{told.identity_kind}", told.identity_number)
        self.phone_lookup = lookup("phone", told.phone)
        self.email_lookup = lookup("email", told.email)
        self.snapshot_lookup = snapshot_lookup(told)

    def chain(self) -> list[Party]:
        """This snapshot with those that it corrects and that correct it, the first one first."""
        found = [self]
        while (before := found[0].amends) is not None:
            found.insert(0, before)
        while (after := Party.objects.filter(amends=found[-1]).first()) is not None:
            found.append(after)
        return found

    def _bound(self, field: str) -> bytes:
        return f"party:{self.uid}:{field}".encode()


def snapshot_lookup(told: Particulars) -> str:
    """The fingerprint of all values together."""
    every = [told.kind, told.identity_kind, *(getattr(told, field) for field in FIELDS)]
    return lookup("snapshot", json.dumps(every, ensure_ascii=False))
