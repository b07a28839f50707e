"""Whom to write to, call or visit with a request for information, and where a village or small office sends people."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from yangguang.organisations.models import Contact, Organisation


@dataclass(frozen=True)
class Reached:
    """The contact that serves an organisation: its own, or that of the nearest above it that has one."""

    organisation: Organisation
    contact: Contact

    @property
    def own(self) -> bool:
        return self.contact.organisation_id == self.organisation.pk

    @property
    def address(self) -> str:
        """Where to go and where to write to."""
        row = self.contact
        return f"{row.address}（邮政编码 {row.postcode}）" if row.postcode else row.address

    @property
    def facts(self) -> list[tuple[str, str]]:
        """Name and value of everything that is known, in the order of the guide (条例第十二条)."""
        row = self.contact
        facts = [
            (_("受理机构"), row.office),
            (_("办公地址"), self.address),
            (_("办公时间"), row.hours),
            (_("联系电话"), row.telephone),
            (_("传真"), row.fax),
            (_("电子邮箱"), row.email),
        ]
        return [fact for fact in facts if fact[1]]

    @property
    def written(self) -> str:
        """As a letter says it: whom to ask, where that is, and the telephone."""
        row = self.contact
        return f"{row.office}，地址：{self.address}，电话：{row.telephone}"


def reached(organisation: Organisation) -> Reached | None:
    """The contact that serves an organisation; None where neither it nor anything above it has one."""
    return reached_by([organisation]).get(organisation.pk)


def reached_by(organisations: Iterable[Organisation]) -> dict[int, Reached]:
    """The contact that serves each, by the organisation's key; those whom nothing serves are left out. One query."""
    wanted = list(organisations)
    paths = {path for one in wanted for path in one.paths_above}
    rows = Contact.objects.filter(organisation__path__in=paths).select_related("organisation")
    by_path = {row.organisation.path: row for row in rows}
    found: dict[int, Reached] = {}
    for one in wanted:
        row = next((by_path[path] for path in one.paths_above if path in by_path), None)
        if row is not None:
            found[one.pk] = Reached(one, row)
    return found


def in_letters(organisation: Organisation) -> str:
    """What a letter says under 联系方式; the name alone where no contact is registered."""
    found = reached(organisation)
    return found.written if found else organisation.name
