"""What this room plugs into the engine: facts, steps, forms, papers; and what it tells the rooms below."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import models
from django.db.models import Value
from django.db.models.functions import Concat
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from yangguang.accounts.models import User
from yangguang.casework import domains, worklist
from yangguang.casework.domains import Domain
from yangguang.casework.models import Case, Task
from yangguang.deadlines import owners as clocks
from yangguang.files.models import StoredFile
from yangguang.files.rules import register_owner
from yangguang.foi import letters, papers, rules
from yangguang.foi.actions import steps
from yangguang.foi.forms import steps as forms
from yangguang.foi.models import Answer, Request
from yangguang.journal import subjects
from yangguang.journal.actors import Actor
from yangguang.lib.ref import Ref
from yangguang.organisations.acting import Acting
from yangguang.organisations.permissions import Permission
from yangguang.organisations.rules import organisations_where
from yangguang.parties import owners as parties
from yangguang.parties.models import Party


def read(case: Case) -> Request:
    assert case.subject is not None
    rows = Request.objects.select_related("organisation", "applicant", "agent")
    request = rows.get(uid=case.subject.uid)
    if request.organisation_id == case.organisation_id:
        request.organisation = case.organisation
    return request


def matter(case: Case) -> Request:
    found = domains.matter(case)
    assert isinstance(found, Request)
    return found


def facts(case: Case) -> dict[str, Any]:
    """What the conditions may ask."""
    request = matter(case)
    return {"channel": request.channel, "applicant_kind": request.applicant_kind}


def before(task: Task, acting: Acting, outcome: str, data: dict[str, Any]) -> None:
    """A step's effect, in the engine's transaction."""
    steps.done(matter(task.case), task.element, outcome, data, acting=acting)
    domains.forget(task.case)


def is_about(cases: models.QuerySet[Case], user: Any) -> models.QuerySet[Case]:
    mine = Request.objects.own(user).order_by().values(ref_=_reference())
    return cases.filter(subject__in=mine)


def _reference() -> Concat:
    return Concat(Value(f"{Request.REF_KIND}:"), "uid", output_field=models.CharField())


def cancelled(case: Case, reason: str, actor: Actor) -> None:
    """An operator's cancelling ends the request as well; the room's own verbs have ended it before they cancel."""
    request = matter(case)
    if (
        request.ended_on is None
        and request.merged_into_id is None
        and request.organisation_id == case.organisation_id
    ):
        steps.called_off(request, actor)


def _describe(refs: Sequence[Ref]) -> dict[Ref, clocks.Matter]:
    rows = Request.objects.filter(uid__in=[ref.uid for ref in refs])
    cases = {
        case.subject: case
        for case in Case.objects.filter(subject__in=[str(ref) for ref in refs]).order_by("pk")
    }
    return {
        row.ref: clocks.Matter(
            number=row.number,
            step=str(_("依申请公开答复")),
            url=row.get_office_url(),
            about=(cases[row.ref].ref,) if row.ref in cases else (),
        )
        for row in rows
    }


def _open_task(ref: Ref) -> Task | None:
    rows = Task.objects.open().select_related("case__organisation", "case__version", "organisation")
    return rows.filter(case__subject=ref).order_by("-pk").first()


def _holders(ref: Ref) -> list[User]:
    task = _open_task(ref)
    return worklist.doers(task) if task else []


def _acting(ref: Ref, user: Any) -> Acting:
    return rules.handling(user, Request.objects.select_related("organisation").get(uid=ref.uid).organisation)


def _mine(user: Any) -> list[Ref]:
    return []  # the steps of these cases are on the calendar already


def _visible(user: Any) -> models.QuerySet[Any, Any]:
    return Request.objects.handled_by(user).order_by().values_list(_reference(), flat=True)


def _elsewhere(ref: Ref, limit: str, verb: str) -> clocks.Elsewhere | None:
    """The limit of the answer is held and extended by this room's own verbs: they write the letter that it takes."""
    if limit != rules.REPLY:
        return None
    base = f"/office/requests/{ref.uid}/"
    if verb == "extend":
        return clocks.Elsewhere(
            f"{base}extend/",
            _now("延长答复期限"),
            _now(
                "答复期限在申请自己的页面上延长：那里核对由谁同意、还来不来得及，并随即出具给申请人的告知书。"
            ),
        )
    if verb == "suspend":
        return clocks.Elsewhere(
            f"{base}consult/",
            _now("征求意见"),
            _now(
                "答复期限因征求意见停止计算的，在申请的页面上出具征求意见函；要求补正、缴费、说明理由的，在办理环节告知申请人。"
            ),
        )
    return clocks.Elsewhere(
        base,
        _now("去办理这一件"),
        _now("收到的意见、补正、缴费和说明，都在申请的页面上登记，期限随着恢复或者重新起算。"),
    )


