"""Open and amend sites and columns: each verb is one transaction, the change and its act."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from yangguang.journal.actions import record
from yangguang.journal.actors import Actor
from yangguang.lib import clock
from yangguang.lib.errors import Refusal
from yangguang.organisations.models import Organisation
from yangguang.organisations.permissions import Permission
from yangguang.organisations.rules import Acting, acting_as
from yangguang.sites import acts
from yangguang.sites.models import Column, Site
from yangguang.sites.rules import check_question
from yangguang.web.meta import COLUMN_TYPES

SITE_FACTS = ("name", "host", "path", "site_id_code", "icp", "police", "contact", "look")
COLUMN_FACTS = ("name", "description", "keywords", "column_type", "order")


def _admit(actor: Actor | Acting, organisation: Organisation) -> Actor:
    if isinstance(actor, Actor):
        return actor
    return acting_as(actor.user, organisation, permission=Permission.MANAGE_CATALOGUE).actor


@transaction.atomic
def open_site(code: str, *, organisation: Organisation, actor: Actor | Acting, **facts: Any) -> Site:
    """Open a site for an organisation. ``facts`` are those of :data:`SITE_FACTS`."""
    admitted = _admit(actor, organisation)
    site = Site(code=code, organisation=organisation, **_known(facts, SITE_FACTS))
    _save(site, _("这个网站代号或域名已经有了，请换一个。"))
    record(
        acts.SITE_OPENED,
        subject=site.ref,
        actor=admitted,
        public=_told(site),
        organisation_code=organisation.code,
    )
    return site


@transaction.atomic
def amend_site(site: Site, *, actor: Actor | Acting, **facts: Any) -> Site:
    """Change facts of a site."""
    admitted = _admit(actor, site.organisation)
    site = Site.objects.select_for_update().get(pk=site.pk)
    for name, value in _known(facts, SITE_FACTS).items():
        setattr(site, name, value)
    _save(site, _("这个域名和路径已经由另一个网站使用。"))
    record(
        acts.SITE_AMENDED,
        subject=site.ref,
        actor=admitted,
        public=_told(site),
        organisation_code=site.organisation.code,
    )
    return site


@transaction.atomic
def open_column(
    site: Site,
    code: str,
    *,
    question: Mapping[str, Any],
    actor: Actor | Acting,
    parent: Column | None = None,
    **facts: Any,
) -> Column:
    """Open a column. ``facts`` are those of :data:`COLUMN_FACTS`; the question must name something."""
    admitted = _admit(actor, site.organisation)
    column = Column(
        site=site, code=code, parent=parent, question=check_question(question), **_known(facts, COLUMN_FACTS)
    )
    _check_column(column)
    _save(column, _("这个网站已经有代号为“%(code)s”的栏目，请换一个。") % {"code": code})
    record(acts.COLUMN_OPENED, subject=column.ref, actor=admitted, public=_asked(column), about=[site.ref])
    return column


@transaction.atomic
def amend_column(
    column: Column, *, actor: Actor | Acting, question: Mapping[str, Any] | None = None, **facts: Any
) -> Column:
    """Change what a column is called, says or takes in. Its code, and so its address, stays."""
    column = (
        Column.objects.select_for_update(of=("self",)).select_related("site__organisation").get(pk=column.pk)
    )
    admitted = _admit(actor, column.site.organisation)
    for name, value in _known(facts, COLUMN_FACTS).items():
        setattr(column, name, value)
    if question is not None:
        column.question = check_question(question)
    _check_column(column)
    column.save()
    record(
        acts.COLUMN_AMENDED,
        subject=column.ref,
        actor=admitted,
        public=_asked(column),
        about=[column.site.ref],
    )
    return column


@transaction.atomic
def close_column(column: Column, *, reason: str, actor: Actor | Acting) -> Column:
    """Close a column: the items stay where they are, the address answers 404 from now on."""
    column = (
        Column.objects.select_for_update(of=("self",)).select_related("site__organisation").get(pk=column.pk)
    )
    admitted = _admit(actor, column.site.organisation)
    if column.closed_on:
        raise Refusal(_("这个栏目已经关闭。"), code="conflict")
    if not reason.strip():
        raise Refusal(_("请写明关闭栏目的原因，会记入公开日志。"), field="reason")
    column.closed_on = clock.today()
    column.save(update_fields=["closed_on"])
    record(
        acts.COLUMN_CLOSED,
        subject=column.ref,
        actor=admitted,
        public={"name": column.name, "code": column.code, "reason": reason.strip()},
        about=[column.site.ref],
    )
    return column


def _known(facts: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    unknown = set(facts) - set(names)
    if unknown:
        raise TypeError(f"unknown facts: {', '.join(sorted(unknown))}")
    return facts


def _check_column(column: Column) -> None:
    for name, label in (("name", _("名称")), ("description", _("栏目说明")), ("keywords", _("关键词"))):
        if not getattr(column, name).strip():
            raise Refusal(_("请填写%(label)s。") % {"label": label}, field=name)
    if column.column_type not in COLUMN_TYPES:
        raise Refusal(_("栏目类别要从国家规定的类别中选。"), field="column_type")
    if column.parent and (column.parent.site_id != column.site_id or column.parent.parent_id):
        raise Refusal(_("栏目最多两级，上级栏目要在同一个网站里。"), field="parent")


def _save(row: Site | Column, taken: str) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        if "site_id_code_form" in str(error):
            raise Refusal(_("网站标识码是 10 位数字，或 bm 加 8 位数字。"), field="site_id_code") from error
        raise Refusal(taken, field="code") from error


def _told(site: Site) -> dict[str, str]:
    return {
        name: str(getattr(site, name))
        for name in ("code", "name", "host", "path", "site_id_code", "icp", "police")
    }


def _asked(column: Column) -> dict[str, Any]:
    return {
        "site": column.site.code,
        "code": column.code,
        "name": column.name,
        "type": column.column_type,
        "question": column.question,
    }
