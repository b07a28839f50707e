"""Accounts opened, changed, disabled, unlocked."""

from __future__ import annotations

import re
import secrets

from django.contrib.auth.hashers import check_password as check_password_hash
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from yangguang.accounts import acts, rules, throttle
from yangguang.accounts.identifiers import is_email, is_mobile, normalised
from yangguang.accounts.models import FormerPassword, User
from yangguang.journal.actions import record
from yangguang.journal.actors import Actor
from yangguang.lib import clock
from yangguang.lib.errors import Refusal

from .sessions import end_sessions

FORMER_PASSWORDS = 5  # the present one among them
_USERNAME = re.compile(r"[a-z][a-z0-9._-]{1,58}[a-z0-9]")
_UNAMBIGUOUS = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that is mistaken for another when read out


def create_staff(
    username: str,
    name: str,
    *,
    actor: Actor,
    email: str | None = None,
    phone: str | None = None,
    password: str | None = None,
) -> tuple[User, str]:
    """Open an account for a member of staff; answers it with the initial password, to be handed over once.

    Without ``password`` one is made, and has to be changed at the first sign-in. Raises Refusal for a user name,
    e-mail or phone that is malformed or taken.
    """
    typed = normalised(username)
    if not _USERNAME.fullmatch(typed):
        raise Refusal(
            _("用户名用 3 到 60 个小写字母、数字、点或连字符，以字母开头，例如 lin.xiao。"), field="username"
        )
    if not name.strip():
        raise Refusal(_("请填写姓名。"), field="name")
    initial = password or _new_password()
    user = User(
        username=typed,
        name=name.strip(),
        email=_email(email),
        phone=_phone(phone),
        must_change_password=password is None,
        password_changed_at=clock.now(),
        joined_at=clock.now(),
    )
    user.set_password(initial)
    with transaction.atomic():
        _store(user)
        record(
            acts.STAFF_CREATED, subject=user.ref, actor=actor, private={"username": typed, "name": user.name}
        )
    return user, initial


def amend_account(
    user: User, *, actor: Actor, name: str | None = None, email: str | None = None, phone: str | None = None
) -> User:
    """Change a name, an e-mail address or a phone number; an empty text takes an address away, None leaves it."""
    with transaction.atomic():
        row = User.objects.select_for_update().get(pk=user.pk)
        before = (row.name, row.email, row.phone)
        if name is not None:
            if row.is_person_of_staff and not name.strip():
                raise Refusal(_("请填写姓名。"), field="name")
            row.name = name.strip()
        if email is not None:
            row.email = _email(email)
        if phone is not None:
            row.phone = _phone(phone)
        if not (row.username or row.email or row.phone):
            raise Refusal(_("至少要留一个电子邮箱或者手机号码，否则您再也登录不了。"), field="email")
        if (row.name, row.email, row.phone) != before:
            _store(row, update_fields=["name", "email", "phone"])
            record(acts.AMENDED, subject=row.ref, actor=actor)
    return row


def reset_password(user: User, *, actor: Actor) -> str:
    """Give a person a new initial password; the old one and all sessions end. To be handed over once."""
    initial = _new_password()
    with transaction.atomic():
        row = User.objects.select_for_update().get(pk=user.pk)
        _keep_former(row)
        row.set_password(initial)
        row.must_change_password = True
        row.password_changed_at = clock.now()
        row.save(update_fields=["password", "must_change_password", "password_changed_at"])
        end_sessions(row)
        record(acts.PASSWORD_RESET, subject=row.ref, actor=actor)
    throttle.release(rules.account_key("", user))
    return initial


