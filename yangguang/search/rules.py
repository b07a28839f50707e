"""Ask the index. One syntax: phrases parted by spaces, all of which must be found.

Every candidate is checked against its text and its owner before it is shown, whatever the index says: an
index that lags or holds too much can never show what was withdrawn or does not fit.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from django.utils.translation import gettext as _

from yangguang.lib import clock
from yangguang.lib.errors import Refusal
from yangguang.lib.ref import Ref
from yangguang.lib.text import Folded, excerpt, highlight, phrases
from yangguang.search import engines, registry
from yangguang.search.engines import Ask, Stage
from yangguang.search.models import Entry
from yangguang.search.rows import first_position, mark, words_of

CAP = 10_000
LONGEST_QUERY = 100
CHECKED_AT_MOST = 2_000
FACETS_OVER = 2_000

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


@dataclass(frozen=True, slots=True)
class Results:
    """A page of hits. ``count`` stops at :data:`CAP`; ``next`` is the cursor of the following page or empty."""

    hits: list[Hit]
    count: int
    count_exact: bool
    next: str
    phrases: tuple[str, ...] = ()

    @property
    def counted(self) -> str:
        """The count as people read it: ``214``, ``10000+``; ``约`` where the index alone was asked."""
        if self.count_exact:
            return str(self.count)
        return f"{CAP}+" if self.count >= CAP else _("约 %(count)d") % {"count": self.count}


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows a question. Paths and categories mean themselves and all below; days are included."""

    organisation_path: str = ""
    category: str = ""
    kind: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Facet:
    code: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Facets:
    """What the newest answers are made of; ``exact`` when these were all answers."""

    organisations: list[Facet]
    categories: list[Facet]
    kinds: list[Facet]
    years: list[Facet]
    exact: bool


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
    order: Order = "relevance",
    cursor: str = "",
    page_size: int = 20,
) -> Results:
    """The page of hits that ``cursor`` points at (the first without one). Refuses what makes no sense."""
    wanted = understand(q)
    ask = _ask(wanted, Filters(organisation_path, category, kind, since, until))
    size = max(1, min(page_size, 100))
    stages = _stages(ask, order)
    found = list(_walk(ask, stages, _place(cursor, stages, ask), size + 1))
    shown = found[:size]
    onward = f"{shown[-1].stage:d}.{shown[-1].entry.position}" if len(found) > size else ""
    hits = [_hit(one, wanted) for one in shown]
    if not cursor and not onward:
        return Results(hits, len(hits), True, "", wanted)
    count, exact = _count(ask)
    return Results(hits, max(count, len(hits)), exact, onward, wanted)


def facets(q: str, filters: Filters) -> Facets:
    """Organisations, categories, kinds and years among the newest answers."""
    ask = _ask(understand(q), filters)
    positions = engines.current().candidates(ask, Stage.ANY, below=ask.high, limit=FACETS_OVER)
    rows = Entry.objects.filter(position__in=positions).values_list(
        "organisation_code", "organisation_name", "category_code", "category_name", "kind", "published_at"
    )
    organisations, categories = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    kinds, years = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for organisation, organisation_name, category, category_name, kind, published_at in rows:
        organisations[organisation, organisation_name or organisation] += 1
        categories[category, category_name or category] += 1
        kinds[kind, kind] += 1
        year = str(clock.local(published_at).year)
        years[year, year] += 1
    return Facets(
        _largest(organisations),
        _largest(categories),
        _largest(kinds),
        sorted(_largest(years, 20), key=lambda one: one.code, reverse=True),
        len(positions) < FACETS_OVER,
    )


def _largest(counts: Counter[tuple[str, str]], most: int = 8) -> list[Facet]:
    return [Facet(code, name, count) for (code, name), count in counts.most_common(most) if code]


def _ask(wanted: tuple[str, ...], filters: Filters) -> Ask:
    marks = []
    if filters.organisation_path:
        marks.append(mark("o", filters.organisation_path.rstrip("/").rpartition("/")[2]))
    if filters.category:
        marks.append(mark("c", filters.category))
    if filters.kind:
        marks.append(mark("k", filters.kind))
    return Ask(
        phrases=wanted,
        words=words_of(wanted),
        marks=tuple(marks),
        low=first_position(filters.since) if filters.since else 0,
        high=first_position(min(filters.until, date(9999, 1, 1)) + timedelta(days=1))
        if filters.until
        else 1 << 62,
    )


def _stages(ask: Ask, order: Order) -> Sequence[Stage]:
    if order == "date":
        return (Stage.ANY,)
    return (Stage.TITLE_WORDS, Stage.TITLE, Stage.BODY) if ask.words else (Stage.TITLE, Stage.BODY)


def _place(cursor: str, stages: Sequence[Stage], ask: Ask) -> tuple[Stage, int]:
    if not cursor:
        return stages[0], ask.high
    stage, _dot, position = cursor.partition(".")
    if not all(part.isascii() and part.isdigit() for part in (stage, position)) or len(cursor) > 24:
        raise Refusal(_("翻页的位置不对，请回到第一页重新查找。"), field="cursor")
    if int(stage) not in list(stages):
        raise Refusal(_("排序方式变了，请回到第一页重新查找。"), field="cursor")
    return Stage(int(stage)), min(int(position), 1 << 62)


@dataclass(frozen=True, slots=True)
class _Found:
    stage: Stage
    entry: Entry
    title: Folded
    body: Folded


def _walk(ask: Ask, stages: Sequence[Stage], place: tuple[Stage, int], number: int) -> Iterator[_Found]:
    """The next ``number`` hits from a place on, stage by stage."""
    engine = engines.current()
    given = checked = 0
    for stage in [one for one in stages if list(stages).index(one) >= list(stages).index(place[0])]:
        below = place[1] if stage == place[0] else ask.high
        while given < number and checked < CHECKED_AT_MOST:
            limit = (number - given) * (1 if engine.exact else 3)
            positions = engine.candidates(ask, stage, below=below, limit=limit)
            for found in _checked(ask, stage, positions):
                if given == number:
                    return
                given += 1
                yield found
            checked += len(positions)
            if len(positions) < limit:
                break
            below = positions[-1]


def _checked(ask: Ask, stage: Stage, positions: Sequence[int]) -> Iterator[_Found]:
    entries = list(Entry.objects.filter(position__in=positions).order_by("-position"))
    living = registry.living(entry.ref for entry in entries)
    for entry in entries:
        if entry.ref not in living:
            continue
        title, body = Folded(entry.title), Folded(entry.text)
        if all(_there(phrase, stage, title, body) for phrase in ask.phrases):
            yield _Found(stage, entry, title, body)


def _there(phrase: str, stage: Stage, title: Folded, body: Folded) -> bool:
    return title.holds(phrase) or (stage in {Stage.BODY, Stage.ANY} and body.holds(phrase))


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
    )


def _count(ask: Ask) -> tuple[int, bool]:
    engine = engines.current()
    number = engine.count(ask, CAP + 1)
    if number > CAP:
        return CAP, False
    # Two characters are one pair, one character a prefix: nothing is left to check. Longer phrases may be
    # overcounted where the index keeps no positions.
    return number, engine.exact or all(len(phrase) <= 2 for phrase in ask.phrases)
