"""Ask the index. One syntax: phrases parted by spaces, all of which must be found."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from django.db.models import Max
from django.db.models.functions import Substr
from django.utils.translation import gettext as _

from yangguang.lib import clock
from yangguang.lib.errors import Refusal
from yangguang.lib.ref import Ref
from yangguang.lib.text import Folded, excerpt, highlight, phrases
from yangguang.search import engines, registry
from yangguang.search.engines import Stage
from yangguang.search.models import Entry

from .counting import CAP, Facets, survey
from .question import Filters, Question
from .ranking import HEAD, WINDOW, score
from .spellings import spell

LONGEST_QUERY = 100
CHECKED_AT_MOST = 2_000

Order = Literal["relevance", "date"]


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found. ``title_html`` and ``excerpt_html`` are safe HTML with ``<mark>``."""

    ref: Ref
    title_html: str
    excerpt_html: str
    organisation_code: str
    organisation_name: str
    category_code: str
    category_name: str
    kind: str
    published_at: datetime
    url: str
    validity: str = ""


@dataclass(frozen=True, slots=True)
class Results:
    """A page of hits. ``count`` stops at ``CAP``; ``next`` is the cursor of the following page or empty.

    ``also`` are the spellings that were looked for beside what was written; ``facets`` only where asked for.
    """

    hits: list[Hit]
    count: int
    count_exact: bool
    next: str
    phrases: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    facets: Facets | None = None

    @property
    def counted(self) -> str:
        """The count as people read it: ``214``, ``10000+``; ``约`` where the index alone was asked."""
        if self.count_exact:
            return str(self.count)
        return f"{CAP}+" if self.count >= CAP else _("约 %(count)d") % {"count": self.count}


def understand(q: str) -> tuple[str, ...]:
    """The phrases of a query. Refuses what cannot be searched for, saying what to do."""
    if len(q) > LONGEST_QUERY:
        raise Refusal(
            _("要找的词太长了（%(n)d 个字）。请只写关键的几个词，最多 %(most)d 个字。")
            % {"n": len(q), "most": LONGEST_QUERY},
            field="q",
        )
    if not q.strip():
        raise Refusal(_("请写下要找的词，例如：低保、食品经营许可。"), code="empty", field="q")
    found = tuple(phrases(q))
    if not found:
        raise Refusal(_("没有可以查找的字。请用汉字、字母或数字写下要找的词。"), code="empty", field="q")
    return found


def query(
    q: str,
    *,
    organisation_path: str = "",
    category: str = "",
    kind: str = "",
    since: date | None = None,
    until: date | None = None,
    validity: str = "",
    order: Order = "relevance",
    cursor: str = "",
    page_size: int = 20,
    exact: bool = False,
    with_facets: bool = False,
) -> Results:
    """The page of hits that ``cursor`` points at (the first without one). Refuses what makes no sense.

    ``exact`` looks only for what was written, not for words that mean the same.
    """
    wanted = understand(q)
    filters = Filters(organisation_path, category, kind, since, until, validity)
    question = Question.of(spell(wanted, exact=exact), filters)
    size = max(1, min(page_size, 100))
    if order == "date":
        shown, onward = _staged(question, (Stage.ANY,), cursor, size)
    else:
        shown, onward = _by_relevance(question, cursor, size)
    hits = [_hit(one, question.spelt.phrases) for one in shown]
    also = question.spelt.also
    if not cursor and not onward and not with_facets:
        return Results(hits, len(hits), True, "", wanted, also)
    answers = survey(question)
    if not cursor and not onward:
        return Results(hits, len(hits), True, "", wanted, also, answers.facets())
    return Results(
        hits,
        max(answers.count, len(hits)),
        answers.exact,
        onward,
        wanted,
        also,
        answers.facets() if with_facets else None,
    )


def facets(q: str, filters: Filters, *, exact: bool = False) -> Facets:
    """Organisations, categories, kinds, years and validity among the answers."""
    return survey(Question.of(spell(understand(q), exact=exact), filters)).facets()


@dataclass(frozen=True, slots=True)
class _Found:
    stage: Stage
    entry: Entry
    title: Folded
    body: Folded


_Check = Callable[[Question, Stage, Sequence[int]], "Iterator[_Found]"]


def _by_relevance(question: Question, cursor: str, size: int) -> tuple[list[_Found], str]:
    """The best first, in a finer order within the first :data:`WINDOW`; after these stage by stage."""
    stages = _stages(question)
    if cursor and not cursor.startswith("r."):
        return _staged(question, stages, cursor, size)
    start, top = _within(cursor)
    # What comes in while somebody turns the pages does not push what they have seen onto the next one.
    ask = replace(question.ask, high=min(question.ask.high, top + 1))
    asked = replace(question, ask=ask)
    check = _glance if engines.current().exact else _checked
    window = list(_walk(asked, stages, (stages[0], ask.high), WINDOW + 1, check))
    more, window = len(window) > WINDOW, window[:WINDOW]
    last = window[-1] if window else None
    ranked = sorted(
        window,
        key=lambda one: (
            -score(one.entry, getattr(one.entry, "head", one.body.original[:HEAD]), one.stage, ask.terms),
            -(one.entry.position or 0),
        ),
    )
    chosen = ranked[start : start + size]
    places = [found.entry.position or 0 for found in chosen]
    whole = {one.entry.position: one for one in _checked(asked, Stage.ANY, places)}
    shown = [whole[place] for place in places if place in whole]
    if start + size < len(ranked):
        return shown, f"r.{start + size}.{top}"
    if not more or last is None:
        return shown, ""
    onward = f"{last.stage:d}.{last.entry.position}"
    if len(chosen) == size or cursor:
        return shown, onward
    further, onward = _staged(question, stages, onward, size - len(chosen))
    return shown + further, onward


