"""Writing the book, telling those who react, and destroying what must not be kept.

Sealing has its own page: sealing.py.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.conf import settings
from django.db import connection, transaction

from yangguang.journal import kinds, leaves, subscriptions
from yangguang.journal.actors import Actor
from yangguang.journal.acts import PRIVATE_PART_ERASED
from yangguang.journal.models import Act, ActReference, Delivery, PrivatePart, Unsealed
from yangguang.journal.sealing import seal
from yangguang.lib import canonical, clock, merkle
from yangguang.lib.disk import is_full
from yangguang.lib.errors import Refusal
from yangguang.lib.ref import Ref
from yangguang.lib.uid import new_uid
from yangguang.web import pagestore, rows

__all__ = ["deliver", "erase_private", "record", "retry_stuck", "seal", "together"]

log = structlog.get_logger("yangguang.journal")

MOST_ATTEMPTS = 10
FEW = 10  # acts of one verb, as a rule: their rows are sent together; more are copied in
FIRST_PAUSE = timedelta(seconds=5)  # doubled each time: about 85 minutes until a delivery is stuck


@dataclass(frozen=True, slots=True)
class _Told:
    """What is said of an act; what each fact means stands at ``record``."""

    kind: str
    subject: Ref
    actor: Actor
    public: Mapping[str, Any]
    private: Mapping[str, Any] = field(default_factory=dict)
    basis: str = ""
    organisation_code: str = ""
    occurred_at: datetime | None = None
    about: Sequence[Ref] = ()


# An act, what it keeps from the public, and what it names besides its subject.
_Written = tuple[Act, leaves.Private, set[Ref]]
_held: ContextVar[list[_Written] | None] = ContextVar("acts_held", default=None)


def record(
    kind: str,
    *,
    subject: Ref,
    actor: Actor,
    public: Mapping[str, Any] | None = None,
    private: Mapping[str, Any] | None = None,
    basis: str = "",
    organisation_code: str = "",
    occurred_at: datetime | None = None,
    about: Sequence[Ref] = (),
) -> Act:
    """Write one act into the book, in the caller's transaction, with a delivery for each handler.

    *public* is for everyone's eyes and never holds personal data; *private* is kept encrypted.
    *basis* is the article or order acted under; *organisation_code* defaults to the actor's.
    RuntimeError outside a transaction: an act and the change it tells of stand or fall together.
    """
    told = _Told(
        kind, subject, actor, public or {}, private or {}, basis, organisation_code, occurred_at, about
    )
    held = _held.get()
    if held is None:
        _require_transaction()
    written = _act(told, clock.now())
    if held is None:
        _write([written])
    else:
        held.append(written)
    return written[0]


def _require_transaction() -> None:
    if not connection.in_atomic_block:
        raise RuntimeError("journal.record belongs into the transaction of the change it tells of")


@contextmanager
def together() -> Iterator[None]:
    """Write the acts of a verb that has several at its end, in a handful of statements however many they are.

    Inside, an act has its uid but no row yet. Stands directly in the verb's transaction: nothing inside may catch the
    failure of a part of it, or the part's acts would be written all the same. RuntimeError outside a transaction.
    """
    if _held.get() is not None:
        yield
        return
    _require_transaction()
    held: list[_Written] = []
    before = _held.set(held)
    try:
        yield
    finally:
        _held.reset(before)
    _write(held)


def _write(written: Sequence[_Written]) -> None:
    if any(act.is_public for act, _kept, _named in written):
        pagestore.changing()
    ring = settings.YANGGUANG_KEYRING
    rows.insert([act for act, _kept, _named in written])
    lookups = {key: ring.lookup(key) for key in {kept.actor_key for _act, kept, _named in written}}
    with rows.sent_together() if len(written) < FEW else nullcontext():
        rows.insert_values(
            PrivatePart,
            ("act_id", "data", "actor_lookup"),
            [(act.pk, kept.locked(ring, act.uid), lookups[kept.actor_key]) for act, kept, _named in written],
        )
        rows.insert_values(
            ActReference,
            ("act_id", "ref"),
            [
                (act.pk, ref)
                for act, _kept, named in written
                for ref in (act.subject, *sorted(named, key=str))
            ],
        )
        rows.insert_values(Unsealed, ("act_id",), [(act.pk,) for act, _kept, _named in written])
        rows.insert_values(
            Delivery,
            ("act_id", "handler", "due_at"),
            [
                (act.pk, name, act.recorded_at)
                for act, _kept, _named in written
                for name in subscriptions.subscribers(act.kind)
            ],
            state=Delivery.State.WAITING,
            attempts=0,
            done_at=None,
            error="",
        )


def _act(told: _Told, now: datetime) -> _Written:
    declared = kinds.get(told.kind)
    kept = leaves.Private.of(told.actor, canonical.plain(told.private))
    actor, subject = told.actor, told.subject
    named = {ref for ref in told.about if ref != subject}
    public = canonical.plain(told.public)
    said = {
        "uid": new_uid(),
        "kind": told.kind,
        "version": declared.version,
        "is_public": declared.public,
        "occurred_at": told.occurred_at or now,
        "recorded_at": now,
        "subject": subject,
        "organisation_code": told.organisation_code or actor.organisation_code,
        "basis": str(told.basis),
        "public": public,
        "commitment": kept.commitment,
    }
    leaf = leaves.written(
        **said,
        post=actor.post,
        organisation=actor.organisation,
        acting_organisation_code=actor.organisation_code,
        about=named,
    )
    act = rows.new(
        Act,
        **said,
        id=None,
        actor_post=actor.post,
        actor_organisation=actor.organisation,
        actor_organisation_code=actor.organisation_code,
        leaf_hash=merkle.leaf_hash(leaf).hex(),
    )
    return act, kept, named


def deliver(limit: int = 100) -> int:
    """Run up to *limit* deliveries that are due, each in its own transaction. How many succeeded.

    Safe to run in several workers at once: a delivery is locked while its handler runs, and marked
    done in the transaction of what the handler changed. A handler's failure is stored and tried
    again later, at growing intervals; after MOST_ATTEMPTS it is stuck and seen by ``doctor``.
    """
    ids = Delivery.objects.waiting().order_by("due_at", "id").values_list("id", flat=True)[:limit]
    return sum(_deliver(delivery_id) for delivery_id in list(ids))


def retry_stuck() -> int:
    """Put stuck deliveries back to waiting, once their cause is mended. How many."""
    return Delivery.objects.stuck().update(state=Delivery.State.WAITING, attempts=0, due_at=clock.now())


def _deliver(delivery_id: int) -> bool:
    try:
        with transaction.atomic():
            # On SQLite the transaction itself is the lock (IMMEDIATE) and these words are ignored.
            rows = Delivery.objects.select_for_update(of=("self",), skip_locked=True).select_related("act")
            delivery = rows.filter(id=delivery_id, state=Delivery.State.WAITING).first()
            if delivery is None:
                return False
            handler = subscriptions.handler(delivery.handler)
            if handler is None:
                raise LookupError(f"no handler named {delivery.handler}")
            handler(delivery.act)
            delivery.state = Delivery.State.DONE
            delivery.attempts += 1
            delivery.done_at = clock.now()
            delivery.error = ""
            delivery.save(update_fields=["state", "attempts", "done_at", "error"])
    except Exception as error:  # whatever a handler does, the other deliveries go on
        if is_full(error):
            raise  # no fault of the delivery, and no attempt: it is tried as soon as there is room
        _put_off(delivery_id, error)
        return False
    return True


def _put_off(delivery_id: int, error: Exception) -> None:
    """Store why, and when to try again, unless another worker has delivered it in the meantime."""
    with transaction.atomic():
        delivery = (
            Delivery.objects.select_for_update().filter(id=delivery_id, state=Delivery.State.WAITING).first()
        )
        if delivery is None:
            return
        delivery.attempts += 1
        delivery.error = f"{type(error).__name__}: {error}"[:2000]
        delivery.due_at = clock.now() + FIRST_PAUSE * 2 ** (delivery.attempts - 1)
        if delivery.attempts >= MOST_ATTEMPTS:
            delivery.state = Delivery.State.STUCK
        delivery.save(update_fields=["attempts", "error", "due_at", "state"])
    log.warning(
        "delivery failed",
        handler=delivery.handler,
        act=delivery.act.uid,
        attempts=delivery.attempts,
        state=delivery.state,
        error=delivery.error,
    )


@transaction.atomic
def erase_private(act: Act, *, actor: Actor, reason: str, basis: str = "") -> Act:
    """Destroy who did it and every private fact, salt included. Proofs of the act still verify.

    The erasure is itself an act. Refusal when there is nothing left to erase.
    """
    gone, _ = PrivatePart.objects.filter(act=act).delete()
    if not gone:
        raise Refusal("这条记录中的个人信息已经消除，无需重复操作。", code="conflict")
    act.__dict__.pop("private", None)
    return record(
        PRIVATE_PART_ERASED.name,
        subject=act.ref,
        actor=actor,
        public={"act": act.uid, "reason": reason},
        basis=basis,
    )
