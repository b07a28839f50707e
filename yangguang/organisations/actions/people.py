"""Staff taken on, and their accounts looked after, by who manages people in their organisation."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from yangguang.accounts import actions as accounts
from yangguang.accounts.models import User
from yangguang.journal.actors import Actor
from yangguang.lib.errors import Refusal
from yangguang.organisations import rules
from yangguang.organisations.acting import Acting
from yangguang.organisations.models import Post

from .door import admit
from .posts import appoint


def take_on(
    post: Post,
    *,
    username: str,
    name: str,
    actor: Actor | Acting,
    email: str | None = None,
    phone: str | None = None,
    since: date | None = None,
    password: str | None = None,
    basis: str = "",
) -> tuple[User, str]:
    """Open an account and appoint its owner, in one go; answers the initial password, to be handed over once."""
    with transaction.atomic():
        admitted = admit(actor, post.organisation)
        user, initial = accounts.create_staff(
            username, name, actor=admitted, email=email, phone=phone, password=password
        )
        appoint(user, post, actor=actor, since=since, basis=basis)
    return user, initial


def amend_person(person: User, *, actor: Acting, name: str, email: str, phone: str) -> User:
    """Put right a person's name and addresses."""
    return accounts.amend_account(person, actor=_admitted(actor, person), name=name, email=email, phone=phone)


def reset_password(person: User, *, actor: Acting) -> str:
    """A new initial password, to be handed over once."""
    return accounts.reset_password(person, actor=_admitted(actor, person))


def disable(person: User, *, actor: Acting, reason: str = "") -> User:
    """Close the account; appointments stay and count no more."""
    if person == actor.user:
        raise Refusal(_("不能停用自己的账号，请由另一位管理员办理。"), code="forbidden")
    return accounts.disable(person, actor=_admitted(actor, person), reason=reason)


def enable(person: User, *, actor: Acting, reason: str = "") -> User:
    """Open a disabled account again."""
    return accounts.enable(person, actor=_admitted(actor, person), reason=reason)


def unlock(person: User, *, actor: Acting) -> None:
    """End a lock-out before its time."""
    accounts.unlock(person, actor=_admitted(actor, person))


def reset_authenticator(person: User, *, actor: Acting, reason: str) -> None:
    """Unbind a person's authenticator app because the phone is lost; a reason is required."""
    if person == actor.user:
        raise Refusal(
            _("自己的动态口令在“我的账号”里解除；手机丢了的，请由另一位管理员重置。"), code="forbidden"
        )
    accounts.reset_authenticator(person, actor=_admitted(actor, person), reason=reason)


def _admitted(actor: Acting, person: User) -> Actor:
    if not rules.manages_person(actor.user, person):
        raise Refusal(
            _("%(name)s还在您管理范围以外任职，请由上级机构的系统管理员办理。")
            % {"name": person.display_name},
            code="forbidden",
        )
    return actor.actor
