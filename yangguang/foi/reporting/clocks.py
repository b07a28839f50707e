"""What the room of time asks of annual reports that must be public in time, and what the book calls them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import models
from django.db.models.functions import Concat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from yangguang.accounts.models import User
from yangguang.deadlines import owners
from yangguang.foi.models import AnnualReport, AnnualReportQuerySet
from yangguang.journal import subjects
from yangguang.lib.errors import Refusal
from yangguang.lib.ref import Ref
from yangguang.organisations.acting import Acting
from yangguang.organisations.permissions import Permission
from yangguang.organisations.rules import acting_as, drafters, holders

from . import rules

HEADS = ("leader", "chief")


def _report(ref: Ref) -> AnnualReport | None:
    return AnnualReport.objects.select_related("organisation").filter(uid=ref.uid).first()


def _describe(refs: Sequence[Ref]) -> dict[Ref, owners.Matter]:
    rows = AnnualReport.objects.select_related("organisation").filter(uid__in=[ref.uid for ref in refs])
    words = _("%(name)s%(year)d年政府信息公开工作年度报告")
    return {
        one.ref: owners.Matter(
            number=words % {"name": one.organisation.called, "year": one.year},
            step=_("向社会公布"),
            url=one.office_url,
        )
        for one in rows
    }


def _holders(ref: Ref) -> list[User]:
    report = _report(ref)
    return drafters(rules.publisher(report.organisation)) if report else []


def _heads(ref: Ref) -> list[User]:
    report = _report(ref)
    if report is None:
        return []
    office = rules.publisher(report.organisation)
    return [user for code in HEADS for user in holders(office, code)][:1]


def _acting(ref: Ref, user: Any) -> Acting:
    report = _report(ref)
    if report is None:
        raise Refusal(_("没有这份年度报告。"), code="not-found")
    return acting_as(user, rules.publisher(report.organisation), permission=Permission.DRAFT)


def _mine(user: Any) -> list[Ref]:
    """What is not public yet of the organisations that a person drafts for."""
    open_ones = AnnualReport.objects.filter(organisation__in=rules.readable(user)).exclude(
        pk__in=AnnualReport.objects.published()
    )
    return [
        one.ref
        for one in open_ones.select_related("organisation")
        if rules.may_submit(user, one.organisation)
    ]


def _visible(user: Any) -> models.QuerySet[Any, Any]:
    found: AnnualReportQuerySet = AnnualReport.objects.filter(
        organisation__in=rules.readable(user)
    ).order_by()
    return found.values_list(
        Concat(models.Value(f"{AnnualReport.REF_KIND}:"), "uid", output_field=models.CharField()), flat=True
    )


owners.register(
    owners.Owner(
        kind=AnnualReport.REF_KIND,
        describe=_describe,
        holders=_holders,
        acting=_acting,
        mine=_mine,
        visible=_visible,
        heads=_heads,
    )
)
subjects.register(AnnualReport.REF_KIND, label=lazy("政府信息公开工作年度报告"))
