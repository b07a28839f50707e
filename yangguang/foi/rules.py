"""Pure questions about requests: who may, what was asked before, how like another one is. Nothing is written here."""

from __future__ import annotations

from datetime import date
from difflib import SequenceMatcher
from typing import Any

from django.utils.translation import gettext as _

from yangguang.casework.models import Case, CaseState
from yangguang.deadlines import rules as deadlines
from yangguang.deadlines.models import Clock
from yangguang.files.models import StoredFile, StoredFileQuerySet
from yangguang.foi import channels
from yangguang.foi.models import Answer, Request, RequestQuerySet
from yangguang.lib import clock
from yangguang.lib.errors import Refusal
from yangguang.organisations.acting import Acting
from yangguang.organisations.models import Organisation, OrganisationQuerySet
from yangguang.organisations.permissions import Permission
from yangguang.organisations.rules import acting_as, may
from yangguang.parties.models import Party

PROCESS = "foi-request"
REPLY = "FOI_REPLY"
ALIKE = 0.75  # from here on a request is shown as nearly the same as an earlier one
LOOKED_AT = 200  # earlier requests of one organisation that are compared
MASKED = "×"


def recipients() -> OrganisationQuerySet:
    """The organisations to which one can apply: those that exist today and are offices of the public administration."""
    return Organisation.objects.current().filter(kind__in=["government", "office", "department", "town"])


def may_handle(user: Any, request: Request) -> bool:
    return may(user, Permission.HANDLE_REQUESTS, request.organisation)


def handling(user: Any, organisation: Organisation) -> Acting:
    """The right by which a person handles requests of an organisation. Refusal ``forbidden``."""
    return acting_as(user, organisation, permission=Permission.HANDLE_REQUESTS)


def case_of(request: Request) -> Case | None:
    """The newest case of a request."""
    rows = Case.objects.select_related("organisation", "version__process")
    return rows.filter(subject=request.ref).order_by("-pk").first()


def reply_clock(request: Request) -> Clock | None:
    """The clock of the answer, running or stopped; None before the day of receipt is known."""
    rows = Clock.objects.select_related("limit__article__instrument", "organisation")
    return rows.filter(subject=request.ref, limit__code=REPLY).order_by("-pk").first()


def require_open(request: Request) -> None:
    """Refusal ``conflict`` for a request that has ended."""
    if request.ended_on is not None:
        raise Refusal(
            _("申请 %(number)s 已经办结，请刷新后再看。") % {"number": request.number}, code="conflict"
        )


def require_open_or_again(request: Request) -> None:
    """The same, but one that was reopened after a review or a lawsuit is in hand again."""
    case = case_of(request)
    if case is None or case.state != CaseState.OPEN:
        require_open(request)
        raise Refusal(_("申请 %(number)s 没有在办。") % {"number": request.number}, code="conflict")


def answer_in_work(request: Request) -> Answer | None:
    """The answer that is being drafted, reviewed or delivered."""
    return request.answers.select_related("document").filter(counts_on=None).first()


def copies(answer: Answer) -> StoredFileQuerySet:
    """What goes out with an answer: of a redacted file the redacted one only."""
    return StoredFile.objects.of(answer.ref).going_out()


def of_the_same(request: Request) -> RequestQuerySet:
    """Every request of the same applicant in the same house, this one too."""
    parties = Party.objects.same_person(request.applicant).values("pk")
    return Request.objects.filter(applicant__in=parties)


def excess(request: Request) -> list[channels.Excess]:
    """What the applicant's requests exceed today (条例第三十五条): a hint, whether it is beyond reason a person decides."""
    days = (
        of_the_same(request).filter(organisation=request.organisation).values_list("submitted_on", flat=True)
    )
    return channels.excess(days, request.submitted_on)


def in_the_month(request: Request, on: date | None = None) -> int:
    """How many of this applicant's requests to this organisation the natural month of a day holds, up to this one."""
    day = on or request.submitted_on
    same = of_the_same(request).filter(
        organisation=request.organisation, submitted_on__year=day.year, submitted_on__month=day.month
    )
    return same.filter(pk__lte=request.pk).count()


def nearly_the_same(request: Request) -> list[tuple[Request, float]]:
    """Earlier requests to the same organisation for nearly the same, the likest first: duplicates of one applicant
    (条例第三十六条第六项) and of others, whose answer may serve again.
    """
    earlier = Request.objects.filter(organisation=request.organisation, pk__lt=request.pk)
    text = asked(request)
    found = []
    for other in earlier.order_by("-pk")[:LOOKED_AT]:
        like = SequenceMatcher(None, text, asked(other), autojunk=False)
        if (
            like.real_quick_ratio() >= ALIKE
            and like.quick_ratio() >= ALIKE
            and (ratio := like.ratio()) >= ALIKE
        ):
            found.append((other, ratio))
    return sorted(found, key=lambda one: -one[1])[:10]


def asked(request: Request) -> str:
    """What is asked for, in one string without spaces."""
    return "".join(f"{request.title}{request.doc_number}{request.description}".split())


def without_identity(text: str, values: list[str]) -> str:
    """A text in which the given particulars of a person are struck out."""
    for value in sorted({one for one in values if len(one) > 1}, key=len, reverse=True):
        text = text.replace(value, MASKED * min(len(value), 3))
    return text


def due_day(request: Request) -> date | None:
    """The last day for the answer; None where it does not run."""
    running = reply_clock(request)
    return running.due_on if running else None


def is_late(request: Request) -> bool:
    due = due_day(request)
    return due is not None and (request.ended_on or clock.today()) > due


def head_acting(user: Any, request: Request) -> Acting:
    """The right by which a head decides for a request (条例第三十三、三十五条): one of the posts that the limit names, in its
    organisation or, where nobody holds one there, in the nearest above it in which somebody does: the openness office of
    the county for a small department. Refusal ``forbidden`` that says who.
    """
    posts = head_posts(request)
    place = deadlines.deciding_place(request.organisation, posts)
    for post in posts:
        try:
            return acting_as(user, place, post_code=post)
        except Refusal:
            continue
    told = {"who": deadlines.deciders(place, posts)}
    raise Refusal(
        _("延长、延迟答复要由政府信息公开工作机构的负责人同意，这一件是%(who)s。请把理由报给他们决定。")
        % told,
        code="forbidden",
    )


def head_posts(request: Request) -> list[str]:
    """The posts whose holder heads the openness work, as the limit of the answer names them."""
    running = reply_clock(request)
    limit = running.limit if running is not None else deadlines.find_limit(REPLY, request.organisation)
    return list(limit.extend_posts) if limit is not None else []
