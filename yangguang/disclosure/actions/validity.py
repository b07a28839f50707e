"""Declaring whether a document still holds, and which one took its place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from yangguang.disclosure.acts import VALIDITY_DECLARED
from yangguang.disclosure.models import Item, Validity, ValidityDeclaration
from yangguang.journal.actions import record
from yangguang.lib import clock
from yangguang.lib.errors import Refusal
from yangguang.organisations.acting import Acting
from yangguang.organisations.permissions import Permission
from yangguang.organisations.rules import acting_as, may
from yangguang.search import actions as search

from .publication import document_of
from .secrets import refuse_unfit

ARTICLE = "《中华人民共和国政府信息公开条例》第二十条第（一）项"
_ENDS = (Validity.REPEALED, Validity.EXPIRED)


@dataclass(frozen=True, slots=True)
class Statement:
    """What is declared: from ``on`` the document stands so; ``until`` is the last day, for 现行有效 only.

    ``successor`` is the item that amends, repeals or replaces it, ``successor_name`` one that is not on this site.
    """

    status: str
    on: date
    reason: str
    until: date | None = None
    successor: Item | None = None
    successor_name: str = ""


def declare_validity(item: Item, statement: Statement, *, acting: Acting) -> ValidityDeclaration:
    """Declare how a public document stands, from a day that may lie ahead; the pages of both documents tell it.

    现行有效 takes back what was declared before. Refusal names the field at fault, ``forbidden`` who may not,
    ``conflict`` when the item is not public.
    """
    permission = (
        Permission.DRAFT
        if may(acting.user, Permission.DRAFT, item.organisation)
        else Permission.MANAGE_CATALOGUE
    )
    acting = acting_as(acting.user, item.organisation, permission=permission)
    statement = _checked(item, statement, acting)
    with transaction.atomic():
        item = Item.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=item.pk)
        if not item.is_public:
            raise Refusal(_("这一件现在没有公开，不能认定有效性。"), code="conflict")
        status = Validity(statement.status)
        _end_former(item, status)
        declaration = ValidityDeclaration.objects.create(
            item=item,
            status=status,
            on=statement.on,
            until=statement.until,
            successor=statement.successor,
            successor_name=statement.successor_name,
            basis=statement.reason,
            by=acting.user,
            at=clock.now(),
        )
        _set_days(item, statement)
        successor = statement.successor
        record(
            VALIDITY_DECLARED,
            subject=item.ref,
            actor=acting.actor,
            public={
                "index_number": item.index_number,
                "title": item.title,
                "status": str(status),
                "status_name": str(status.label),
                "on": statement.on.isoformat(),
                "until": statement.until.isoformat() if statement.until else "",
                "successor": successor.index_number if successor else "",
                "successor_name": successor.title if successor else statement.successor_name,
                "reason": statement.reason,
            },
            basis=ARTICLE,
            organisation_code=item.organisation.code,
            about=[successor.ref] if successor else [],
        )
        assert item.live_edition is not None
        search.put(document_of(item, item.live_edition))
        return declaration


def _checked(item: Item, statement: Statement, acting: Acting) -> Statement:
    reason, name = " ".join(statement.reason.split()), " ".join(statement.successor_name.split())
    if statement.status not in {*_ENDS, Validity.AMENDED, Validity.IN_FORCE}:
        raise Refusal(_("请选择这份文件的有效性。"), field="status")
    if not reason:
        raise Refusal(_("请写明理由和依据，公开页会照此说明。"), field="reason")
    for text, label, field, longest in (
        (reason, _("理由和依据"), "reason", 300),
        (name, _("依据的文件"), "successor_name", 200),
    ):
        refuse_unfit(text, label, field=field, organisation=item.organisation, acting=acting, longest=longest)
    begun = item.effective_on or item.generated_on
    if begun and statement.on < begun:
        raise Refusal(
            _("日期早于这份文件的施行或成文日期 %(day)s，请核对。") % {"day": begun.isoformat()}, field="on"
        )
    if statement.until and statement.status != Validity.IN_FORCE:
        raise Refusal(_("只有现行有效的文件才填有效期至。"), field="until")
    if statement.until and statement.until < statement.on:
        raise Refusal(_("有效期至的日期早于开始的日期，请核对。"), field="until")
    _fitting_successor(item, statement.successor)
    return Statement(statement.status, statement.on, reason, statement.until, statement.successor, name)


def _fitting_successor(item: Item, successor: Item | None) -> None:
    if successor is None:
        return
    if successor.pk == item.pk:
        raise Refusal(_("一份文件不能由它自己修改或废止。"), field="successor")
    if not successor.is_public:
        raise Refusal(_("修改或废止它的文件还没有公开，请先公开那一份。"), field="successor")
    if ValidityDeclaration.objects.filter(
        item=successor, successor=item, ended_at__isnull=True, status__in=_ENDS
    ).exists():
        raise Refusal(_("那份文件正是由这一件废止的，请核对谁废止谁。"), field="successor")


def _end_former(item: Item, status: Validity) -> None:
    """A new word on how it ends takes the place of the former; 现行有效 takes back everything."""
    former = item.declarations.filter(ended_at__isnull=True)
    if status in _ENDS:
        former = former.filter(status__in=_ENDS)
    elif status == Validity.AMENDED:
        former = former.none()
    former.update(ended_at=clock.now())


def _set_days(item: Item, statement: Statement) -> None:
    """The days by which the document's standing is computed."""
    if statement.status == Validity.REPEALED:
        item.repealed_on = statement.on
    elif statement.status == Validity.EXPIRED:
        item.repealed_on, item.valid_until = None, statement.on - timedelta(days=1)
    elif statement.status == Validity.AMENDED:
        item.amended_on = min(day for day in (item.amended_on, statement.on) if day)
    else:
        item.repealed_on = item.amended_on = None
        item.valid_until = statement.until
        item.effective_on = item.effective_on or statement.on
    item.save(update_fields=["repealed_on", "valid_until", "amended_on", "effective_on"])