def _staged(question: Question, stages: Sequence[Stage], cursor: str, size: int) -> tuple[list[_Found], str]:
    found = list(_walk(question, stages, _place(cursor, stages, question), size + 1, _checked))
    shown = found[:size]
    return shown, f"{shown[-1].stage:d}.{shown[-1].entry.position}" if len(found) > size else ""


def _stages(question: Question) -> Sequence[Stage]:
    return (*([Stage.TITLE_WORDS] if question.ask.has_words else []), Stage.TITLE, Stage.BODY)


def _within(cursor: str) -> tuple[int, int]:
    if not cursor:
        return 0, Entry.objects.aggregate(last=Max("position"))["last"] or 0
    numbers = cursor.split(".")[1:]
    if len(numbers) != 2 or len(cursor) > 30 or not all(one.isascii() and one.isdigit() for one in numbers):
        raise Refusal(_("翻页的位置不对，请回到第一页重新查找。"), code="not-found", field="cursor")
    return min(int(numbers[0]), WINDOW), min(int(numbers[1]), 1 << 62)


def _place(cursor: str, stages: Sequence[Stage], question: Question) -> tuple[Stage, int]:
    if not cursor:
        return stages[0], question.ask.high
    if cursor.startswith("r."):
        raise Refusal(_("排序方式变了，请回到第一页重新查找。"), code="not-found", field="cursor")
    stage, _dot, position = cursor.partition(".")
    if not all(part.isascii() and part.isdigit() for part in (stage, position)) or len(cursor) > 24:
        raise Refusal(_("翻页的位置不对，请回到第一页重新查找。"), code="not-found", field="cursor")
    if int(stage) not in list(stages):
        raise Refusal(_("排序方式变了，请回到第一页重新查找。"), code="not-found", field="cursor")
    return Stage(int(stage)), min(int(position), 1 << 62)


def _walk(
    question: Question, stages: Sequence[Stage], place: tuple[Stage, int], number: int, check: _Check
) -> Iterator[_Found]:
    """The next ``number`` hits from a place on, stage by stage."""
    engine = engines.current()
    given = checked = 0
    for stage in [one for one in stages if list(stages).index(one) >= list(stages).index(place[0])]:
        below = place[1] if stage == place[0] else question.ask.high
        while given < number and checked < CHECKED_AT_MOST:
            limit = (number - given) * (1 if engine.exact else 2)
            positions = engine.candidates(question.ask, stage, below=below, limit=limit)
            for found in check(question, stage, positions):
                if given == number:
                    return
                given += 1
                yield found
            checked += len(positions)
            if len(positions) < limit:
                break
            below = positions[-1]


def _checked(question: Question, stage: Stage, positions: Sequence[int]) -> Iterator[_Found]:
    """Those that are alive and whose text, as it is now, answers."""
    entries = list(Entry.objects.filter(position__in=positions).order_by("-position"))
    living = registry.living(entry.ref for entry in entries)
    for entry in entries:
        if entry.ref not in living:
            continue
        title, body = Folded(entry.title), Folded(entry.text)
        if question.fits(entry, stage, title, body):
            yield _Found(stage, entry, title, body)


_NOTHING = Folded("")


def _glance(question: Question, stage: Stage, positions: Sequence[int]) -> Iterator[_Found]:
    """Those that are alive and within the filters, without their texts: enough to put them into order."""
    entries = list(
        Entry.objects.filter(position__in=positions)
        .defer("text")
        .annotate(head=Substr("text", 1, HEAD))
        .order_by("-position")
    )
    living = registry.living(entry.ref for entry in entries)
    for entry in entries:
        if entry.ref in living and question.filters.admit(entry):
            yield _Found(stage, entry, _NOTHING, _NOTHING)


def _hit(found: _Found, wanted: tuple[str, ...]) -> Hit:
    entry = found.entry
    return Hit(
        ref=entry.ref,
        title_html=highlight(entry.title, found.title.find(wanted)),
        excerpt_html=excerpt(found.body, wanted),
        organisation_code=entry.organisation_code,
        organisation_name=entry.organisation_name,
        category_code=entry.category_code,
        category_name=entry.category_name,
        kind=entry.kind,
        published_at=entry.published_at,
        url=entry.url,
        validity=entry.validity_on(clock.today()),
    )
