"""What the holder of a code sees of her request: where it stands, what happened, what was given out. Questions only.

Whoever has the code of the receipt reads this, so it tells no more than the applicant knows: names are masked, who else
was asked is not said, and an answer stands here from the day on which it went out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from yangguang.casework.models import Case, CaseState
from yangguang.deadlines import rules as deadlines
from yangguang.deadlines.models import Clock
from yangguang.documents.models import Document
from yangguang.files.models import StoredFile
from yangguang.foi import acts, answers, channels, letters, rules
from yangguang.foi.answers import Ends
from yangguang.foi.models import Answer, Consultation, Demand, DemandKind, Request, code_lookup
from yangguang.journal.models import Act
from yangguang.lib import codes
from yangguang.lib.workdays import Unit, due
from yangguang.parties import rules as parties

REVIEW_DAYS, SUIT_MONTHS = 60, 6  # 行政复议法第二十条, 行政诉讼法第四十六条
_TOLD = (
    acts.SUBMITTED, acts.RECEIVED, acts.TRANSFERRED, acts.DEMANDED, acts.SUPPLIED, acts.CONSULTED, acts.OPINION_GIVEN,
    acts.EXTENDED, acts.DEFERRED, acts.SPLIT, acts.MERGED, acts.ANSWERED, acts.ENDED, acts.REOPENED, acts.RATED,
)  # fmt: skip


@dataclass(frozen=True)
class Standing:
    """Where a request stands: a heading that names it, what follows from it, and the shape of the state."""

    heading: str
    text: str
    shape: str


@dataclass(frozen=True)
class Happening:
    """Something that happened, in the words of the house; never who did it."""

    at: datetime
    what: str
    note: str


@dataclass(frozen=True)
class Remedy:
    """A way of redress. ``last`` is its last day where the answer arrived on the day that counts."""

    name: str
    where: str
    last: date
    basis: str


@dataclass(frozen=True)
class Given:
    """An answer that went out: its document, what was provided with it, and what can be done against it."""

    answer: Answer
    kind: answers.AnswerType
    copies: list[StoredFile]
    remedies: list[Remedy]
    review_first: bool


def by_code(text: str) -> Request | None:
    """The request of the code that somebody typed."""
    code = codes.understood(text)
    if code is None:
        return None
    rows = Request.objects.select_related(
        "organisation", "applicant", "agent", "merged_into", "split_from", "transferred_from"
    )
    return rows.filter(code_lookup=code_lookup(code)).first()


def standing(request: Request, case: Case | None) -> Standing:
    """Where a request stands, in plain words."""
    again = request.ended_on is not None and case is not None and case.state == CaseState.OPEN
    if request.ended_on is not None and not again:
        return _over(request)
    asked = open_demand(request)
    if asked is not None:
        return _waiting(asked)
    if again:
        return Standing(_("正在重新答复"), _("原来的答复被复议机关或者法院要求重新作出，正在办理。"), "soon")
    return _in_hand(request)


def _in_hand(request: Request) -> Standing:
    if request.merged_into is not None:
        told = {"number": request.merged_into.number}
        words = _("这一件并入 %(number)s，一次答复；期限仍各算各的。")
        return Standing(_("和您的另一件申请一并答复"), words % told, "soon")
    if request.received_on is None:
        return Standing(_("已经登记，等待确认收到"), _unreceived(request), "soon")
    if open_consultations(request):
        return Standing(
            _("正在征求意见，不计入期限"), _("征求意见所需的时间不计入期限，收到意见以后接着计时。"), "hold"
        )
    running = rules.reply_clock(request)
    if running is None or running.due_on is None:
        return Standing(_("正在办理"), _("现在期限暂停计算，原因见下面的说明。"), "hold")
    text = _("最迟 %(due)s 答复。") % {"due": running.due_on}
    if not rules.is_late(request):
        return Standing(_("正在办理"), text, "ok")
    text += _("期限已经过了，您可以向上一级行政机关或者政府信息公开主管部门投诉，也可以申请行政复议。")
    return Standing(_("正在办理"), text, "late")


def _over(request: Request) -> Standing:
    on = request.ended_on
    kind = answers.answer_of(request.answer_type)
    if kind.ends is Ends.ANSWER:
        return Standing(
            _("已经答复：%(name)s") % {"name": kind.name},
            _("%(on)s 答复，这一件办结。") % {"on": on},
            "ok",
        )
    if kind.ends is Ends.ABANDONED:
        return Standing(
            _("不再处理：%(name)s") % {"name": kind.name},
            _("%(on)s 起不再处理。仍然需要的，可以重新申请。") % {"on": on},
            "hold",
        )
    withdrawn = Act.objects.about(request.ref).filter(subject=request.ref, kind=acts.WITHDRAWN).exists()
    heading = _("您已经撤回申请") if withdrawn else _("已经结束：%(name)s") % {"name": kind.name}
    return Standing(heading, _("%(on)s 结束。仍然需要的，可以重新申请。") % {"on": on}, "hold")


def _waiting(asked: Demand) -> Standing:
    words = {
        DemandKind.SUPPLEMENT: (
            _("等您补正"),
            _(
                "请在 %(due)s 以前补正。收到补正以后，答复期限重新计算；没有正当理由逾期不补正的，视为放弃申请。"
            ),
        ),
        DemandKind.EXPLANATION: (_("等您说明理由"), _("请在 %(due)s 以前说明理由。")),
        DemandKind.PAYMENT: (
            _("等您缴费"),
            _("请在 %(due)s 以前缴纳信息处理费。缴费以后，答复期限重新计算；逾期未缴的，视为放弃申请。"),
        ),
    }
    heading, text = words[DemandKind(asked.kind)]
    return Standing(heading, text % {"due": asked.due_on}, "warn")


def _unreceived(request: Request) -> str:
    days = {channels.Event.SUBMITTED: request.submitted_on}
    return channels.received(request.channel, days).explanation


def open_demand(request: Request) -> Demand | None:
    """What the applicant is asked for and has not given."""
    if request.ended_on is not None:
        return None
    rows = request.demands.select_related("document__pdf", "document__docx").filter(answered_on=None)
    return rows.order_by("-pk").first()


def open_consultations(request: Request) -> list[Consultation]:
    return list(request.consultations.filter(answered_on=None))


def explanation(request: Request, running: Clock) -> str:
    """How the last day came about, article by article; the numbers of letters to others are left out."""
    text: str = running.explanation.get("text") or deadlines.explain(running).text
    for number in request.consultations.values_list("document__number", flat=True):
        text = text.replace(f"{number}，", "").replace(f"（{number}）", "")
    return text


def happened(request: Request) -> list[Happening]:
    """What happened, the newest first."""
    rows = Act.objects.about(request.ref).filter(subject=request.ref, kind__in=_TOLD).order_by("-pk")
    return [_happening(act) for act in rows]


def _happening(act: Act) -> Happening:
    public = act.public
    words = {
        acts.SUBMITTED: (_("您提出申请"), str(public.get("channel", ""))),
        acts.RECEIVED: (_("确定收到日期"), str(public.get("on", ""))),
        acts.TRANSFERRED: (
            _("转由%(new)s办理") % {"new": public.get("new", "")},
            str(public.get("number", "")),
        ),
        acts.DEMANDED: (
            _("告知您%(kind)s") % {"kind": public.get("kind", "")},
            _("期限 %(due)s") % {"due": public.get("due", "")},
        ),
        acts.SUPPLIED: (_("收到您的%(kind)s") % {"kind": public.get("kind", "")}, str(public.get("on", ""))),
        acts.CONSULTED: (_("开始征求意见，不计入期限"), ""),
        acts.OPINION_GIVEN: (_("收到意见"), ""),
        acts.EXTENDED: (
            _("延长答复期限"),
            _("延长 %(by)s 个工作日，最迟 %(due)s")
            % {"by": public.get("by", ""), "due": public.get("due", "")},
        ),
        acts.DEFERRED: (_("确定延迟答复"), _("最迟 %(due)s") % {"due": public.get("due", "")}),
        acts.SPLIT: (_("拆出一件分别办理"), str(public.get("number", ""))),
        acts.MERGED: (_("和另一件一并答复"), str(public.get("number", ""))),
        acts.ANSWERED: (
            _("答复：%(answer)s") % {"answer": public.get("answer", "")},
            str(public.get("way", "")),
        ),
        acts.ENDED: (_("结束：%(answer)s") % {"answer": public.get("answer", "")}, ""),
        acts.REOPENED: (_("重新答复"), ""),
        acts.RATED: (_("您评价 %(score)s 分") % {"score": public.get("score", "")}, ""),
    }
    what, note = words[act.kind]
    return Happening(act.occurred_at, what, note)


def own_and_shared(request: Request) -> list[Request]:
    """The request, and the one with which it is answered together."""
    return [request, *([request.merged_into] if request.merged_into is not None else [])]


def delivered(request: Request) -> list[Given]:
    """The answers that went out, the newest first."""
    rows = Answer.objects.filter(request__in=own_and_shared(request), counts_on__isnull=False)
    found = rows.select_related("document__pdf", "document__docx").order_by("-pk")
    return [_given(one, request) for one in found]


def _given(answer: Answer, request: Request) -> Given:
    kind = answers.answer_of(answer.answer_type)
    return Given(
        answer,
        kind,
        list(rules.copies(answer)),
        _remedies(answer, kind, request),
        kind.remedies.code == "review-first",
    )


def _remedies(answer: Answer, kind: answers.AnswerType, request: Request) -> list[Remedy]:
    """Review within sixty days, a lawsuit within six months, each from knowing of the answer (复议法第二十条, 诉讼法第四十六条)."""
    if answer.counts_on is None or kind.remedies.code == "none":
        return []
    calendar = deadlines.calendar(organisation=request.organisation)
    told = answer.elements
    review = due(calendar, answer.counts_on, REVIEW_DAYS, Unit.DAY, roll=True).on
    found = [Remedy(_("行政复议"), told.get("review", ""), review, _("《行政复议法》第二十条"))]
    if kind.remedies.code == "either":
        suit = due(calendar, answer.counts_on, SUIT_MONTHS, Unit.MONTH, roll=True).on
        found.append(Remedy(_("行政诉讼"), told.get("litigation", ""), suit, _("《行政诉讼法》第四十六条")))
    return found


def documents(request: Request) -> list[Document]:
    """What was given out to the applicant in writing, answers from the day on which they went out; never a letter to others."""
    unsent = Answer.objects.filter(request=request, counts_on=None).exclude(document=None).values("document")
    rows = Document.objects.issued().filter(subject=request.ref)
    found = rows.exclude(kind__in=letters.TO_OTHERS).exclude(pk__in=unsent)
    return list(found.select_related("pdf", "docx").order_by("issued_at", "pk"))


def file_for(request: Request, uid: str) -> StoredFile | None:
    """A file that the holder of the code may have: of a document given out, or provided with an answer; None otherwise."""
    given = [one for other in own_and_shared(request) for one in documents(other)]
    files = [file for one in given for file in (one.pdf, one.docx) if file is not None]
    for answer in delivered(request):
        files += answer.copies
    return next((file for file in files if file.uid == uid and file.blob_id is not None), None)


def description(request: Request) -> str:
    """What the applicant wrote, without who she is: whoever finds a receipt learns no more than what is asked for."""
    return without_people(request, request.description)


def without_people(request: Request, text: str) -> str:
    """A text of a request in which the particulars of its applicant and agent are struck out."""
    known: list[str] = []
    for one in (request.applicant, request.agent):
        if one is not None:
            current = parties.current(one)
            known += [
                parties.value_of(current, field, whole=True)
                for field in ("name", "identity_number", "phone", "email", "address", "contact")
            ]
    return rules.without_identity(text, known)


def fee_lines(asked: Demand) -> list[str]:
    """How the amount of a fee came about, line by line."""
    return [f"{line}。" for line in asked.what.split("。") if line.strip()]
