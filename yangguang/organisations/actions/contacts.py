"""Where requests for information are taken in: registered, put right, given up."""

from __future__ import annotations

import re
import unicodedata

from django.db import transaction
from django.utils.translation import gettext as _

from yangguang.accounts.identifiers import is_email
from yangguang.journal.actions import record
from yangguang.journal.actors import Actor
from yangguang.lib.errors import Refusal
from yangguang.organisations import acts
from yangguang.organisations.acting import Acting
from yangguang.organisations.models import Contact, Organisation

from .door import admit

_POSTCODE = re.compile(r"[0-9]{6}")
# With or without area code, with an extension; a mobile; 400 and 800; five digits such as 12345.
_NUMBER = (
    r"(?:(?:0[0-9]{2,3}-?)?[0-9]{7,8}(?:-[0-9]{1,6})?|1[3-9][0-9]{9}|[48]00-?[0-9]{3}-?[0-9]{4}|1[0-9]{4})"
)
_NUMBERS = re.compile(rf"{_NUMBER}(?:、{_NUMBER})*")
_MUST = ("office", "address", "telephone", "hours")


def set_contact(
    organisation: Organisation,
    *,
    actor: Actor | Acting,
    office: str,
    address: str,
    telephone: str,
    hours: str,
    postcode: str = "",
    fax: str = "",
    email: str = "",
    basis: str = "",
) -> Contact:
    """Register where an organisation takes requests in, or put it right (条例第十二条). Refusal with the field at fault.

    The values stand in the private part of the act: an office may give a person's mailbox, and the book never forgets.
    """
    told = _checked(
        {
            "office": " ".join(office.split()),
            "address": " ".join(address.split()),
            "postcode": _folded(postcode),
            "telephone": _numbers(telephone),
            "fax": _numbers(fax),
            "email": _folded(email),
            "hours": " ".join(hours.split()),
        }
    )
    with transaction.atomic():
        admitted = admit(actor, organisation)
        row = _standing(organisation)
        contact = Contact.objects.filter(organisation=row).first() or Contact(organisation=row)
        changed = [name for name, value in told.items() if getattr(contact, name) != value]
        if not changed:
            return contact
        for name in changed:
            setattr(contact, name, told[name])
        contact.save()
        record(
            acts.CONTACT_SET,
            subject=row.ref,
            actor=admitted,
            public={"code": row.code, "name": row.name, "changed": sorted(changed)},
            private=told,
            basis=basis,
            organisation_code=row.code,
        )
    return contact


def remove_contact(organisation: Organisation, *, actor: Actor | Acting, basis: str = "") -> None:
    """An organisation takes nothing in by itself any more: the nearest above it serves. Refusal ``conflict``."""
    with transaction.atomic():
        admitted = admit(actor, organisation)
        row = _standing(organisation)
        if not Contact.objects.filter(organisation=row).delete()[0]:
            raise Refusal(_("%(name)s没有登记自己的受理联系方式。") % {"name": row.name}, code="conflict")
        record(
            acts.CONTACT_REMOVED,
            subject=row.ref,
            actor=admitted,
            public={"code": row.code, "name": row.name},
            basis=basis,
            organisation_code=row.code,
        )


def _standing(organisation: Organisation) -> Organisation:
    """The organisation, locked: one person at a time writes its contact."""
    row = Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
    if row.valid_to is not None:
        raise Refusal(_("%(name)s已经撤销。") % {"name": row.name}, code="conflict")
    return row


def _checked(told: dict[str, str]) -> dict[str, str]:
    fields = {field.name: field for field in Contact._meta.fields}
    for name, value in told.items():
        field = fields[name]
        label = field.verbose_name
        if not value and name in _MUST:
            raise Refusal(_("请填写%(label)s。") % {"label": label}, field=name)
        if len(value) > (field.max_length or 0):
            raise Refusal(
                _("%(label)s最多 %(most)d 个字。") % {"label": label, "most": field.max_length}, field=name
            )
    if told["postcode"] and not _POSTCODE.fullmatch(told["postcode"]):
        raise Refusal(_("邮政编码应为 6 位数字。"), field="postcode")
    for name in ("telephone", "fax"):
        if told[name] and not _NUMBERS.fullmatch(told[name]):
            raise Refusal(
                _("号码看不懂。请写成 0000-1234567，有分机的写成 0000-1234567-801，几个号码用顿号隔开。"),
                field=name,
            )
    if told["email"] and not is_email(told["email"]):
        raise Refusal(_("电子邮箱不对，应当像 office@example.cn 这样。"), field="email")
    return told


def _folded(text: str) -> str:
    """Full-width letters and digits as plain ones, without spaces."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def _numbers(text: str) -> str:
    """Telephone numbers as this house writes them: plain digits and hyphens, several with 、 between."""
    plain = unicodedata.normalize("NFKC", text).strip()
    plain = re.sub(r"[,;/]", "、", re.sub(r"[\u2010-\u2015\u2212]|\)\s*-?", "-", plain))
    return re.sub(r"[\s(]", "", plain)
