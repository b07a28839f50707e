"""The book and what is made from it.

Act          what was done; never changes (refused here, and by triggers in the database)
PrivatePart  who did it and what is not public, encrypted; may be destroyed, never altered
ActReference which records an act is about: the index behind every timeline
Delivery     one row per act and handler: what still has to be told to whom
Unsealed     acts waiting for the sealer
Leaf         the position of an act in the tree, given by the sealer
Node         hashes of complete subtrees
Seal         signed, chained heads of the tree
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, NoReturn, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from yangguang.journal import kinds, leaves, subjects
from yangguang.journal.actors import UNKNOWN, Actor
from yangguang.lib import clock, seals
from yangguang.lib.ref import Ref
from yangguang.web.fields import RefField, UidField


class ActQuerySet(models.QuerySet["Act"]):
    def public(self) -> Self:
        return self.filter(is_public=True)

    def about(self, ref: Ref) -> Self:
        """Acts whose subject is *ref* or that name it."""
        return self.filter(references__ref=ref)

    def by(self, actor_key: str) -> Self:
        """Acts of one person, found through the keyed look-up; acts whose private part is erased are not."""
        return self.filter(private_part__actor_lookup=settings.YANGGUANG_KEYRING.lookup(actor_key))

    def sealed(self) -> Self:
        return self.filter(leaf__isnull=False)

    def update(self, **values: Any) -> NoReturn:
        raise TypeError("an act never changes; record a new one")

    def delete(self) -> NoReturn:
        raise TypeError("an act is never removed; record a new one")


class Act(models.Model):
    uid = UidField()
    kind = models.CharField(max_length=80)
    version = models.PositiveSmallIntegerField()
    is_public = models.BooleanField()
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    actor_post = models.CharField(max_length=100, blank=True)
    actor_organisation = models.CharField(max_length=200, blank=True)
    actor_organisation_code = models.CharField(max_length=80, blank=True)
    subject = RefField()
    organisation_code = models.CharField(max_length=80, blank=True)
    basis = models.TextField(blank=True)
    public = models.JSONField(default=dict)
    commitment = models.CharField(max_length=64)
    leaf_hash = models.CharField(max_length=64)

    objects = ActQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        verbose_name = _("记录")
        indexes = [
            models.Index(fields=["subject", "kind"], name="act_by_subject"),
            models.Index(fields=["kind", "occurred_at"], name="act_by_kind"),
            models.Index(fields=["organisation_code", "occurred_at"], name="act_by_organisation"),
            models.Index(fields=["-occurred_at"], name="act_by_time"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(version__gte=1), name="act_version_counts_from_one"),
            models.CheckConstraint(condition=~Q(kind="") & ~Q(subject=""), name="act_has_kind_and_subject"),
            models.CheckConstraint(condition=Exact(Length("leaf_hash"), 64), name="act_is_hashed"),
            models.CheckConstraint(condition=Exact(Length("commitment"), 64), name="act_is_committed"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.uid}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("an act never changes; record a new one")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("an act is never removed; record a new one")

    @property
    def ref(self) -> Ref:
        return Ref("journal.act", self.uid)

    @property
    def label(self) -> str:
        kind = kinds.find(self.kind)
        return str(kind.label) if kind else self.kind

    @property
    def summary(self) -> str:
        """The act in one line of Chinese, from its public part only; without its words where they were expunged."""
        kind = kinds.find(self.kind)
        if self.concealed:
            return gettext("%(label)s（内容已依法消除）") % {"label": self.label}
        return kind.describe(self.public) if kind else self.kind

    @cached_property
    def concealed(self) -> bool:
        """Whether the words of the act must not be shown any more, as its subject's owner says."""
        return subjects.concealed(self)

    @cached_property
    def private(self) -> leaves.Private | None:
        """None once erased. DecryptionError when it was altered or its key is gone."""
        try:
            part = self.private_part
        except PrivatePart.DoesNotExist:
            return None
        return leaves.Private.unlocked(part.data, settings.YANGGUANG_KEYRING, self.uid)

    @property
    def actor(self) -> Actor:
        """For the office only. ``actors.UNKNOWN`` with post and organisation when erased."""
        private = self.private
        return Actor(
            key=private.actor_key if private else UNKNOWN.key,
            name=private.actor_name if private else UNKNOWN.name,
            post=self.actor_post,
            organisation=self.actor_organisation,
            organisation_code=self.actor_organisation_code,
            on_behalf_of=private.on_behalf_of if private else "",
        )

    @property
    def actor_name(self) -> str:
        return self.actor.name

    @property
    def about(self) -> list[Ref]:
        """The other records that the act names, sorted."""
        return sorted((row.ref for row in self.references.all() if row.ref != self.subject), key=str)

    def public_leaf(self, about: Iterable[Ref] | None = None) -> dict[str, Any]:
        """The leaf, recomputed from the fields as they are now."""
        return leaves.public_leaf(
            uid=self.uid,
            kind=self.kind,
            version=self.version,
            is_public=self.is_public,
            occurred_at=self.occurred_at,
            recorded_at=self.recorded_at,
            post=self.actor_post,
            organisation=self.actor_organisation,
            acting_organisation_code=self.actor_organisation_code,
            subject=self.subject,
            about=self.about if about is None else about,
            organisation_code=self.organisation_code,
            basis=self.basis,
            public=self.public,
            commitment=self.commitment,
        )


