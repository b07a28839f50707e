"""The verb of templates: publish one. What is wrong with it is said in sentences; nothing that was typed is lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from yangguang.documents import blocks, kinds, rules
from yangguang.documents.acts import TEMPLATE_PUBLISHED
from yangguang.documents.models import Template, TemplateVersion
from yangguang.journal.actions import record
from yangguang.journal.actors import Actor
from yangguang.lib import canonical, clock
from yangguang.lib.errors import Refusal
from yangguang.organisations.acting import Acting
from yangguang.organisations.models import Organisation

HEADS = ("red", "letter", "")
MOST_COPIES = 300


def publish_template(
    code: str,
    paragraphs: Sequence[blocks.Block],
    *,
    look: Mapping[str, str] | None = None,
    organisation: Organisation | None = None,
    actor: Actor | Acting,
) -> TemplateVersion:
    """Publish a template of a kind: from now on new documents are written by it.

    Raises Refusal with every problem in its own sentence, or when the very same text is in force already.
    """
    if isinstance(actor, Acting) and not rules.may_publish(actor.user, organisation):
        raise Refusal(_("您没有管理文书模板的权限，请联系本单位的系统管理员。"), code="forbidden")
    kind = kinds.find(code)
    if kind is None:
        raise Refusal(_("没有代码为“%(code)s”的文书种类。") % {"code": code}, field="kind")
    told = look_of(look or {})
    found = blocks.problems(kind, paragraphs)
    if found:
        raise Refusal(_("模板还不能发布：%(problems)s") % {"problems": "".join(found)}, code="unusable")
    body = {"look": told, "blocks": blocks.plain(paragraphs)}
    digest = sha256(canonical.dumps(body)).hexdigest()
    with transaction.atomic():
        holder, _new = Template.objects.get_or_create(
            code=code, organisation=organisation, defaults={"name": str(kind.name)}
        )
        number = holder.next_number()
        newest = holder.current
        if newest is not None and newest.sha256 == digest:
            raise Refusal(_("和现行版本完全一样，没有发布新的一版。"), code="conflict")
        if holder.versions.filter(sha256=digest).exists():
            raise Refusal(_("这个内容以前发布过；请至少改动一处，以便分清是哪一版。"), code="conflict")
        version = TemplateVersion.objects.create(
            template=holder, code=code, number=number, body=body, sha256=digest, published_at=clock.now()
        )
        record(
            TEMPLATE_PUBLISHED,
            subject=version.ref,
            actor=actor.actor if isinstance(actor, Acting) else actor,
            public={"code": code, "name": str(kind.name), "number": number, "sha256": digest},
            organisation_code=organisation.code if organisation else "",
        )
    return version


def look_of(look: Mapping[str, Any]) -> dict[str, str]:
    """How the pages look, checked. Raises Refusal."""
    head, copies = str(look.get("head", "")), str(look.get("copies", "")).strip()
    if head not in HEADS:
        raise Refusal(_("请选择版头：红头文件、信函，或者不加版头。"), field="head")
    if len(copies) > MOST_COPIES or "\n" in copies:
        raise Refusal(_("抄送写成一行，不超过 %(n)d 字。") % {"n": MOST_COPIES}, field="copies")
    return {"head": head, "copies": copies}
