"""What the answers are made of: how many by organisation, category, kind, year and validity.

Counted by the index from facts beside its rows, exactly up to :data:`CAP` answers; beyond, what is told is told of the
newest :data:`CAP`, and says so. What the index has yet to learn of is counted by the records instead, so that no
figure betrays what was withdrawn.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

from django.utils.translation import gettext as _

from yangguang.lib import clock
from yangguang.organisations.models import Organisation
from yangguang.search import engines
from yangguang.search.engines import Tally
from yangguang.search.models import Change, Entry

from .newest import CAP, Newest
from .question import Question
from .reading import Line, read, trusted
from .standing import Standing

CHECKED = 500
"""Answers up to which each one is checked with its owner, and where the index may be wrong, against its text."""
WAITING_AT_MOST = 200


@dataclass(frozen=True, slots=True)
class Facet:
    code: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Facets:
    """What the answers are made of. ``exact``: these counts are what one finds when one follows them."""

    organisations: list[Facet]
    categories: list[Facet]
    kinds: list[Facet]
    years: list[Facet]
    validity: list[Facet]
    exact: bool
    capped: bool = False

    @property
    def told(self) -> str:
        """What the counts are, where they are not simply the counts."""
        if self.capped:
            return _("结果很多，这里是其中最近 %(n)d 条的分布。") % {"n": CAP}
        return "" if self.exact else _("数字是约数。")


@dataclass(frozen=True, slots=True)
class Survey:
    """All the answers, up to :data:`CAP`, by their facts."""

    tallies: list[Tally]
    question: Question
    exact: bool
    capped: bool = False
    count: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "count", min(CAP, sum(one.number for one in self.tallies)))

    def facets(self) -> Facets:
        organisations, categories = Counter[str](), Counter[str]()
        kinds, years, validity = Counter[str](), Counter[str](), Counter[str]()
        for one in self.tallies:
            organisations[one.organisation] += one.number
            categories[one.category] += one.number
            kinds[one.kind] += one.number
            years[str(one.year or "")] += one.number
            validity[one.validity] += one.number
        return Facets(
            _named_organisations(_below(organisations), self._newest("organisation")),
            _named_categories(_below(categories), self._newest("category")),
            _largest(kinds),
            sorted(_largest(years, 20), key=lambda one: one.code, reverse=True),
            _largest(validity),
            self.exact,
            self.capped,
        )

    def _newest(self, fact: Literal["organisation", "category"]) -> dict[str, int]:
        """Where the newest answer of each path stands: what it calls its organisation and category is shown."""
        found: dict[str, int] = {}
        for one in self.tallies:
            path = one.organisation if fact == "organisation" else one.category
            found[path] = max(one.newest, found.get(path, 0))
        return found


def survey(question: Question, now: Standing, newest: Newest, every: list[Line] | None = None) -> Survey:
    """Count all the answers; ``every`` one of them, where they are already known."""
    if every is not None:
        return Survey([_tally(line) for line in every], question, exact=True, capped=len(every) > CAP)
    engine, ask = engines.current(), question.ask
    aside, back, sure = _waiting(question) if now.waiting else (set(), [], True)
    positions = newest.positions(CHECKED + 1)
    if len(positions) <= CHECKED:
        lines = _right(question, [one for one in positions if one not in aside])
        return Survey([_tally(line) for line in (*lines, *back)], question, sure)
    tallies = engine.tally(ask, CAP + 1, aside) + [_tally(line) for line in back]
    capped = sum(one.number for one in tallies) > CAP
    return Survey(tallies, question, sure and not capped and (engine.exact or ask.short), capped)


def total(question: Question, now: Standing, newest: Newest) -> tuple[int, bool]:
    """How many answers there are, up to :data:`CAP`, and whether that is exact."""
    if now.waiting:
        known = survey(question, now, newest)
        return known.count, known.exact
    number = newest.number
    if number > CAP:
        return CAP, False
    if trusted(question, waiting=False):
        return number, True
    if number > CHECKED:
        return number, False
    return len(_right(question, newest.positions(CHECKED))), True


def _waiting(question: Question) -> tuple[set[int], list[Line], bool]:
    """Positions that the index may be wrong about, the answers among what stands there now, and whether that is all."""
    changes = list(Change.objects.values_list("ref", "position")[: WAITING_AT_MOST + 1])
    aside = {position for _ref, position in changes if position is not None}
    entries = Entry.objects.filter(position__isnull=False).values_list("position", flat=True)
    now = set(entries.filter(ref__in=[ref for ref, _position in changes])[: WAITING_AT_MOST + 1])
    now |= set(entries.filter(validity_due__lte=clock.today())[:WAITING_AT_MOST])
    there = {position for position in now if position is not None}
    ask = question.ask
    within = [position for position in there if ask.low <= position < ask.high]
    return aside | there, read(question, within, verify=True), len(changes) <= WAITING_AT_MOST


def _tally(line: Line) -> Tally:
    return Tally(
        line.organisation_path or line.organisation_code,
        line.category_path or line.category_code,
        line.kind,
        line.validity_on(clock.today()),
        clock.day_of(line.published_at).year,
        1,
        line.position,
    )


def _right(question: Question, positions: list[int]) -> list[Line]:
    """Those of some candidates that are alive and, where the index alone does not know, answer."""
    return read(question, positions, verify=not trusted(question, waiting=False))


def _below(counted: Counter[str]) -> list[tuple[str, int]]:
    """The first fork of a tree: the branches, largest first, below the lowest place under which everything stands.

    Each count is of the branch with all below it: what one finds when one follows it.
    """
    counts, total = Counter[str](), counted.total()
    for path, number in counted.items():
        parts = [part for part in path.split("/") if part]
        for depth in range(1, len(parts) + 1):
            counts["/".join(parts[:depth])] += number
    trunk = max((path for path, number in counts.items() if number == total), key=len, default="")
    depth = trunk.count("/") + 2 if trunk else 1
    branches = Counter({path: n for path, n in counts.items() if path.count("/") + 1 == depth})
    return branches.most_common(8)


def _named_organisations(counts: list[tuple[str, int]], newest: dict[str, int]) -> list[Facet]:
    codes = [path.rpartition("/")[2] for path, _count in counts]
    names = {one.code: one.called for one in Organisation.objects.filter(code__in=codes)}
    if missing := [path for path, _count in counts if path.rpartition("/")[2] not in names]:
        told = _newest_entries(missing, newest)
        names |= {
            entry.organisation_code: entry.organisation_name
            for entry in told.values()
            if entry.organisation_name and entry.organisation_code not in names
        }
    return [
        Facet(code, names.get(code) or code, count)
        for code, (_path, count) in zip(codes, counts, strict=True)
    ]


def _named_categories(counts: list[tuple[str, int]], newest: dict[str, int]) -> list[Facet]:
    entries = _newest_entries([path for path, _count in counts], newest)
    return [
        Facet(path.rpartition("/")[2], _category_name(entries.get(path), path), count)
        for path, count in counts
    ]


def _newest_entries(paths: list[str], newest: dict[str, int]) -> dict[str, Entry]:
    """Of each path the newest answer on it or below it."""
    places = {
        path: max(place for full, place in newest.items() if f"{full.rstrip('/')}/".startswith(f"{path}/"))
        for path in paths
    }
    entries = Entry.objects.filter(position__in=places.values()).defer("text")
    found = {entry.position: entry for entry in entries}
    return {path: found[place] for path, place in places.items() if place in found}


def _category_name(entry: Entry | None, path: str) -> str:
    code, depth = path.rpartition("/")[2], path.count("/")
    if entry is None:
        return code
    names = entry.category_names.split("\n")
    if depth < len(names) and names[depth]:
        return names[depth]
    return (entry.category_name if entry.category_code == code else "") or code


def _largest(counts: Counter[str], most: int = 8) -> list[Facet]:
    return [Facet(code, code, count) for code, count in counts.most_common() if code][:most]
