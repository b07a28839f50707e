"""The left side of the case page: what was asked for, by whom (masked), what was done, the answer in work."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from yangguang.casework.domains import Material
from yangguang.casework.models import Case, CaseState, Task
from yangguang.documents.models import Document
from yangguang.files.models import StoredFile
from yangguang.files.rules import may_read
from yangguang.foi import answers, channels, previewing, rules
from yangguang.foi.actions import releasing
from yangguang.foi.actions.answering import HANDLE, given
from yangguang.foi.actions.hands import REGISTER
from yangguang.foi.models import Answer, RedressOutcome, Request
from yangguang.lib.errors import Refusal
from yangguang.organisations.permissions import Permission
from yangguang.organisations.rules import may
from yangguang.parties import rules as parties


@dataclass(frozen=True)
class Link:
    """A way from the case page to one of the small pages."""

    label: str
    url: str


def papers(request: HttpRequest, task: Task | None, case: Case) -> str:
    """HTML for the case page; ``seen`` (a hidden field of the step's form) is the fingerprint of the answer shown here."""
    assert case.subject is not None
    found = Request.objects.select_related(
        "organisation__division", "applicant", "agent", "merged_into", "split_from", "transferred_from"
    ).get(uid=case.subject.uid)
    return page(request, found, task, case)


def page(request: HttpRequest, found: Request, task: Task | None = None, case: Case | None = None) -> str:
    """The same for a request; one that was taken over from an old register has no case."""
    context = {**shown(found, task), **_may(request.user, found, case)}
    issued = Document.objects.issued().filter(subject=found.ref)
    whole = set(issued.visible_to(request.user).values_list("pk", flat=True))
    rows = issued.select_related("pdf", "docx").order_by("issued_at", "pk")
    context["documents"] = [(one, one.pk in whole) for one in rows]
    files = context["files"]
    context["files_readable"] = not files or may_read(files[0], request.user)
    return render_to_string("foi/papers.html", context, request=request)


def shown(found: Request, task: Task | None = None) -> dict[str, Any]:
    """What a page shows of a request; its people masked, in what they wrote too."""
    answer = rules.answer_in_work(found)
    is_open = found.ended_on is None
    return {
        "foi": found,
        "channel": channels.channel_of(found.channel),
        "description": rules.without_identity(found.description, releasing.identity_of(found)),
        "applicant": parties.masked(parties.current(found.applicant)),
        "agent": parties.masked(parties.current(found.agent)) if found.agent else None,
        "answered_by": answers.answer_of(found.answer_type) if found.answer_type else None,
        "reply": rules.reply_clock(found),
        "excess": rules.excess(found) if is_open else [],
        "in_the_month": rules.in_the_month(found) if is_open else 0,
        "alike": _alike(found) if is_open else [],
        "demands": found.demands.select_related("document").order_by("pk"),
        "consultations": [
            (one, channels.consultation_of(one.ground), _asked(one))
            for one in found.consultations.select_related("document", "agency", "third_party").order_by("pk")
        ],
        "answer": answer,
        "answer_type": answers.answer_of(answer.answer_type) if answer else None,
        "lacks": answers.missing(answer.answer_type, given(answer)) if answer else [],
        "sheet": _sheet(found, answer),
        "earlier_answers": [
            (one, answers.answer_of(one.answer_type), rules.copies(one))
            for one in found.answers.exclude(counts_on=None).select_related("document").order_by("pk")
        ],
        "files": list(StoredFile.objects.of(found.ref)),
        "copies": rules.copies(answer) if answer else [],
        "redresses": found.redresses.order_by("begun_on", "pk"),
        "merged": found.merged.order_by("pk"),
        "parts": found.parts.order_by("pk"),
        "released": releasing.released_as(found) if not is_open or answer else None,
        "task": task,
    }


def _alike(found: Request) -> list[dict[str, Any]]:
    """Requests for nearly the same, with what was answered, and whether they are this applicant's own."""
    rows = rules.nearly_the_same(found)
    own = set(
        rules.of_the_same(found).filter(pk__in=[one.pk for one, _ratio in rows]).values_list("pk", flat=True)
    )
    return [
        {
            "request": one,
            "percent": round(ratio * 100),
            "answer": answers.answer_of(one.answer_type).name if one.answer_type else "",
            "own": one.pk in own,
        }
        for one, ratio in rows
    ]


def _asked(one: Any) -> str:
    """Who was asked, a third party masked."""
    if one.third_party is not None:
        return parties.masked(parties.current(one.third_party)).name
    return one.agency.name if one.agency else one.agency_name


def _sheet(found: Request, answer: Answer | None) -> Any:
    """How the answer reads; None where there is none, or no template for it."""
    if answer is None:
        return None
    try:
        return previewing.sheet(found, answer)
    except Refusal:
        return None


def _may(user: Any, found: Request, case: Case | None) -> dict[str, Any]:
    """Which ways on this person sees; the verbs ask again."""
    handles = rules.may_handle(user, found)
    opened = case is not None and case.state == CaseState.OPEN
    elements = set(case.tasks.open().values_list("element", flat=True)) if opened and case else set()
    in_hand = opened and found.ended_on is None
    return {
        "handles": handles,
        "may_draft": handles and HANDLE in elements,
        "may_consult": handles and in_hand,
        "ways": [*_ways(user, found, in_hand, elements)] if handles else _head_ways(user, found, in_hand),
        "corrected": [one.pk for one in found.redresses.all() if one.outcome == RedressOutcome.CORRECT]
        if handles and found.ended_on and not opened
        else [],
    }


def _ways(user: Any, found: Request, in_hand: bool, elements: set[str]) -> list[Link]:
    links = [(_("登记回执"), "foi_office_receipt")]
    if in_hand:
        if found.demands.filter(answered_on=None).exists():
            links.append((_("登记申请人交来的材料"), "foi_office_supply"))
        links.append((_("征求意见"), "foi_consult"))
        if REGISTER in elements:
            links += [(_("转办"), "foi_transfer"), (_("拆分"), "foi_split")]
        if found.received_on is not None:
            links.append((_("合并办理"), "foi_merge"))
        links.append((_("登记申请人撤回"), "foi_office_withdraw"))
    else:
        links.append((_("登记复议、诉讼"), "foi_redress"))
    if (
        releasing.releasable(found) is not None
        and releasing.released_as(found) is None
        and may(user, Permission.DRAFT, found.organisation)
    ):
        links.append((_("转为主动公开"), "foi_release"))
    return [*(Link(label, _url(name, found)) for label, name in links), *_head_ways(user, found, in_hand)]


def _head_ways(user: Any, found: Request, in_hand: bool) -> list[Link]:
    running = rules.reply_clock(found) if in_hand else None
    if running is None or running.outcome != "running" or not _is_head(user, found):
        return []
    links = [Link(_("延长答复期限"), _url("foi_extend", found))] if running.due_on else []
    if found.demands.filter(kind="explanation", answered_on__isnull=False).exists():
        links.append(Link(_("确定延迟答复"), _url("foi_defer", found)))
    return links


def _is_head(user: Any, found: Request) -> bool:
    try:
        rules.head_acting(user, found)
    except Refusal:
        return False
    return True


def _url(name: str, found: Request) -> str:
    return reverse(name, args=[found.uid])


def material(case: Case) -> Material:
    """For the file of the case: facts without the person, what was asked, the answers, every paper."""
    assert case.subject is not None
    found = Request.objects.select_related("applicant", "agent").get(uid=case.subject.uid)
    description = rules.without_identity(found.description, releasing.identity_of(found))
    facts = [
        (_("登记号"), found.number),
        (_("申请人类型"), str(found.get_applicant_kind_display())),
        (_("申请渠道"), channels.channel_of(found.channel).name),
        (_("收到日期"), str(found.received_on or _("尚未确定"))),
        (_("办结日期"), str(found.ended_on or _("尚未办结"))),
    ]
    texts: list[tuple[str, list[str]]] = [
        (_("所申请的信息：%(title)s") % {"title": found.title}, description.splitlines())
    ]
    papers_ = [*StoredFile.objects.of(found.ref)]
    issued = Document.objects.issued().filter(subject=found.ref).order_by("issued_at", "pk")
    for document in issued.select_related("pdf", "organisation", "version"):
        sheet = previewing.without_persons(found, document)
        name = _("%(name)s %(number)s（姓名已遮盖）") % {"name": document.name, "number": document.number}
        texts.append((name, [line for block in sheet.blocks for line in block.lines]))
        if document.pdf is not None:
            papers_.append(document.pdf)
    for answer in found.answers.all():
        papers_ += StoredFile.objects.of(answer.ref)
    return Material(facts, texts, papers_)