def _may_read_paper(stored: StoredFile, user: Any) -> bool:
    """What the applicant sent, her proof of identity among it: whose work it is, and she herself."""
    assert stored.owner is not None
    asked = Request.objects.filter(uid=stored.owner.uid)
    return asked.worked_on_by(user).exists() or asked.own(user).exists()


def _may_read_copy(stored: StoredFile, user: Any) -> bool:
    """What goes out with an answer: those who may know of the request, and the applicant once it was delivered; the
    original of a redacted file stays inside.
    """
    assert stored.owner is not None
    answer = Answer.objects.select_related("request").filter(uid=stored.owner.uid).first()
    if answer is None:
        return False
    if Request.objects.handled_by(user).filter(pk=answer.request_id).exists():
        return True
    gone_out = answer.counts_on is not None and stored.redacted_at is None
    return gone_out and Request.objects.own(user).filter(pk=answer.request_id).exists()


def _parties_of(requests: models.QuerySet[Request]) -> models.QuerySet[Any, Any]:
    some = requests.order_by()
    return Party.objects.filter(
        models.Q(pk__in=some.values("applicant"))
        | models.Q(pk__in=some.exclude(agent=None).values("agent"))
        | models.Q(pk__in=some.exclude(consultations__third_party=None).values("consultations__third_party"))
    ).values("pk")


def _visible_parties(user: Any) -> models.QuerySet[Any, Any]:
    return _parties_of(Request.objects.handled_by(user))


def _unmaskable_parties(user: Any) -> models.QuerySet[Any, Any]:
    where = organisations_where(user, Permission.HANDLE_REQUESTS)
    return _parties_of(Request.objects.filter(organisation__in=where))


def _keeps(party: Party) -> str:
    if Request.objects.ongoing().filter(models.Q(applicant=party) | models.Q(agent=party)).exists():
        return str(_("还有没有办结的信息公开申请。"))
    return ""


def _agencies() -> models.QuerySet[Any, Any]:
    return Request.objects.ongoing().exclude(agency=None).values("agency")


domains.register(
    Domain(
        kind=Request.REF_KIND,
        facts=facts,
        read=read,
        before=before,
        cancelled=cancelled,
        papers=papers.papers,
        material=papers.material,
        form=forms.form_of,
        shown_to=frozenset({Permission.SEE_REQUESTS}),
        is_about=is_about,
    )
)
clocks.register(
    clocks.Owner(
        kind=Request.REF_KIND,
        describe=_describe,
        holders=_holders,
        acting=_acting,
        mine=_mine,
        visible=_visible,
        elsewhere=_elsewhere,
    )
)
parties.register(
    parties.Owner(
        kind=Request.REF_KIND,
        visible=_visible_parties,
        unmaskable=_unmaskable_parties,
        keeps=_keeps,
        agencies=_agencies,
    )
)
register_owner(Request.REF_KIND, _may_read_paper)
register_owner(Answer.REF_KIND, _may_read_copy)
# No describe and no find: outsiders learn neither that there is a request nor whose.
subjects.register(Request.REF_KIND, label=_("信息公开申请"))
subjects.register(Answer.REF_KIND, label=_("信息公开答复"))
letters.register()
