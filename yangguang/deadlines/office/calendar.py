"""The office's calendar: enter a year's holidays."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods
from wagtail.admin.auth import require_admin_access

from yangguang.deadlines import actions, rules
from yangguang.deadlines.explain import notice_lines
from yangguang.deadlines.forms import YearForm
from yangguang.deadlines.models import Calendar, CalendarYear, Clock
from yangguang.deadlines.notice import MOST_BYTES, Notice, RejectedRows, as_table, doubts, from_table, read
from yangguang.lib import clock
from yangguang.lib.errors import Refusal
from yangguang.lib.workdays import SpecialDay
from yangguang.organisations.acting import Acting
from yangguang.organisations.permissions import Permission
from yangguang.organisations.rules import acting_as, organisations_where


def _acting(request: HttpRequest) -> Acting:
    """The calendar is everybody's: who changes it holds the permission at the top."""
    top = organisations_where(request.user, Permission.MANAGE_CALENDAR).filter(parent=None).first()
    if top is None:
        raise Refusal(_("只有全县（市）的系统管理员可以维护工作日历，请联系管理员。"), code="forbidden")
    return acting_as(request.user, top, permission=Permission.MANAGE_CALENDAR)


def _calendar() -> Calendar:
    found = Calendar.objects.filter(code=rules.NATIONAL).first()
    if found is None:
        raise Refusal(_("还没有工作日历，请先装入初始数据。"), code="not-found")
    return found


def _special(row: CalendarYear | None) -> list[SpecialDay]:
    return [SpecialDay(day.date, day.is_workday, day.basis) for day in row.days.all()] if row else []


@require_admin_access
@require_GET
def calendar(request: HttpRequest) -> HttpResponse:
    """Years and what they hold; the one that is due to be entered stands first."""
    _acting(request)
    years = CalendarYear.objects.filter(calendar=_calendar()).prefetch_related("days")
    index = rules.calendar()
    waiting = clock.today().year + 1
    return render(
        request,
        "deadlines/calendar.html",
        {
            "years": [
                {
                    "row": row,
                    "rest": sum(not day.is_workday for day in row.days.all()),
                    "work": sum(day.is_workday for day in row.days.all()),
                    "workdays": index.workdays_between(_last(row.year - 1), _last(row.year)),
                }
                for row in years
            ],
            "waiting": None if index.is_published(waiting) else waiting,
            "next": max(index.published) + 1 if index.published else waiting,
            "provisional": Clock.objects.provisional().count(),
        },
    )


def _last(year: int) -> Any:
    return clock.today().replace(year=year, month=12, day=31)


@require_admin_access
@require_http_methods(["GET", "POST"])
def year(request: HttpRequest, number: int) -> HttpResponseBase:
    """A year: read it, enter it, correct it. Nothing is published before it was shown as the notice would say it."""
    acting = _acting(request)
    if not 2000 <= number <= 2100:
        raise Refusal(_("没有这一年。"), code="not-found")
    known = CalendarYear.objects.filter(calendar=_calendar(), year=number).first()
    typed = request.POST if "upload" not in request.POST and "table" not in request.POST else None
    form = YearForm(
        typed or None,
        year=number,
        known=_special(known),
        initial={"basis": known.basis if known else ""},
    )
    page: dict[str, Any] = {
        "number": number,
        "known": known,
        "form": form,
        "lines": notice_lines(_special(known), number),
    }
    if request.method == "POST":
        try:
            notice = _asked(request, form)
            if notice is not None:
                _check_year(notice, number)
                if "publish" in request.POST:
                    return _publish(request, notice, acting, replace=known is not None)
                page["preview"] = _preview(notice, acting, replace=known is not None)
                page["table"] = "" if form.is_bound else as_table(notice)
        except RejectedRows as refusal:
            page["rejects"] = refusal.rejects
        except Refusal as refusal:
            page["error"] = refusal.message
    failed = page.get("error") or page.get("rejects") or form.errors
    return render(
        request, "deadlines/year.html", page, status=400 if failed and request.method == "POST" else 200
    )


def _asked(request: HttpRequest, form: YearForm) -> Notice | None:
    """The notice that was typed, or that a file held; a file goes through the preview as it is, not as a form."""
    if "upload" in request.POST:
        return _uploaded(request)
    if table := request.POST.get("table"):
        try:
            return from_table(json.loads(table))
        except ValueError as error:
            raise Refusal(_("内容不完整，请重新选择文件。")) from error
    return form.notice() if form.is_valid() else None


def _check_year(notice: Notice, number: int) -> None:
    if notice.year != number:
        raise Refusal(
            _("文件里是 %(year)d 年，不是 %(number)d 年。") % {"year": notice.year, "number": number}
        )


def _uploaded(request: HttpRequest) -> Notice:
    upload = request.FILES.get("file")
    if upload is None or isinstance(upload, list):
        raise Refusal(_("请选择一个 .csv、.yaml 或 .json 文件。"), field="file")
    if (upload.size or 0) > MOST_BYTES:
        raise Refusal(_("文件太大，一年的放假安排只有几十行。"), code="too-large", field="file")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"notice{Path(upload.name or '').suffix.lower()}"
        path.write_bytes(upload.read())
        return read(path)


def _preview(notice: Notice, acting: Acting, *, replace: bool) -> dict[str, Any]:
    """What would happen: tried out and taken back."""
    with transaction.atomic():
        summary = actions.publish_year(notice, acting.actor, replace=replace)
        index = rules.calendar()
        moved = [(c.limit.name, c.organisation.name, c.due_on) for c in summary.moved]
        workdays = index.workdays_between(_last(notice.year - 1), _last(notice.year))
        transaction.set_rollback(True)
    return {
        "lines": notice_lines(notice.days, notice.year),
        "doubts": doubts(notice),
        "moved": moved,
        "left": summary.left,
        "workdays": workdays,
        "rest": notice.rest,
        "work": notice.work,
        "unchanged": summary.unchanged,
    }


def _publish(request: HttpRequest, notice: Notice, acting: Acting, *, replace: bool) -> HttpResponseBase:
    summary = actions.publish_year(notice, acting.actor, replace=replace)
    if summary.unchanged:
        messages.info(request, _("%(year)d 年已经录入，内容相同，没有变化。") % {"year": summary.year})
    else:
        messages.success(
            request,
            _("已录入 %(year)d 年放假安排，%(n)d 个期限随之变动。")
            % {"year": summary.year, "n": len(summary.moved)}
            + (_("还有 %(n)d 个由后台继续推算。") % {"n": summary.left} if summary.left else ""),
        )
    return redirect("calendar_year", number=summary.year)
