"""One line of the register of requests, read for a page or a piece of an export at a time. It names nobody."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from django.utils.translation import gettext as _

from yangguang.casework.models import Case, CaseState, Task, Wait, WaitState
from yangguang.deadlines import rules as deadlines
from yangguang.deadlines.models import Clock
from yangguang.deadlines.models.clocks import Outcome
from yangguang.foi import answers, channels, rules
from yangguang.foi.models import Request, RequestQuerySet
from yangguang.lib import clock
from yangguang.lib.sheets import Cell
from yangguang.parties.kinds import PartyKind

PIECE = 500  # requests whose particulars are read together


@dataclass(frozen=True, slots=True)
class Entry:
    """One line. ``step``: where it stands in words; ``is_late``: after its last day, ended or not."""

    request: Request
    clock: Clock | None
    step: str
    is_again: bool

    @property
    def channel(self) -> str:
        return channels.channel_of(self.request.channel).name

    @property
    def kind(self) -> str:
        return str(PartyKind(self.request.applicant_kind).label)

    @property
    def answer(self) -> str:
        code = self.request.answer_type
        return answers.answer_of(code).name if code else ""

    @property
    def is_late(self) -> bool:
        running = self.clock
        if running is None:
            return False
        if running.outcome == Outcome.RUNNING:
            return running.due_on is not None and running.due_on < clock.today()
        return running.outcome == Outcome.LATE

    @property
    def state(self) -> str:
        """How it stands against its limit, in words."""
        return deadlines.state(self.clock).word if self.clock else ""


_COLUMNS: list[tuple[str, Callable[[Entry], Cell], int]] = [
    ("登记号", lambda one: one.request.number, 28),
    ("所需信息名称", lambda one: one.request.title, 50),
    ("受理机关", lambda one: one.request.organisation.name, 24),
    ("申请人类型", lambda one: one.kind, 14),
    ("申请渠道", lambda one: one.channel, 18),
    ("提交日期", lambda one: one.request.submitted_on, 12),
    ("收到日期", lambda one: one.request.received_on, 12),
    ("答复期限", lambda one: one.clock.due_on if one.clock else None, 12),
    ("办结日期", lambda one: one.request.ended_on, 12),
    ("期限情况", lambda one: one.state, 22),
    ("办理情况", lambda one: one.step, 24),
    ("答复类型", lambda one: one.answer, 30),
    ("是否超期", lambda one: _("是") if one.is_late else _("否"), 10),
]
COLUMNS = [heading for heading, _value, _width in _COLUMNS]
WIDTHS = [width for _heading, _value, width in _COLUMNS]


def entries(requests: Iterable[Request]) -> list[Entry]:
    """Lines in the order of their requests; a fixed number of queries, however many there are."""
    found = list(requests)
    if not found:
        return []
    refs = [str(one.ref) for one in found]
    clocks = _clocks(refs)
    steps, open_ones = _steps(refs)
    lines = []
    for one in found:
        ref = str(one.ref)
        again = one.ended_on is not None and ref in open_ones
        lines.append(Entry(one, clocks.get(ref), _step(one, steps.get(ref, []), again), again))
    return lines


def cells(requests: RequestQuerySet) -> Iterator[list[Cell]]:
    """The cells of every line, read piece by piece: memory does not grow with the register."""
    waiting = requests.iterator(chunk_size=PIECE)
    while piece := list(islice(waiting, PIECE)):
        for entry in entries(piece):
            yield [value(entry) for _heading, value, _width in _COLUMNS]


def _step(request: Request, names: list[str], again: bool) -> str:
    if request.ended_on is not None and not again:
        return _("已办结")
    if request.merged_into_id is not None:
        return _("并入别件一并答复")
    return "、".join(dict.fromkeys(names)) or _("没有在办的环节")


def _clocks(refs: list[str]) -> dict[str, Clock]:
    """The newest clock of each answer."""
    rows = Clock.objects.filter(subject__in=refs).select_related("limit", "organisation").order_by("pk")
    return {str(one.subject): one for one in rows if one.limit.code == rules.REPLY}


def _steps(refs: list[str]) -> tuple[dict[str, list[str]], set[str]]:
    """By request, what is to be done or waited for now; and those whose case is open."""
    cases = {
        one.pk: str(one.subject)
        for one in Case.objects.filter(subject__in=refs, state=CaseState.OPEN).only("pk", "subject")
    }
    found: dict[str, list[str]] = {}
    if not cases:
        return found, set()
    for case, name in Task.objects.open().filter(case__in=cases).order_by("pk").values_list("case", "name"):
        found.setdefault(cases[case], []).append(name)
    waits = Wait.objects.filter(case__in=cases, state=WaitState.WAITING, what=Wait.For.MESSAGE)
    for case, name in waits.order_by("pk").values_list("case", "name"):
        found.setdefault(cases[case], []).append(_("等待申请人%(what)s") % {"what": name})
    return found, set(cases.values())
