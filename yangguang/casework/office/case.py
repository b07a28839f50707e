"""One page for every kind of case: papers at the left, the step at the right, chart, clock and timeline below."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from yangguang.casework import access, actions, beside, desklist, domains, rules, worklist
from yangguang.casework.acts import CASES_LINKED, TASK_GIVEN_BACK, TASK_HANDED_OVER
from yangguang.casework.forms import LinkForm, NoteForm, OpinionForm
from yangguang.casework.models import Case, Task, TaskState, WaitState
from yangguang.casework.office.desk import page
from yangguang.deadlines.models import Clock
from yangguang.journal import rules as journal
from yangguang.lib import bpmn
from yangguang.lib.errors import Refusal
from yangguang.organisations.rules import acting_as, appointments, eligible
from yangguang.web.middleware import STATUS

# Acts that keep a reason in their private part.
_REASONED = {TASK_GIVEN_BACK, TASK_HANDED_OVER, CASES_LINKED}
KEPT_NOWHERE = "secrecy"  # a refusal of words that no page may show again


@dataclass
class Step:
    """The form at the right: the step that this person may do now."""

    task: Task
    fields: forms.Form
    opinion: OpinionForm

    @property
    def outcomes(self) -> tuple[bpmn.Outcome, ...]:
        return self.task.node.outcomes

    def is_valid(self) -> bool:
        return self.fields.is_valid() & self.opinion.is_valid()

    def without_words(self) -> Step:
        """The same step with every text field as it was before anybody typed; choices stay."""
        data = dict(self.opinion.data.items())
        for form in (self.fields, self.opinion):
            for name, field in form.fields.items():
                if isinstance(field, forms.CharField):
                    data[name] = str(form.get_initial_for_field(field, name) or "")
        return _forms(self.task, data)

    def add_error(self, refusal: Refusal) -> None:
        """Put a verb's refusal where it belongs; what was typed stays."""
        field = refusal.field
        if field in self.fields.fields:
            self.fields.add_error(field, refusal.message)
        elif field == "opinion":
            self.opinion.add_error(field, refusal.message)
        else:
            self.opinion.add_error(None, refusal.message)


@dataclass(frozen=True)
class Waiting:
    """An open step that somebody else does: who could, and why this person may not."""

    task: Task
    post: str
    names: list[str]
    kept: str
    clock: Clock | None
    in_charge: bool = False  # this person leads those who do it


@page
@require_http_methods(["GET", "HEAD", "POST"])
def case(request: HttpRequest, uid: str) -> HttpResponse:
    """GET shows; POST completes one step and goes on to the next task of the desk."""
    found = access.opened(request.user, uid)
    if found is None:
        raise Http404
    if request.method == "POST":
        return _complete(request, found)
    return show(request, found, first_step(request, found, request.GET.get("task", "")))


def first_step(request: HttpRequest, found: Case, wanted: str = "") -> Step | None:
    """The step to do: the one asked for, or the first that this person may do. None when there is none."""
    mine = []
    for task in found.tasks.open().select_related("organisation").order_by("opened_at", "pk"):
        task.case = found
        if rules.may_do(task, request.user):
            mine.append(task)
    chosen = next((one for one in mine if one.uid == wanted), mine[0] if mine else None)
    return _forms(chosen) if chosen else None


def _forms(task: Task, data: Any = None) -> Step:
    demanded = [outcome.label for outcome in task.node.outcomes if outcome.reason]
    return Step(task, domains.of(task.case).form(task)(data), OpinionForm(data, demanded_for=demanded))


def _complete(request: HttpRequest, found: Case) -> HttpResponse:
    """Do the step. Whatever is refused comes back with the sentence and with all that was typed."""
    task = found.tasks.select_related("organisation").filter(uid=request.POST.get("task", "")).first()
    if task is None:
        raise Http404
    task.case = found
    step = _forms(task, request.POST)
    if not step.is_valid():
        return show(request, found, step, status=400)
    try:
        acting = acting_as(request.user, task.organisation, post_code=task.post_code)
        following = _neighbours(request, task)[1]
        actions.complete(
            task.uid,
            acting=acting,
            outcome=request.POST.get("outcome", ""),
            opinion=step.opinion.cleaned_data["opinion"],
            data=dict(step.fields.cleaned_data),
            seen=request.POST.get("seen", ""),
        )
    except Refusal as refusal:
        return _refused(request, found, step, refusal)
    task.refresh_from_db()
    return _onward(request, task, following)