class PrivatePart(models.Model):
    act = models.OneToOneField(Act, models.PROTECT, primary_key=True, related_name="private_part")
    data = models.BinaryField()
    actor_lookup = models.CharField(max_length=64, db_index=True)

    class Meta:
        verbose_name = _("记录的非公开部分")


class ActReference(models.Model):
    act = models.ForeignKey(Act, models.PROTECT, related_name="references")
    ref = RefField()

    class Meta:
        verbose_name = _("记录的关联")
        constraints = [models.UniqueConstraint(fields=["ref", "act"], name="one_reference_per_act")]


LONGEST_PAUSE = timedelta(hours=1)  # more than lies between any two attempts (actions.FIRST_PAUSE, doubled)


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def waiting(self, now: datetime | None = None) -> Self:
        """Those that are to be tried by *now*."""
        now = now or clock.now()
        # What is put off for longer than any pause was put off before the machine's clock was set back.
        astray = Q(due_at__gt=now + LONGEST_PAUSE)
        return self.filter(Q(due_at__lte=now) | astray, state=Delivery.State.WAITING)

    def stuck(self) -> Self:
        return self.filter(state=Delivery.State.STUCK)


class Delivery(models.Model):
    class State(models.TextChoices):
        WAITING = "waiting", _("等待")
        DONE = "done", _("已送达")
        STUCK = "stuck", _("受阻")

    act = models.ForeignKey(Act, models.PROTECT, related_name="deliveries")
    handler = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        verbose_name = _("传达")
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="waiting"), name="delivery_waiting"),
            models.Index(fields=["id"], condition=Q(state="stuck"), name="delivery_stuck"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["act", "handler"], name="one_delivery_per_handler"),
            models.CheckConstraint(
                condition=Q(state="done", done_at__isnull=False)
                | (~Q(state="done") & Q(done_at__isnull=True)),
                name="delivery_done_has_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.handler} {self.state}"


class Unsealed(models.Model):
    act = models.OneToOneField(Act, models.PROTECT, primary_key=True, related_name="unsealed")

    class Meta:
        verbose_name = _("待封存")


class Leaf(models.Model):
    position = models.PositiveBigIntegerField(primary_key=True)
    act = models.OneToOneField(Act, models.PROTECT, related_name="leaf")

    class Meta:
        ordering = ["position"]
        verbose_name = _("位置")

    def __str__(self) -> str:
        return str(self.position)


class Node(models.Model):
    pk = models.CompositePrimaryKey("level", "index")
    level = models.PositiveSmallIntegerField()
    index = models.PositiveBigIntegerField()
    hash = models.BinaryField(max_length=32)

    class Meta:
        verbose_name = _("树节点")


class Sealer(models.Model):
    """One row: whoever holds its lock is the one sealer."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_sealer")]


class Seal(models.Model):
    number = models.PositiveBigIntegerField(primary_key=True)
    size = models.PositiveBigIntegerField(unique=True)
    root = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()
    previous = models.CharField(max_length=64)
    key_id = models.CharField(max_length=16)
    public_key = models.CharField(max_length=64)
    signature = models.CharField(max_length=128)

    class Meta:
        ordering = ["number"]
        verbose_name = _("封存")
        constraints = [
            models.CheckConstraint(condition=Q(number__gte=1) & Q(size__gte=1), name="seal_counts_from_one")
        ]

    def __str__(self) -> str:
        return str(self.number)

    def document(self) -> dict[str, Any]:
        """The seal as it leaves the house, signature included."""
        return seals.body(
            number=self.number,
            size=self.size,
            root=self.root,
            sealed_at=self.sealed_at,
            previous=self.previous,
            public_key=self.public_key,
        ) | {"signature": self.signature}
