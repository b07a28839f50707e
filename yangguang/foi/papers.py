"""The left side of the case page: what was asked for, by whom (masked), what was done, the answer in work."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from yangguang.casework.domains import Material
from yangguang.casework.models import Case, Task
from yangguang.documents.models import Document
from yangguang.files.models import StoredFile
from yangguang.foi import answers, channels, rules
from yangguang.foi.models import Answer, Request
from yangguang.parties import rules as parties


def papers(request: HttpRequest, task: Task | None, case: Case) -> str:
    """HTML for the case page; ``seen`` (a hidden field of the step's form) is the fingerprint of the answer shown here."""
    assert case.subject is not None
    found = Request.objects.select_related(
        "organisation", "applicant", "agent", "merged_into", "split_from"
    ).get(uid=case.subject.uid)
    return render_to_string("foi/papers.html", shown(found, task), request=request)


def shown(found: Request, task: Task | None = None) -> dict[str, Any]:
    """What a page shows of a request; its people masked."""
    answer = rules.answer_in_work(found)
    return {
        "foi": found,
        "channel": channels.channel_of(found.channel),
        "applicant": parties.masked(parties.current(found.applicant)),
        "agent": parties.masked(parties.current(found.agent)) if found.agent else None,
        "clock": rules.reply_clock(found),
        "excess": rules.excess(found) if found.ended_on is None else [],
        "alike": rules.nearly_the_same(found) if found.ended_on is None else [],
        "demands": found.demands.select_related("document").order_by("pk"),
        "consultations": found.consultations.select_related("document", "agency").order_by("pk"),
        "answer": answer,
        "answer_elements": elements(answer) if answer else [],
        "answer_type": answers.answer_of(answer.answer_type) if answer else None,
        "earlier_answers": [
            (one, answers.answer_of(one.answer_type)) for one in found.answers.exclude(counts_on=None)
        ],
        "files": StoredFile.objects.of(found.ref),
        "copies": StoredFile.objects.of(answer.ref) if answer else [],
        "documents": Document.objects.issued().filter(subject=found.ref).order_by("issued_at"),
        "redresses": found.redresses.order_by("begun_on", "pk"),
        "merged": found.merged.order_by("pk"),
        "task": task,
    }


def elements(answer: Answer) -> list[tuple[str, str]]:
    """The elements of an answer by name."""
    known = answers.elements()
    return [(known[code].name, value) for code, value in answer.elements.items()]


def material(case: Case) -> Material:
    """For the file of the case: facts without the person, what was asked, the answers, every paper."""
    assert case.subject is not None
    found = Request.objects.get(uid=case.subject.uid)
    facts = [
        (_("登记号"), found.number),
        (_("申请人类型"), str(found.get_applicant_kind_display())),
        (_("申请渠道"), channels.channel_of(found.channel).name),
        (_("收到日期"), str(found.received_on or _("尚未确定"))),
        (_("办结日期"), str(found.ended_on or _("尚未办结"))),
    ]
    texts: list[tuple[str, list[str]]] = [
        (_("所申请的信息：%(title)s") % {"title": found.title}, found.description.splitlines())
    ]
    papers_ = [*StoredFile.objects.of(found.ref)]
    for document in Document.objects.issued().filter(subject=found.ref).select_related("pdf"):
        if document.pdf is not None:
            papers_.append(document.pdf)
    for answer in found.answers.all():
        papers_ += StoredFile.objects.of(answer.ref)
    return Material(facts, texts, papers_)
