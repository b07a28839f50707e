"""The verbs: check a table, publish it. Publishing is one transaction: version and act."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from django.db import transaction
from django.utils.translation import gettext as _

from yangguang.decisions import rules
from yangguang.decisions.acts import TABLE_PUBLISHED
from yangguang.decisions.models import Table, TableVersion
from yangguang.journal.actions import record
from yangguang.journal.actors import Actor
from yangguang.lib import clock, dmn
from yangguang.lib.errors import Refusal
from yangguang.organisations.acting import Acting
from yangguang.organisations.models import Organisation

MAX_NAME = 120


@dataclass(frozen=True)
class Checked:
    """A table that could be read: ``xml`` is what would be published, ``proof`` what is to be said of it."""

    xml: bytes
    decision: dmn.Decision
    table: dmn.Table
    proof: dmn.Proof


def check_table(content: bytes) -> Checked:
    """Read a DMN file or a spreadsheet and prove its table. Raises Refusal when it cannot be read."""
    try:
        if content[:2] == b"PK":
            content = dmn.write(dmn.read_sheet(content))
        decision, table = dmn.the_table(dmn.read(content))
        proof = dmn.prove(table)
    except dmn.DmnError as error:
        raise Refusal(str(error), code="unreadable") from None
    return Checked(content, decision, table, proof)


def publish_table(
    content: bytes, *, code: str, organisation: Organisation | None = None, actor: Actor | Acting
) -> TableVersion:
    """Publish a table (DMN or spreadsheet): from now on it decides, and everybody can read it.

    Raises Refusal with every gap, overlap or other problem by name, or when the very same text is in force already.
    """
    if isinstance(actor, Acting) and not rules.may_publish(actor.user, organisation):
        raise Refusal(_("您没有发布决策表的权限，请联系本单位的系统管理员。"), code="forbidden")
    checked = check_table(content)
    _refuse_unless_proven(checked)
    name = checked.decision.name[:MAX_NAME]
    with transaction.atomic():
        holder, _new = Table.objects.get_or_create(
            code=code, organisation=organisation, defaults={"name": name}
        )
        number = holder.next_number()
        digest = sha256(checked.xml).hexdigest()
        if holder.versions.filter(sha256=digest).exists():
            raise Refusal(_("这个版本已经发布过，内容完全一样。"), code="conflict")
        version = TableVersion.objects.create(
            table=holder,
            code=code,
            number=number,
            name=name,
            xml=checked.xml,
            sha256=digest,
            verdict=checked.proof.verdict,
            published_at=clock.now(),
        )
        if holder.name != name:
            holder.name = name
            holder.save(update_fields=["name"])
        record(
            TABLE_PUBLISHED,
            subject=version.ref,
            actor=actor.actor if isinstance(actor, Acting) else actor,
            public={"code": code, "name": name, "number": version.number, "sha256": digest},
            organisation_code=organisation.code if organisation else "",
        )
    return version


def _refuse_unless_proven(checked: Checked) -> None:
    if not checked.decision.name:
        raise Refusal(_("请给这张表写一个名称。"), field="name")
    errors = [problem.message for problem in checked.proof.errors]
    if errors or not checked.proof.ok:
        raise Refusal(
            _("这张表还不能发布，有 %(n)d 个问题：%(problems)s")
            % {"n": len(errors), "problems": "".join(errors)},
            code="unproven",
        )