def _refused(request: HttpRequest, found: Case, step: Step, refusal: Refusal) -> HttpResponse:
    status = STATUS.get(refusal.code, 400)
    step.task.refresh_from_db(fields=["state", "claimed_by", "claimed_at", "organisation"])
    if refusal.code == KEPT_NOWHERE:
        step = step.without_words()
        step.is_valid()
    if step.task.state == TaskState.OPEN and rules.may_do(step.task, request.user):
        step.add_error(refusal)
        return show(request, found, step, status=status)
    # Somebody was first, or the right is gone: the form is no longer theirs, but their words are.
    found.refresh_from_db()
    lost = step.opinion.cleaned_data.get("opinion", "")
    return show(request, found, first_step(request, found, ""), refusal=refusal, lost=lost, status=status)


def _onward(request: HttpRequest, task: Task, following: str) -> HttpResponse:
    words = {"task": task.name, "outcome": task.outcome_label, "title": task.case.title}
    if following:
        messages.success(request, _("“%(title)s”的%(task)s已办：%(outcome)s。下面是您的下一件。") % words)
        return redirect(following)
    messages.success(request, _("“%(title)s”的%(task)s已办：%(outcome)s。手头的事都办完了。") % words)
    return redirect("desk")


def _neighbours(request: HttpRequest, task: Task) -> tuple[str, str]:
    """Addresses of the tasks before and after this one on the desk; the next one wraps round to the first."""
    rows = desklist.lying(request.user)
    at = next((number for number, one in enumerate(rows) if one.uid == task.uid), -1)
    if at < 0:
        return "", _link(rows[0]) if rows else ""
    following = rows[(at + 1) % len(rows)]
    return _link(rows[at - 1]) if at else "", _link(following) if following != rows[at] else ""


def _link(one: desklist.Lying) -> str:
    return f"{reverse('case', args=[one.case_uid])}?task={one.uid}"


def show(
    request: HttpRequest,
    found: Case,
    step: Step | None,
    *,
    refusal: Refusal | None = None,
    lost: str = "",
    status: int = 200,
    note_form: NoteForm | None = None,
    link_form: LinkForm | None = None,
) -> HttpResponse:
    """The page of a case; with the form that was refused, where one was."""
    waiting = _waiting(request.user, found, step)
    previous, following = _neighbours(request, step.task) if step else ("", "")
    running = step.task.clock if step else next((one.clock for one in waiting if one.clock), None)
    domain = domains.of(found)
    context = {
        "case": found,
        "step": step,
        "waiting": waiting,
        "refusal": refusal,
        "lost": lost,
        "previous": previous,
        "following": following,
        "clock": running,
        "papers": mark_safe(domain.papers(request, step.task if step else None, found)),
        "url": domain.url(found),
        "chart": mark_safe(rules.chart(found)),
        "timeline": _timeline(found),
        "waits": [one for one in found.waits.all() if one.state == WaitState.WAITING]
        if found.version.model.may_wait
        else [],
        "parts": found.parts.order_by("pk"),
        "sharing": _sharing(step.task, request.user) if step else [],
        "notes": beside.notes_of(found, request.user).order_by("-pk"),
        "may_strike": beside.leads(found, request.user),
        "related": beside.related(found, request.user),
        "note_form": note_form or NoteForm(),
        "link_form": link_form or LinkForm(),
    }
    return render(request, "casework/office/case.html", context, status=status)


def _waiting(user: Any, found: Case, step: Step | None) -> list[Waiting]:
    process, held_by_me = found.version.model, appointments(user)
    rows = []
    for task in found.tasks.open().select_related("organisation").order_by("pk"):
        if step and task.pk == step.task.pk:
            continue
        task.case = found
        lane = process.lane_of(task.element)
        held = list(eligible(task.organisation, task.post_code))
        names = list(dict.fromkeys(one.user.display_name for one in held))
        kept = (
            worklist.kept_from(task, user, held_by_me) if any(one.user_id == user.pk for one in held) else ""
        )
        in_charge = not kept and worklist.leading(task, user) is not None
        rows.append(Waiting(task, lane.name if lane else task.post_code, names, kept, task.clock, in_charge))
    return rows


def _sharing(task: Task, user: Any) -> list[str]:
    """Who else could do this step: claiming it is worth something only where there is somebody."""
    return [one.display_name for one in rules.eligible_users(task, task.organisation) if one.pk != user.pk]


def _timeline(found: Case) -> list[dict[str, Any]]:
    """The acts of this case, newest first, with names and opinions: the office's reading of the book."""
    rows = []
    for act in reversed(journal.timeline(found.ref, public_only=False)):
        private = act.private
        rows.append(
            {
                "act": act,
                "summary": act.summary,
                "actor": act.actor,
                "opinion": (private.facts.get("opinion", "") if private else ""),
                "to": (private.facts.get("to", "") if private else ""),
                "reason": (private.facts.get("reason", "") if private and act.kind in _REASONED else ""),
            }
        )
    return rows
