"""Ask the index. One syntax: phrases parted by spaces, all of which must be found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from django.utils.translation import gettext as _

from yangguang.lib import clock
from yangguang.lib.errors import Refusal
from yangguang.lib.text import phrases
from yangguang.search import engines
from yangguang.search.engines import Ask, Stage
from yangguang.search.rows import LONGEST

from .counting import Facets, survey, total
from .newest import CAP, Newest
from .question import Filters, Question
from .ranking import HEAD, WINDOW, score
from .reading import Line, answers, read, texts, trusted
from .showing import Hit, hit
from .spellings import spell
from .standing import Standing, standing

LONGEST_QUERY = 100
CHECKED_AT_MOST = 2_000

Order = Literal["relevance", "date"]


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
    now = standing()
    filters = Filters(organisation_path, category, kind, since, until, validity)
    question = Question.of(spell(wanted, exact=exact, now=now), filters)
    size = max(1, min(page_size, 100))
    newest = Newest(question.ask)
    page = (_by_date if order == "date" else _by_relevance)(question, now, newest, cursor, size)
    hits = _hits(question, page)
    told = None
    if with_facets and (page.every is None or hits):
        known = survey(question, now, newest, page.every)
        told = known.facets() if hits else None
        count, sure = known.count, known.exact
    elif page.every is not None:
        count, sure = min(len(page.every), CAP), len(page.every) <= CAP
    else:
        count, sure = total(question, now, newest)
    return Results(hits, max(count, len(hits)), sure, page.next, wanted, question.spelt.also, told)


def facets(q: str, filters: Filters, *, exact: bool = False) -> Facets:
    """Organisations, categories, kinds, years and validity among the answers."""
    now = standing()
    question = Question.of(spell(understand(q), exact=exact, now=now), filters)
    return survey(question, now, Newest(question.ask)).facets()


@dataclass(frozen=True, slots=True)
class _Page:
    """The lines of a page and where it goes on; ``every`` answer, where these are so few that they are all known.

    ``whole``: the heads of the lines are their whole texts.
    """

    lines: list[Line]
    next: str
    every: list[Line] | None = None
    whole: bool = False


def _hits(question: Question, page: _Page) -> list[Hit]:
    whole = {} if page.whole else texts([line.position for line in page.lines])
    found = [(line, line.head if page.whole else whole.get(line.position, "")) for line in page.lines]
    return [
        hit(line, text, question.spelt.phrases)
        for line, text in found
        if answers(question.ask.terms, line.title, text)
    ]


def _by_date(question: Question, now: Standing, newest: Newest, cursor: str, size: int) -> _Page:
    return _staged(question, now, (Stage.ANY,), cursor, size, newest=newest)


def _by_relevance(question: Question, now: Standing, newest: Newest, cursor: str, size: int) -> _Page:
    """The best first, in a finer order within the first :data:`WINDOW`; after these stage by stage."""
    stages = _stages(question)
    if cursor and not cursor.startswith("r."):
        return _staged(question, now, stages, cursor, size)
    start, top = _within(cursor) if cursor else (0, now.last)
    ask = question.ask
    if cursor:
        # What comes in while somebody turns the pages does not push what they have seen onto the next one.
        ask = replace(ask, high=min(ask.high, top + 1))
        newest = Newest(ask)
    verify = not trusted(question, waiting=now.waiting)
    best, complete = _best(ask, newest, WINDOW + 1, spare=WINDOW // 4 if verify else 0)
    top = max([top, *best]) if not cursor else top
    whole = len(best) <= size
    in_title = all(stage is not Stage.BODY for stage in best.values())
    head = LONGEST if whole else 0 if in_title else HEAD
    alive = {line.position: line for line in read(question, list(best), head=head, verify=verify)}
    places = [place for place in best if place in alive]
    more = len(places) > WINDOW or not complete
    moment = clock.now()
    ranked = sorted(
        (alive[place] for place in places[:WINDOW]),
        key=lambda line: (-score(line, best[line.position], ask.terms, moment), -line.position),
    )
    shown = ranked[start : start + size]
    if start + size < len(ranked):
        every = None if more or cursor else ranked
        return _Page(shown, f"r.{start + size}.{top}", every, whole)
    if not more:
        return _Page(shown, "", None if cursor else ranked, whole)
    last = places[WINDOW - 1] if len(places) > WINDOW else list(best)[-1]
    onward = f"{best[last]:d}.{last}"
    if len(shown) == size or cursor:
        return _Page(shown, onward, None, whole)
    further = _staged(question, now, stages, onward, size - len(shown))
    return _Page(shown + further.lines, further.next)


def _best(ask: Ask, known: Newest, number: int, *, spare: int) -> tuple[dict[int, Stage], bool]:
    """Where the first ``number`` answers stand and at which stage, best first; and whether these are all.

    ``spare`` more are taken where some of them may turn out to be none. Each stage is what its question finds without
    what the stage before has found: an index does not need to be asked what something is not.
    """
    engine, limit = engines.current(), number + spare

    def found(stage: Stage) -> list[int]:
        return engine.candidates(ask, stage, below=ask.high, limit=limit)

    newest = known.positions(limit)
    best: dict[int, Stage] = {}
    for stage, asked in ((Stage.TITLE_WORDS, Stage.TITLE_WORDS), (Stage.TITLE, Stage.TITLED)):
        if newest and len(best) < limit and (stage is Stage.TITLE or ask.has_words):
            for place in found(asked):
                best.setdefault(place, stage)
    for place in newest if len(best) < limit else ():
        best.setdefault(place, Stage.BODY)
    return dict(list(best.items())[:limit]), len(newest) < limit


def _staged(
    question: Question,
    now: Standing,
    stages: Sequence[Stage],
    cursor: str,
    size: int,
    *,
    newest: Newest | None = None,
) -> _Page:
    found = _walk(question, now, stages, _place(cursor, stages, question), size + 1, newest=newest)
    shown = [line for _stage, line in found[:size]]
    if len(found) > size:
        return _Page(shown, f"{found[size - 1][0]:d}.{shown[-1].position}")
    return _Page(shown, "", None if cursor else shown)


def _stages(question: Question) -> Sequence[Stage]:
    return (*([Stage.TITLE_WORDS] if question.ask.has_words else []), Stage.TITLE, Stage.BODY)


def _within(cursor: str) -> tuple[int, int]:
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
    question: Question,
    now: Standing,
    stages: Sequence[Stage],
    place: tuple[Stage, int],
    number: int,
    *,
    newest: Newest | None = None,
) -> list[tuple[Stage, Line]]:
    """The next ``number`` answers from a place on, stage by stage."""
    engine = engines.current()
    verify = not trusted(question, waiting=now.waiting)
    found: list[tuple[Stage, Line]] = []
    checked = 0
    for stage in [one for one in stages if list(stages).index(one) >= list(stages).index(place[0])]:
        below = place[1] if stage == place[0] else question.ask.high
        while len(found) < number and checked < CHECKED_AT_MOST:
            left = number - len(found)
            limit = left + left // 2 if verify else left
            if newest and below == question.ask.high:
                positions = newest.positions(limit)
            else:
                positions = engine.candidates(question.ask, stage, below=below, limit=limit)
            found += [(stage, line) for line in read(question, positions, verify=verify)]
            checked += len(positions)
            if len(positions) < limit:
                break
            below = positions[-1]
    return found[:number]
