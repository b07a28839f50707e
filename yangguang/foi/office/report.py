"""The office: one annual report, its six chapters and three tables with what does not agree beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from yangguang.foi.actions import filing, reports
from yangguang.foi.likeness import Likeness, compare
from yangguang.foi.models import AnnualReport
from yangguang.foi.output import FORMS
from yangguang.foi.report import CHAPTERS, Finding, Level, Table, cells
from yangguang.foi.report.grid import CHAPTER_OF
from yangguang.foi.reporting import judging, norms, rules
from yangguang.foi.reporting.drawn import Drawing, Sheet, anchor, numbers_of
from yangguang.foi.reporting.rules import Stage
from yangguang.lib import clock
from yangguang.lib.errors import Refusal
from yangguang.organisations.acting import Acting
from yangguang.organisations.models import Organisation

from .reports import acting_for, organisation_or_404, page

LONG = 12  # rows of a chapter that people write; a generated one needs fewer


@dataclass
class Typed:
    """What a form sent, kept whatever becomes of it."""

    chapters: list[str]
    carry_reason: str = ""
    reason: str = ""
    accepted: str = ""
    change: str = ""
    numbers: dict[str, str] = field(default_factory=dict)
    wrong: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Chapter:
    number: int
    name: str
    text: str
    rows: int
    table: Drawing | None


@dataclass(frozen=True)
class Said:
    """A finding with the links to its cells."""

    finding: Finding
    links: tuple[tuple[str, str], ...]

    @property
    def shape(self) -> str:
        return {Level.ERROR: "late", Level.WARN: "warn", Level.EXPLAINED: "hold"}[self.finding.level]

    @property
    def word(self) -> str:
        return {Level.ERROR: _("必须改正"), Level.WARN: _("提示"), Level.EXPLAINED: _("已说明")}[
            self.finding.level
        ]


@page
def report(request: HttpRequest, year: int, code: str) -> HttpResponse:
    organisation = organisation_or_404(request, code)
    found = rules.report_of(organisation, year)
    if found is None or found.begun_at is None:
        if request.method == "POST":
            raise Refusal(_("这份报告还没有开始编制。"), code="conflict")
        return _not_begun(request, organisation, year)
    refusal: Refusal | None = None
    typed: Typed | None = None
    if request.method == "POST" and request.POST.get("action") == "norms":
        return _shown(request, found, _taken_over(request, found), None)
    if request.method == "POST":
        typed = _typed(request)
        try:
            return _done(request, found, typed, acting_for(request.user, organisation))
        except Refusal as refused:
            if refused.code == "secrecy":
                return _stopped(request, refused)
            refusal = refused
            found = (
                rules.report_of(organisation, year) or found
            )  # what was saved before it was refused stands
    return _shown(request, found, typed, refusal)


def _not_begun(request: HttpRequest, organisation: Organisation, year: int) -> HttpResponse:
    if year > clock.today().year or year < 2008:
        raise Refusal(_("%(year)d 年没有年度报告。") % {"year": year}, code="not-found")
    due = rules.due_on(organisation, year)
    context = {
        "organisation": organisation,
        "year": year,
        "due_on": due,
        "late": clock.today() > due,
        "may_write": rules.may_write(request.user, organisation),
        "is_summary": rules.is_summary(organisation),
        "begin": reverse("foi_report_begin", args=[year, organisation.code]),
    }
    return render(request, "foi/office/report-begin.html", context)


def _typed(request: HttpRequest) -> Typed:
    _numbers, typed, wrong = numbers_of(request.POST)
    chapters = [
        request.POST.get(f"chapter-{number}", "").replace("\r\n", "\n") for number in range(len(CHAPTERS))
    ]
    others = {name: request.POST.get(name, "") for name in ("carry_reason", "reason", "accepted", "change")}
    return Typed(chapters=chapters, numbers=typed, wrong=wrong, **others)


def _taken_over(request: HttpRequest, found: AnnualReport) -> Typed:
    """What was typed, with what the catalogue counts in its boxes; nothing is saved yet."""
    acting_for(request.user, found.organisation)
    typed = _typed(request)
    if request.POST.get("seen_saves", "") != str(found.saves):
        raise Refusal(_("别人刚刚也改了这份报告，请刷新页面，再填入目录的件数。"), code="conflict")
    counted = norms.proposed(found.organisation, found.year)
    typed.numbers = {**typed.numbers, **{key: str(number) for key, number in counted.items()}}
    typed.wrong = {key: words for key, words in typed.wrong.items() if key not in counted}
    messages.info(request, _("已把目录统计的件数填入表二，请核对，改正以后保存。"))
    return typed


def _done(request: HttpRequest, found: AnnualReport, typed: Typed, acting: Acting) -> HttpResponse:
    """Do what the pressed button says: each saves what was typed first."""
    action = request.POST.get("action", "save")
    if action in {"recount", "discard"}:
        changed = reports.recount(found, acting=acting, discard=action == "discard")
        messages.success(request, _("已经重新统计，%(count)d 格有变化。") % {"count": changed})
        return redirect(found.office_url)
    if typed.wrong:
        first = next(iter(typed.wrong.values()))
        raise Refusal(
            _("有 %(count)d 格填的不是数：%(first)s") % {"count": len(typed.wrong), "first": first},
            field="numbers",
        )
    numbers, _values, _wrong = numbers_of(request.POST)
    seen = request.POST.get("seen_saves", "")
    kept = reports.change(
        found,
        chapters=typed.chapters,
        numbers=numbers,
        reason=typed.reason,
        carry_reason=typed.carry_reason,
        acting=acting,
        seen_saves=int(seen) if seen.isdecimal() else None,
    )
    if action == "rewrite":
        reports.rewrite(kept, acting=acting)
        messages.success(request, _("第三、四部分已经按表格重新写好。"))
    elif action == "submit":
        try:
            filing.submit(kept, acting=acting, accepted=typed.accepted, change=typed.change)
        except Refusal as refused:
            if refused.code == "secrecy":
                raise
            told = _("已经保存，还不能送审：%(why)s") % {"why": refused.message}
            raise Refusal(told, code=refused.code, field=refused.field) from refused
        messages.success(request, _("已经送审。办到哪一步，可以在“信息公开”里看到。"))
    else:
        messages.success(request, _("已经保存。"))
    return redirect(kept.office_url)


def _stopped(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """What was typed is not shown again, not kept, and must not lie in the browser's cache."""
    response = render(request, "disclosure/office/stopped.html", {"message": refusal.message}, status=422)
    response["Cache-Control"] = "no-store"
    return response


