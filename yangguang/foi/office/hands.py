"""What can be done to a request besides the step of its process: each a page of its own with one form."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yangguang.foi import actions, rules
from yangguang.foi.actions import hands as acting_hands
from yangguang.foi.actions import releasing
from yangguang.foi.forms import hands as forms
from yangguang.foi.models import Consultation, DemandKind, Redress, Request
from yangguang.lib.errors import Refusal
from yangguang.organisations.acting import Acting
from yangguang.organisations.rules import acting_as
from yangguang.parties.particulars import Particulars

from .door import Deed, Matter, deed

THIRD_PARTY = "third-party"
_PARTY_FIELDS = {"identity_kind": "name", "third_party": "name", "contact": "name"}


def _consultation(found: Request, uid: str) -> Consultation | None:
    return found.consultations.filter(uid=uid).first()


def _redress(found: Request, uid: str) -> Redress | None:
    return found.redresses.filter(uid=uid).first()


def _extend(matter: Matter, data: dict[str, Any]) -> str:
    document = actions.extend(matter.found, data["by"], data["reason"], acting=matter.acting)
    return _("已延长，告知书 %(number)s 已出具，请送达申请人。") % {"number": document.number}


def _defer(matter: Matter, data: dict[str, Any]) -> str:
    document = actions.defer(matter.found, data["until"], data["reason"], acting=matter.acting)
    return _("已确定延迟答复，告知书 %(number)s 已出具，请送达申请人。") % {"number": document.number}


def _consult(matter: Matter, data: dict[str, Any]) -> str:
    party = None
    if data["ground"] == THIRD_PARTY and data["name"].strip():
        party = Particulars(
            kind=data["kind"] or "other", name=data["name"], phone=data["phone"], address=data["address"]
        )
    of_agency = data["ground"] != THIRD_PARTY
    try:
        row = actions.consult(
            matter.found,
            data["ground"],
            data["question"],
            acting=matter.acting,
            third_party=party,
            agency=data["agency"] if of_agency else None,
            agency_name=data["agency_name"] if of_agency and not data["agency"] else "",
        )
    except Refusal as refusal:
        field = _PARTY_FIELDS.get(refusal.field or "", refusal.field)
        raise Refusal(refusal.message, code=refusal.code, field=field) from refusal
    return _("征求意见函 %(number)s 已出具，期限从明天起停止计算。") % {"number": row.document.number}


def _received(matter: Matter, data: dict[str, Any]) -> str:
    row = actions.consultation_received(matter.one, data["on"], by=matter.acting.actor)
    if row.due_on is None:
        return _("已登记对方收到的日期。")
    return _("已登记，对方最迟 %(due)s 提出意见。") % {"due": row.due_on}


def _opinion(matter: Matter, data: dict[str, Any]) -> str:
    actions.opinion_given(matter.one, data["opinion"], data["words"], by=matter.acting.actor, on=data["on"])
    return _("意见已登记。")


def _transfer(matter: Matter, data: dict[str, Any]) -> str:
    actions.transfer(matter.found, data["to"], data["reason"], acting=matter.acting)
    return _("已转给%(name)s，转办告知书已出具，请送达申请人。") % {"name": data["to"].name}


def _split(matter: Matter, data: dict[str, Any]) -> str:
    parts = actions.split(matter.found, data["titles"].splitlines(), acting=matter.acting)
    return _("已拆分，新登记 %(numbers)s。") % {"numbers": "、".join(one.number for one in parts)}


def _merge(matter: Matter, data: dict[str, Any]) -> str:
    actions.merge(matter.found, data["into"], acting=matter.acting)
    return _("已并入 %(number)s，一并答复。") % {"number": data["into"].number}


def _withdraw(matter: Matter, data: dict[str, Any]) -> str:
    acting_hands.withdraw(matter.found, data["reason"], by=matter.acting.actor, uploads=data["files"])
    return _("已登记申请人撤回，这一件不再办理。")


def _supply(matter: Matter, data: dict[str, Any]) -> str:
    actions.supply(
        matter.found,
        data["kind"],
        data["text"],
        by=matter.acting.actor,
        uploads=data["files"],
        on=data["on"],
    )
    return _("已登记收到申请人的%(kind)s，继续办理。") % {"kind": DemandKind(data["kind"]).label}


def _begin_redress(matter: Matter, data: dict[str, Any]) -> str:
    row = actions.begin_redress(
        matter.found,
        data["group"],
        authority=data["authority"],
        docket=data["docket"],
        begun_on=data["begun_on"],
        follows=data["follows"],
        acting=matter.acting,
    )
    return _("%(docket)s 已登记。") % {"docket": row.docket}


def _end_redress(matter: Matter, data: dict[str, Any]) -> str:
    row = actions.end_redress(
        matter.one, data["outcome"], data["ended_on"], data["words"], acting=matter.acting
    )
    return _("%(docket)s 的结果已登记：%(outcome)s。") % {
        "docket": row.docket,
        "outcome": row.get_outcome_display(),
    }


def _reopen(matter: Matter, data: dict[str, Any]) -> str:
    actions.reopen(matter.found, matter.one, acting=matter.acting)
    return _("已重新立件，请从登记开始办理。")


def _release(matter: Matter, data: dict[str, Any]) -> str:
    item = releasing.release(
        matter.found, data["title"], data["category"], data["summary"], acting=matter.acting
    )
    return _("已起草“%(title)s”，请在“信息公开”里核对、遮盖个人信息，再送审。") % {"title": item.title}


def drafting(user: Any, found: Request) -> Acting:
    """Who drafts what is public in exactly this organisation; who handles from above may not."""
    return acting_as(user, found.organisation, permission="disclosure.draft")


extend = deed(
    Deed(
        gettext_lazy("延长答复期限"),
        gettext_lazy("延长，出具告知书"),
        forms.ExtendForm,
        _extend,
        rules.head_acting,
    )
)
defer = deed(
    Deed(
        gettext_lazy("确定延迟答复"),
        gettext_lazy("确定，出具告知书"),
        forms.DeferForm,
        _defer,
        rules.head_acting,
    )
)
consult = deed(Deed(gettext_lazy("征求意见"), gettext_lazy("出具征求意见函"), forms.ConsultForm, _consult))
received = deed(
    Deed(gettext_lazy("登记对方收到"), gettext_lazy("登记"), forms.ReceivedForm, _received, one=_consultation)
)
opinion = deed(
    Deed(gettext_lazy("登记意见"), gettext_lazy("登记"), forms.OpinionForm, _opinion, one=_consultation)
)
transfer = deed(Deed(gettext_lazy("转办"), gettext_lazy("转办，出具告知书"), forms.TransferForm, _transfer))
split = deed(Deed(gettext_lazy("拆分"), gettext_lazy("拆分"), forms.SplitForm, _split))
merge = deed(Deed(gettext_lazy("合并办理"), gettext_lazy("并入"), forms.MergeForm, _merge))
withdraw = deed(Deed(gettext_lazy("登记申请人撤回"), gettext_lazy("登记撤回"), forms.WithdrawForm, _withdraw))
supply = deed(Deed(gettext_lazy("登记申请人交来的材料"), gettext_lazy("登记"), forms.SupplyForm, _supply))
redress = deed(Deed(gettext_lazy("登记复议、诉讼"), gettext_lazy("登记"), forms.RedressForm, _begin_redress))
redress_end = deed(
    Deed(
        gettext_lazy("登记复议、诉讼结果"),
        gettext_lazy("登记"),
        forms.RedressEndForm,
        _end_redress,
        one=_redress,
    )
)
reopen = deed(
    Deed(gettext_lazy("重新答复"), gettext_lazy("重新立件"), forms.ReopenForm, _reopen, one=_redress)
)
release = deed(
    Deed(gettext_lazy("转为主动公开"), gettext_lazy("起草"), forms.ReleaseForm, _release, drafting)
)
