"""Signing in: by password or by a one-time code. Every attempt leaves a row in the access log."""

from __future__ import annotations

import hmac
import secrets
from datetime import datetime, timedelta

from django.contrib.auth import authenticate
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from yangguang.accounts import rules, throttle
from yangguang.accounts.identifiers import is_email, is_mobile, normalised
from yangguang.accounts.models import (
    CodeChannel,
    RealNameLevel,
    SignIn,
    SignInCode,
    SignInOutcome,
    SignInThrottle,
    User,
)
from yangguang.accounts.visitors import Visitor
from yangguang.lib import clock
from yangguang.lib.errors import Refusal
from yangguang.notices.actions import send
from yangguang.web.addresses import block

from .access import log, minutes_until, too_many_failures

CODE_LIVES = timedelta(minutes=10)
CODE_ATTEMPTS = 5
CODE_PAUSE = timedelta(seconds=60)


def check_password(identifier: str, password: str, visitor: Visitor, *, confirming: bool = False) -> User:
    """The person, if the password is hers; ``confirming`` when she is signed in and only proves that it is she.

    Raises Refusal ``invalid`` (with the attempts that remain) or ``locked``; neither tells whether the account exists.
    """
    user = _here(rules.find(identifier))
    key = rules.account_key(identifier, user)
    _refuse_crowd(identifier, visitor)
    claimed = throttle.claim(key, throttle.PASSWORD)
    if claimed.left is None:
        log(SignInOutcome.LOCKED, "password", identifier, visitor, user)
        raise too_many_failures(claimed.until)
    person = authenticate(None, username=identifier, password=password)
    if not isinstance(person, User) or _here(person) is None:
        disabled = user is not None and not user.is_active
        log(
            SignInOutcome.DISABLED if disabled else SignInOutcome.FAILED,
            "password",
            identifier,
            visitor,
            user,
        )
        if not claimed.left:
            raise too_many_failures(claimed.until)
        raise Refusal(
            _("用户名或密码不对，请核对大小写。还可以再试 %(left)s 次。") % {"left": claimed.left},
            code="invalid",
            field="password",
        )
    throttle.release(key)
    throttle.give_back(visitor.key)
    done = SignInOutcome.HALFWAY if rules.has_authenticator(person) and not confirming else SignInOutcome.OK
    log(done, rules.CONFIRMING if confirming else "password", identifier, visitor, person)
    return person


def request_code(address: str, visitor: Visitor) -> SignInCode:
    """Send a one-time code of six digits to an e-mail address or a mobile number.

    The answer is the same whether or not somebody is known there. Raises Refusal for what is no address, and
    ``too-many`` when codes were asked for too often.
    """
    typed = normalised(address)
    if not rules.is_address(typed):
        raise Refusal(_("请填 11 位手机号码或者电子邮箱。"), field="address")
    now = clock.now()
    to_address = rules.digest("code-address", typed)
    lately = {"created_at__gt": now - CODE_PAUSE, "created_at__lte": now + CODE_PAUSE}
    if SignInCode.objects.filter(address_digest=to_address, **lately).exists():
        raise Refusal(_("验证码刚刚发出，请稍等一分钟再要。"), code="too-many", field="address")
    for key, limit in (
        (rules.digest("codes-to", typed), throttle.CODES_TO_ADDRESS),
        (rules.digest("codes-from", block(visitor.address)), throttle.CODES_FROM_ADDRESS),
    ):
        claimed = throttle.claim(key, limit)
        if claimed.left is None:
            raise Refusal(
                _("要验证码的次数太多了，请 %(minutes)s 分钟后再试。")
                % {"minutes": minutes_until(claimed.until)},
                code="too-many",
                field="address",
            )
    code = f"{secrets.randbelow(1_000_000):06}"
    channel = CodeChannel.SMS if is_mobile(typed) else CodeChannel.EMAIL
    user = rules.find(typed)
    with transaction.atomic():
        row = SignInCode(
            channel=channel,
            address_digest=to_address,
            requested_from=visitor.key,
            created_at=now,
            expires_at=now + CODE_LIVES,
            attempts_left=CODE_ATTEMPTS,
        )
        row.code_digest = rules.digest("code", f"{row.uid}:{code}")
        row.save()
        if user is None or user.is_active:
            send(
                channel.value,
                typed,
                _("登录验证码"),
                _("验证码 %(code)s，10 分钟内有效，用于登录。工作人员不会向您要验证码，请不要告诉任何人。")
                % {"code": code},
                secret=True,
            )
        log(SignInOutcome.CODE_SENT, "code", typed, visitor, user)
    return row