_SENT_OFF = (Stage.IN_REVIEW, Stage.WAITING, Stage.PUBLISHED)


def _shown(
    request: HttpRequest, found: AnnualReport, typed: Typed | None, refusal: Refusal | None
) -> HttpResponse:
    stage = rules.stage(found)
    may_write = rules.may_write(request.user, found.organisation)
    editable = may_write and stage not in {Stage.IN_REVIEW, Stage.WAITING, Stage.WITHDRAWN}
    judged = judging.judged(found)
    summary = rules.is_summary(found.organisation)
    last = judging.last_year(found)
    kept = typed or Typed(list(found.chapters), found.carry_reason)
    if typed and refusal is not None and refusal.message.startswith(_("已经保存")):
        kept.chapters, kept.numbers = list(found.chapters), {}  # saved: the page shows what is kept
    own = Sheet(
        found.organisation,
        found.year,
        found.figures,
        counted=found.counted_figures,
        typed=kept.numbers,
        wrong=kept.wrong,
        editable=editable,
        prefix="own-" if summary else "",
        proposed=norms.proposed(found.organisation, found.year) if editable else None,
    )
    parts = reverse("foi_report_parts", args=[found.year, found.organisation.code])
    whole = Sheet(found.organisation, found.year, judged.figures, made_of=parts) if summary else own
    due = rules.due_on(found.organisation, found.year)
    published = rules.published_on(found)
    context: dict[str, Any] = {
        "report": found,
        "organisation": found.organisation,
        "stage": stage,
        "stage_name": rules.STAGE_NAMES[stage],
        "stage_shape": rules.STAGE_SHAPES[stage],
        "due_on": due,
        "published_on": published,
        "late": published is None and clock.today() > due,
        "may_write": may_write,
        "may_submit": editable and rules.may_submit(request.user, found.organisation),
        "publisher": rules.publisher(found.organisation),
        "editable": editable,
        "is_summary": summary,
        "missing": [one for one in judged.parts if one.is_missing],
        "parts": judged.parts,
        "chapters": _chapters(kept.chapters, whole),
        "own": [own.drawing(table) for table in Table] if summary else [],
        "said": [Said(one, _links(one)) for one in judged.findings],
        "errors": len(judged.errors),
        "warnings": len(judged.warnings),
        "typed": kept,
        "refusal": refusal,
        "alike": _alike(found, last),
        "last_year": found.year - 1,
        "changes": _changes(found),
        "forms": [(form, form.upper()) for form in FORMS],
        "outdated": _outdated(found, stage, judged),
        "overtaken": judging.overtaken(found, judged.parts) if stage in _SENT_OFF else None,
    }
    return render(request, "foi/office/report.html", context, status=422 if refusal else 200)


def _outdated(found: AnnualReport, stage: Stage, judged: judging.Judged) -> bool:
    """Whether what is in work is no longer what the public reads."""
    kept = rules.filing(found) if stage is Stage.PUBLISHED else None
    return kept is not None and (
        kept.figures.numbers != judged.figures.numbers or kept.chapters != found.chapters
    )


def _chapters(texts: Sequence[str], sheet: Sheet) -> list[Chapter]:
    found = []
    for number, (name, text) in enumerate(zip(CHAPTERS, texts, strict=True)):
        table = CHAPTER_OF.get(number)
        lines = sum(1 + len(line) // 40 for line in text.split("\n"))
        rows = min(max(3 if table else 6, lines + 1), LONG if table else 2 * LONG)
        found.append(Chapter(number, name, text, rows, sheet.drawing(table) if table else None))
    return found


def _links(finding: Finding) -> tuple[tuple[str, str], ...]:
    """The first cells of a finding, each by its mark on the page; a sum's parts are not listed one by one."""
    return tuple((anchor(cell), cell.name) for cell in finding.cells[:4])


def _alike(found: AnnualReport, last: Any) -> Likeness | None:
    return compare(found.text, last.text) if last and found.text else None


def _changes(found: AnnualReport) -> list[tuple[str, Any]]:
    names = {cell.key: cell.name for cell in cells()}
    rows = found.hand_changes.select_related("by")[:50]
    return [(names.get(one.cell, one.cell), one) for one in rows]
