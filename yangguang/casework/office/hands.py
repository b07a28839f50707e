"""Claim a step, put it back, hand it over."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from yangguang.casework import access, claims, rules, worklist
from yangguang.casework.forms import GiveBackForm, HandOverForm
from yangguang.casework.models import Task, TaskState
from yangguang.lib.errors import Refusal
from yangguang.web.middleware import STATUS

from .desk import back, page


def _task(request: HttpRequest, uid: str) -> Task:
    """An open step of a case that this person may open."""
    found = (
        Task.objects.filter(uid=uid, case__in=access.visible_to(request.user))
        .select_related("case__organisation", "case__version__process", "organisation", "claimed_by")
        .first()
    )
    if found is None:
        raise Http404
    return found


@page
@require_POST
def claim(request: HttpRequest, uid: str) -> HttpResponse:
    """One button on the desk and on the case page; who was first is said where one comes from."""
    task = _task(request, uid)
    here = f"{task.get_office_url()}?task={task.uid}"
    try:
        claims.claim(task.uid, user=request.user)  # type: ignore[arg-type]  # nobody else comes through the door
    except Refusal as refusal:
        if refusal.code == "forbidden":
            raise
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("“%(title)s”的%(task)s由您办理了。") % _words(task))
    return redirect(back(request, here))


@page
@require_http_methods(["GET", "HEAD", "POST"])
def give_back(request: HttpRequest, uid: str) -> HttpResponse:
    """Put back what I claimed, or what somebody claimed whom I lead."""
    task = _task_in_charge(request, uid)
    theirs = task.claimed_by_id not in rules.hands(request.user)
    form = GiveBackForm(request.POST or None, demanded=theirs)
    if request.method == "POST" and form.is_valid():
        try:
            claims.give_back(task.uid, user=request.user, reason=form.cleaned_data["reason"])  # type: ignore[arg-type]
        except Refusal as refusal:
            return _again(request, form, refusal, task, "give-back")
        messages.success(request, _("“%(title)s”的%(task)s已退回待办池，同岗位的人都可以办。") % _words(task))
        return redirect("desk")
    return _page(request, form, task, "give-back", 400 if form.is_bound else 200)


@page
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: HttpRequest, uid: str) -> HttpResponse:
    """To whom, and why."""
    task = _task_in_charge(request, uid)
    offered = [one for one in worklist.successors(task) if one.user_id != request.user.pk]
    form = HandOverForm(request.POST or None, offered=offered, home=task.organisation)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            claims.hand_over(task.uid, user=request.user, to=given["to"], reason=given["reason"])  # type: ignore[arg-type]
        except Refusal as refusal:
            return _again(request, form, refusal, task, "hand-over")
        name = next(one.user.display_name for one in offered if one.uid == given["to"])
        messages.success(
            request, _("“%(title)s”的%(task)s已转给%(name)s，他会收到通知。") % {**_words(task), "name": name}
        )
        return redirect("desk")
    return _page(request, form, task, "hand-over", 400 if form.is_bound else 200, offered=offered)


def _task_in_charge(request: HttpRequest, uid: str) -> Task:
    task = _task(request, uid)
    if task.state != TaskState.OPEN or not worklist.may_give_away(task, request.user):
        rules.refuse_unless_open(task)
        rules.acting_for(task, request.user)
    return task


def _again(request: HttpRequest, form: Any, refusal: Refusal, task: Task, kind: str) -> HttpResponse:
    form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
    offered = worklist.successors(task) if kind == "hand-over" else []
    return _page(request, form, task, kind, STATUS.get(refusal.code, 400), offered=offered)


def _page(request: HttpRequest, form: Any, task: Task, kind: str, status: int, **more: Any) -> HttpResponse:
    context = {"form": form, "task": task, "case": task.case, **more}
    return render(request, f"casework/office/{kind}.html", context, status=status)


def _words(task: Task) -> dict[str, str]:
    return {"title": task.case.title, "task": task.name}
