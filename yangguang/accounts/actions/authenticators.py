"""The second factor: one-time codes of an app on the person's phone, and recovery codes for when it is lost."""

from __future__ import annotations

import re
import secrets

from django.db import transaction
from django.utils.translation import gettext as _

from yangguang.accounts import acts, rules, throttle
from yangguang.accounts.identifiers import normalised
from yangguang.accounts.models import Authenticator, RecoveryCode, SignInOutcome, User
from yangguang.accounts.visitors import Visitor
from yangguang.journal.actions import record
from yangguang.journal.actors import Actor
from yangguang.lib import clock, totp
from yangguang.lib.errors import Refusal

from .access import log, too_many_codes
from .sessions import end_sessions

RECOVERY_CODES = 10
_UNAMBIGUOUS = "abcdefghjkmnpqrstuvwxyz23456789"
_SIX_DIGITS = re.compile(r"\d{6}")


def begin_authenticator(user: User) -> Authenticator:
    """Make a new secret, to be shown to its owner; it counts for nothing until ``confirm_authenticator``.

    Raises Refusal when one is confirmed already.
    """
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)
        row = Authenticator.objects.filter(user=user).first() or Authenticator(user=user)
        if row.confirmed_at is not None:
            raise Refusal(_("您已经绑定动态口令。要换手机，请先解除再绑定。"), code="conflict")
        row.begun_at = clock.now()
        row.seal(totp.new_secret())
        row.save()
    return row


def confirm_authenticator(user: User, code: str, *, actor: Actor, session_key: str = "") -> list[str]:
    """Bind the app by its first code; answers ten recovery codes, to be shown once.

    All other sessions of the person end: they were opened without the second factor. Raises Refusal ``invalid`` for
    a wrong code, ``conflict`` when there is nothing to confirm.
    """
    with transaction.atomic():
        row = Authenticator.objects.select_for_update().filter(user=user, confirmed_at__isnull=True).first()
        if row is None:
            raise Refusal(_("没有正在进行的绑定，请重新开始。"), code="conflict")
        step = totp.matching_step(row.secret(), normalised(code), clock.machine_now())
        if step is None:
            raise Refusal(
                _("动态口令不对。请填手机上现在显示的 6 位数字；总是不对的，请看看手机时间准不准。"),
                code="invalid",
                field="code",
            )
        row.confirmed_at, row.last_step = clock.now(), step
        row.save(update_fields=["confirmed_at", "last_step"])
        codes = _new_recovery_codes(user)
        end_sessions(user, but=session_key)
        record(acts.AUTHENTICATOR_BOUND, subject=user.ref, actor=actor)
    return codes


def check_second(user: User, typed: str, visitor: Visitor, *, method: str = "") -> str:
    """Check the second step of signing in: a code of the app, or a recovery code. Answers which of the two it was.

    A code is taken once, and none older than the last. Failures are counted apart from the password's, before the
    code is looked at. Raises Refusal ``invalid``, ``used`` or ``locked``.
    """
    key = rules.second_key(user)
    claimed = throttle.claim(key, throttle.SECOND_STEP)
    if claimed.left is None:
        log(SignInOutcome.LOCKED, "second", user.own_identifier, visitor, user)
        raise too_many_codes(claimed.until)
    text = normalised(typed).replace("-", "")
    way = _code_of_app(user, text) if _SIX_DIGITS.fullmatch(text) else _recovery_code(user, text)
    if not way:
        log(SignInOutcome.FAILED, "second", user.own_identifier, visitor, user)
        if not claimed.left:
            raise too_many_codes(claimed.until)
        raise Refusal(
            _("动态口令不对，或者已经用过。请填手机上现在显示的 6 位数字，还可以再试 %(left)s 次。")
            % {"left": claimed.left},
            code="invalid",
            field="code",
        )
    throttle.release(key)
    log(SignInOutcome.OK, method or way, user.own_identifier, visitor, user)
    return way


def renew_recovery_codes(user: User, *, actor: Actor) -> list[str]:
    """Ten new recovery codes, to be shown once; the old ones are gone. Who asks has been checked."""
    with transaction.atomic():
        if not rules.has_authenticator(user):
            raise Refusal(_("您还没有绑定动态口令。"), code="conflict")
        codes = _new_recovery_codes(user)
        record(acts.RECOVERY_RENEWED, subject=user.ref, actor=actor)
    return codes


def remove_authenticator(user: User, *, actor: Actor) -> None:
    """Unbind one's own app, to bind another. Who asks has been checked. Raises Refusal when there is none."""
    with transaction.atomic():
        _forget(user)
        record(acts.AUTHENTICATOR_REMOVED, subject=user.ref, actor=actor)


def reset_authenticator(user: User, *, actor: Actor, reason: str) -> None:
    """Unbind somebody's app because the phone and the recovery codes are lost. All sessions of that person end.

    Raises Refusal without a reason, and when there is nothing to unbind.
    """
    if not reason.strip():
        raise Refusal(_("请写明原因，例如“手机丢失，已当面核实本人”。"), field="reason")
    with transaction.atomic():
        _forget(user)
        end_sessions(user)
        record(acts.AUTHENTICATOR_RESET, subject=user.ref, actor=actor, private={"reason": reason.strip()})
    throttle.release(rules.second_key(user))


def _forget(user: User) -> None:
    if not Authenticator.objects.filter(user=user, confirmed_at__isnull=False).delete()[0]:
        raise Refusal(_("这个账号没有绑定动态口令。"), code="conflict")
    RecoveryCode.objects.filter(user=user).delete()


def _code_of_app(user: User, text: str) -> str:
    row = Authenticator.objects.filter(user=user, confirmed_at__isnull=False).first()
    step = totp.matching_step(row.secret(), text, clock.machine_now()) if row else None
    if row is None or step is None:
        return ""
    taken = Authenticator.objects.filter(pk=row.pk, last_step__lt=step).update(last_step=step)
    return "totp" if taken else ""


def _recovery_code(user: User, text: str) -> str:
    fitting = RecoveryCode.objects.filter(user=user, digest=_digest(user, text), used_at__isnull=True)
    return "recovery" if fitting.update(used_at=clock.now()) else ""


def _new_recovery_codes(user: User) -> list[str]:
    """Two groups of five, about 49 bits: looked up by a keyed digest, five guesses in a quarter of an hour."""
    RecoveryCode.objects.filter(user=user).delete()
    codes = [
        "-".join("".join(secrets.choice(_UNAMBIGUOUS) for _place in range(5)) for _group in range(2))
        for _code in range(RECOVERY_CODES)
    ]
    RecoveryCode.objects.bulk_create(
        RecoveryCode(user=user, digest=_digest(user, code.replace("-", ""))) for code in codes
    )
    return codes


def _digest(user: User, text: str) -> str:
    return rules.digest("recovery", f"{user.uid}:{text}")