def change_password(user: User, new: str, *, session_key: str = "") -> User:
    """The person's own change; who it is has been checked. All sessions end but that with ``session_key``.

    Raises Refusal for a weak password and for one of the last ``FORMER_PASSWORDS``. It is no act of the book: nobody but the person is concerned.
    """
    with transaction.atomic():
        row = User.objects.select_for_update().get(pk=user.pk)
        if row.check_password(new):
            raise Refusal(_("新密码和现在的密码相同，请换一个。"), field="new")
        if any(check_password_hash(new, former.password) for former in _former(row)):
            raise Refusal(
                _("这个密码您用过不久，不能用最近 %(n)d 次用过的密码，请换一个。") % {"n": FORMER_PASSWORDS},
                field="new",
            )
        try:
            validate_password(new, row)
        except ValidationError as error:
            raise Refusal("".join(error.messages), field="new") from error
        _keep_former(row)
        row.set_password(new)
        row.must_change_password = False
        row.password_changed_at = clock.now()
        row.save(update_fields=["password", "must_change_password", "password_changed_at"])
        end_sessions(row, but=session_key)
    return row


def name_oneself(user: User, name: str) -> User:
    """A citizen's own wish how to be called. No act: nobody but the person is concerned."""
    if user.is_person_of_staff:
        raise Refusal(_("工作人员的姓名由本单位系统管理员登记。"), code="forbidden", field="name")
    user.name = name.strip()
    user.save(update_fields=["name"])
    return user


def disable(user: User, *, actor: Actor, reason: str = "") -> User:
    """Close an account to signing in; all its sessions end."""
    end_sessions(user)
    return _switch(user, active=False, actor=actor, reason=reason)


def enable(user: User, *, actor: Actor, reason: str = "") -> User:
    """Open a disabled account again."""
    return _switch(user, active=True, actor=actor, reason=reason)


def unlock(user: User, *, actor: Actor) -> None:
    """End a lock-out before its time. Raises Refusal when there is none."""
    with transaction.atomic():
        # Both are asked: the password may be closed, or the one-time codes, or both.
        if not any([throttle.release(rules.account_key("", user)), throttle.release(rules.second_key(user))]):
            raise Refusal(_("这个账号没有被锁定。"), code="conflict")
        record(acts.UNLOCKED, subject=user.ref, actor=actor)


def _switch(user: User, *, active: bool, actor: Actor, reason: str) -> User:
    with transaction.atomic():
        if not User.objects.filter(pk=user.pk, is_active=not active).update(is_active=active):
            raise Refusal(_("账号状态已经变过，请刷新后再看。"), code="conflict")
        record(
            acts.ENABLED if active else acts.DISABLED,
            subject=user.ref,
            actor=actor,
            private={"reason": reason},
        )
    user.is_active = active
    return user


def _former(user: User) -> list[FormerPassword]:
    return list(FormerPassword.objects.filter(user=user).order_by("-until", "-id")[: FORMER_PASSWORDS - 1])


def _keep_former(user: User) -> None:
    """Remember the password that is about to be replaced, and forget those beyond the last few."""
    if user.has_usable_password():
        FormerPassword.objects.create(user=user, password=user.password, until=clock.now())
    kept = [former.pk for former in _former(user)]
    FormerPassword.objects.filter(user=user).exclude(pk__in=kept).delete()


def _store(user: User, update_fields: list[str] | None = None) -> None:
    """Save, and say in words what is taken."""
    others = User.objects.exclude(pk=user.pk)
    labels = {"username": _("用户名"), "email": _("电子邮箱"), "phone": _("手机号码")}
    for field, label in labels.items():
        value = getattr(user, field)
        if value and others.filter(**{field: value}).exists():
            raise Refusal(_("这个%(what)s已有人使用。") % {"what": label}, code="conflict", field=field)
    try:
        with transaction.atomic():
            user.save(update_fields=update_fields)
    except IntegrityError as error:
        raise Refusal(_("刚刚有人登记了相同的账号，请刷新后核对。"), code="conflict") from error


def _email(text: str | None) -> str | None:
    typed = normalised(text or "")
    if typed and not is_email(typed):
        raise Refusal(_("电子邮箱的写法不对，例如 lin@example.cn。"), field="email")
    return typed or None


def _phone(text: str | None) -> str | None:
    typed = normalised(text or "")
    if typed and not is_mobile(typed):
        raise Refusal(_("请填 11 位手机号码。"), field="phone")
    return typed or None


def _new_password() -> str:
    """Four groups of four, easy to read out: about 79 bits."""
    return "-".join("".join(secrets.choice(_UNAMBIGUOUS) for _place in range(4)) for _group in range(4))