def check_code(uid: str, address: str, code: str, visitor: Visitor) -> User:
    """The person to whose address the code was sent; a citizen's account is opened by her first code.

    Raises Refusal: wrong, out of date or used up. An attempt is taken before the code is compared.
    """
    typed = normalised(address)
    now = clock.now()
    user = rules.find(typed)
    _refuse_crowd(typed, visitor)
    open_codes = SignInCode.objects.filter(
        uid=uid,
        address_digest=rules.digest("code-address", typed),
        used_at__isnull=True,
        expires_at__gt=now,
        expires_at__lte=now + CODE_LIVES + CODE_PAUSE,  # not one from before the clock was set back
        attempts_left__gt=0,
    )
    if not open_codes.update(attempts_left=F("attempts_left") - 1):
        log(SignInOutcome.FAILED, "code", typed, visitor, user)
        raise Refusal(_("验证码已经失效，请重新获取。"), code="expired", field="code")
    row = SignInCode.objects.get(uid=uid)
    given = rules.digest("code", f"{uid}:{normalised(code)}")
    right = hmac.compare_digest(given, row.code_digest)
    if not right or (user is not None and not user.is_active):
        log(SignInOutcome.FAILED if not right else SignInOutcome.DISABLED, "code", typed, visitor, user)
        if not row.attempts_left:
            raise Refusal(_("验证码输错的次数太多，请重新获取。"), code="expired", field="code")
        raise Refusal(
            _("验证码不对，还可以再试 %(left)s 次。") % {"left": row.attempts_left},
            code="invalid",
            field="code",
        )
    with transaction.atomic():
        if not SignInCode.objects.filter(pk=row.pk, used_at__isnull=True).update(used_at=now):
            raise Refusal(_("验证码已经用过，请重新获取。"), code="expired", field="code")
        person = user or _register(typed)
        if person.real_name_level < RealNameLevel.CONTACT:
            person.real_name_level = RealNameLevel.CONTACT
            person.save(update_fields=["real_name_level"])
        if _here(person) is None:
            raise Refusal(
                _(
                    "这个号码登记在工作人员账号上。办公请在内网工作台登录；办个人的事，请用另一个号码或者邮箱。"
                ),
                code="forbidden",
                field="code",
            )
        halfway = rules.has_authenticator(person)
        log(SignInOutcome.HALFWAY if halfway else SignInOutcome.OK, "code", typed, visitor, person)
    throttle.give_back(visitor.key)
    return person


def sign_out(user: User, visitor: Visitor) -> None:
    """Leave the end of a session in the access log."""
    log(SignInOutcome.SIGNED_OUT, "", user.own_identifier, visitor, user)


def prune(*, signed_in_before: datetime) -> int:
    """Delete access log rows from before a moment, codes that are out of date and counters at rest. How many."""
    now = clock.now()
    gone = SignIn.objects.filter(at__lt=signed_in_before).delete()[0]
    gone += SignInCode.objects.filter(expires_at__lt=now - timedelta(days=1)).delete()[0]
    at_rest = SignInThrottle.objects.filter(window_started__lt=now - timedelta(days=1))
    return gone + at_rest.exclude(locked_until__gt=now).delete()[0]


def _here(user: User | None) -> User | None:
    """The person, where this process serves her; to a public process staff are as unknown as anybody."""
    return user if user is not None and rules.may_sign_in_here(user) else None


def _register(address: str) -> User:
    """The account of a citizen, opened by the proof that she holds the address."""
    field = "email" if is_email(address) else "phone"
    fresh = User(**{field: address}, real_name_level=RealNameLevel.CONTACT, joined_at=clock.now())
    fresh.set_unusable_password()
    # Two codes to one address entered at the same moment open one account.
    User.objects.get_queryset().bulk_create([fresh], ignore_conflicts=True)
    return User.objects.get(**{field: address})


def _refuse_crowd(identifier: str, visitor: Visitor) -> None:
    """Take an attempt from the visitor's network address."""
    claimed = throttle.claim(visitor.key, throttle.FROM_ADDRESS)
    if claimed.left is None:
        log(SignInOutcome.LOCKED, "", identifier, visitor, None)
        raise too_many_failures(claimed.until)
