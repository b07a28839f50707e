"""Divisions and organisations: established, renamed, put right, merged. Nothing is ever deleted."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from yangguang.journal.actions import record
from yangguang.journal.actors import Actor
from yangguang.lib import clock
from yangguang.lib.errors import Refusal
from yangguang.lib.identifiers import is_uscc
from yangguang.lib.ref import Ref
from yangguang.organisations import acts
from yangguang.organisations.acting import Acting
from yangguang.organisations.models import Appointment, Division, Organisation, OrganisationName
from yangguang.organisations.models.divisions import level_of, parent_code
from yangguang.organisations.models.spans import in_force

from .door import admit
from .posts import create_post

_CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def add_division(code: str, name: str, *, actor: Actor, valid_from: date, basis: str = "") -> Division:
    """Record a division; its parent follows from the code (GB/T 2260) where that one is recorded."""
    try:
        level = level_of(code)
    except ValueError:
        raise Refusal(_("行政区划代码应为 6 位或 12 位数字。"), field="code") from None
    with transaction.atomic():
        above = parent_code(code)
        parent = Division.objects.filter(code=above, valid_to__isnull=True).first() if above else None
        if Division.objects.filter(code=code, valid_to__isnull=True).exists():
            raise Refusal(_("区划代码 %(code)s 正在使用。") % {"code": code}, code="conflict", field="code")
        division = Division.objects.create(
            code=code, name=name, parent=parent, level=level, valid_from=valid_from
        )
        record(
            acts.DIVISION_ADDED,
            subject=Ref("organisations.division", code),
            actor=actor,
            public={"code": code, "name": name, "valid_from": valid_from.isoformat()},
            basis=basis,
        )
    return division


def end_division(division: Division, *, valid_to: date, actor: Actor, basis: str = "") -> Division:
    """Record that a division is no more from a day on."""
    with transaction.atomic():
        if not Division.objects.filter(pk=division.pk, valid_to__isnull=True).update(valid_to=valid_to):
            raise Refusal(_("这个区划已经撤销。"), code="conflict")
        record(
            acts.DIVISION_ENDED,
            subject=Ref("organisations.division", division.code),
            actor=actor,
            public={"code": division.code, "name": division.name, "valid_to": valid_to.isoformat()},
            basis=basis,
        )
    division.valid_to = valid_to
    return division


def establish_organisation(
    code: str,
    name: str,
    *,
    kind: str,
    actor: Actor | Acting,
    parent: Organisation | None = None,
    short_name: str = "",
    uscc: str | None = None,
    division: Division | None = None,
    valid_from: date | None = None,
    order: int = 1000,
    number_codes: dict[str, str] | None = None,
    posts: tuple[str, ...] | list[str] = (),
    basis: str = "",
) -> Organisation:
    """Set up an organisation, with standard posts by their codes if wished."""
    day = valid_from or clock.today()
    _check_identity(code=code, name=name, uscc=uscc)
    if parent is not None and not parent.exists_on(day):
        raise Refusal(
            _("上级机构%(name)s在设立之日不存在或者已经撤销。") % {"name": parent.name}, field="parent"
        )
    with transaction.atomic():
        admitted = admit(actor, parent)
        organisation = Organisation(
            code=code,
            name=name,
            short_name=short_name,
            uscc=uscc or None,
            kind=kind,
            division=division,
            parent=parent,
            path=f"{parent.path if parent else ''}{code}/",
            valid_from=day,
            order=order,
            number_codes=number_codes or {},
        )
        _store(organisation)
        OrganisationName.objects.create(
            organisation=organisation, name=name, short_name=short_name, valid_from=day, basis=basis
        )
        _record(acts.ESTABLISHED, organisation, admitted, basis, valid_from=day.isoformat())
        for post in posts:
            create_post(organisation, post, actor=actor)
    return organisation


def rename(
    organisation: Organisation,
    *,
    name: str,
    actor: Actor | Acting,
    short_name: str = "",
    on: date | None = None,
    basis: str = "",
) -> Organisation:
    """Give an organisation a new name from a day on (not in the future); the old one stays with its time."""
    day = on or clock.today()
    _check_identity(code=organisation.code, name=name, uscc=None)
    if day > clock.today():
        raise Refusal(_("更名日期不能晚于今天，请到那一天再办理。"), field="on")
    with transaction.atomic():
        admitted = admit(actor, organisation)
        row = _locked(organisation)
        current = row.names.get(valid_to__isnull=True)
        if day < current.valid_from:
            raise Refusal(
                _("更名日期不能早于现在这个名称的起用日期 %(day)s。") % {"day": current.valid_from},
                field="on",
            )
        if (name, short_name) == (row.name, row.short_name):
            raise Refusal(_("新名称和现在的名称相同。"), field="name")
        if day == current.valid_from:  # put right on the same day: the name was never borne
            current.delete()
        else:
            current.valid_to = day
            current.save(update_fields=["valid_to"])
        OrganisationName.objects.create(
            organisation=row, name=name, short_name=short_name, valid_from=day, basis=basis
        )
        old_name, row.name, row.short_name = row.name, name, short_name
        row.save(update_fields=["name", "short_name"])
        _record(acts.RENAMED, row, admitted, basis, old_name=old_name, on=day.isoformat())
    organisation.name, organisation.short_name = name, short_name
    return row


def amend_organisation(
    organisation: Organisation, *, actor: Actor | Acting, basis: str = "", **changes: Any
) -> Organisation:
    """Put right what is registered of an organisation: ``uscc``, ``division``, ``order``, ``number_codes``."""
    unknown = set(changes) - {"uscc", "division", "order", "number_codes"}
    if unknown:
        raise TypeError(f"not amendable: {', '.join(sorted(unknown))}")
    with transaction.atomic():
        admitted = admit(actor, organisation)
        row = _locked(organisation)
        _check_identity(code=row.code, name=row.name, uscc=changes.get("uscc"))
        changed = [field for field, value in changes.items() if getattr(row, field) != value]
        for field in changed:
            setattr(row, field, changes[field] or (None if field == "uscc" else changes[field]))
        if changed:
            _store(row, update_fields=changed)
            _record(acts.AMENDED, row, admitted, basis, changed=sorted(changed))
    return row


def merge_into(
    organisation: Organisation,
    successor: Organisation,
    *,
    actor: Actor | Acting,
    on: date | None = None,
    basis: str = "",
) -> Organisation:
    """Close an organisation from a day on and name who takes over; its appointments end that day."""
    day = on or clock.today()
    with transaction.atomic():
        admitted = admit(actor, organisation)
        admit(actor, successor)
        row = _locked(organisation)
        if row.valid_to is not None:
            raise Refusal(_("%(name)s已经撤销。") % {"name": row.name}, code="conflict")
        if successor.pk == row.pk or not successor.exists_on(day):
            raise Refusal(_("承接机构须是当日存在的另一个机构。"), field="successor")
        if day < row.valid_from:
            raise Refusal(_("撤销日期不能早于设立日期。"), field="on")
        if row.children.filter(in_force("valid_from", "valid_to", day)).exists():
            raise Refusal(
                _("%(name)s还有下级机构，请先办理它们的合并或者撤销。") % {"name": row.name}, code="conflict"
            )
        row.valid_to, row.successor = day, successor
        row.save(update_fields=["valid_to", "successor"])
        row.names.filter(valid_to__isnull=True).update(valid_to=day)
        Appointment.objects.filter(post__organisation=row, until__isnull=True, since__lte=day).update(
            until=day
        )
        _record(
            acts.MERGED,
            row,
            admitted,
            basis,
            about=[successor.ref],
            successor=successor.code,
            successor_name=successor.name,
            on=day.isoformat(),
        )
    organisation.valid_to, organisation.successor = day, successor
    return row


def _check_identity(*, code: str, name: str, uscc: str | None) -> None:
    if not _CODE.fullmatch(code):
        raise Refusal(_("代号只能用小写字母、数字和连字符，例如 civil-affairs。"), field="code")
    if not name.strip():
        raise Refusal(_("请填写机构全称。"), field="name")
    if uscc and not is_uscc(uscc):
        raise Refusal(_("统一社会信用代码不对，请逐位核对（18 位，末位是校验码）。"), field="uscc")


def _store(organisation: Organisation, update_fields: list[str] | None = None) -> None:
    """Save, and say in words which constraint two clerks ran into."""
    taken = Organisation.objects.exclude(pk=organisation.pk)
    if taken.filter(code=organisation.code).exists():
        raise Refusal(
            _("代号 %(code)s 已被使用。") % {"code": organisation.code}, code="conflict", field="code"
        )
    if organisation.uscc and taken.filter(uscc=organisation.uscc, valid_to__isnull=True).exists():
        raise Refusal(_("这个统一社会信用代码已登记在另一个机构名下。"), code="conflict", field="uscc")
    try:
        with transaction.atomic():
            organisation.save(update_fields=update_fields)
    except IntegrityError as error:
        raise Refusal(_("刚刚有人登记了相同的机构，请刷新后核对。"), code="conflict") from error


def _locked(organisation: Organisation) -> Organisation:
    return Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)


def _record(
    kind: str,
    organisation: Organisation,
    actor: Actor,
    basis: str,
    about: list[Ref] | None = None,
    **facts: str | list[str],
) -> None:
    record(
        kind,
        subject=organisation.ref,
        actor=actor,
        public={"code": organisation.code, "name": organisation.name, **facts},
        basis=basis,
        organisation_code=organisation.code,
        about=about or [],
    )
