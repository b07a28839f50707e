"""A seeded voice: turns a pattern into one of many sentences.

A pattern is ordinary text with three marks:

    [切实|进一步|]     one of the alternatives, which may be empty and may nest
    <30-60>            a whole number in the range; <3.0-5.0> one with as many decimals as written
    {town}             a fact: given with the call, else drawn from the world's places

The same random seed always gives the same text.
"""

import random
import re
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

T = TypeVar("T")

_CHOICE = re.compile(r"\[([^\[\]]*)\]")
_RANGE = re.compile(r"<(\d+(?:\.\d+)?)-(\d+(?:\.\d+)?)>")
_FACT = re.compile(r"\{(\w+)\}")
_TIME = re.compile(r"分钟|小时|个工作日|日|天|个月|期")

# Spans of time that an office would actually set.
_SPANS = (1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 15, 18, 20, 24, 30, 36, 45, 48, 60, 72, 90, 120, 180, 240, 360, 540)


class Voice:
    """Draws words and figures from one random stream."""

    def __init__(self, rng: random.Random, draw: Mapping[str, Callable[[random.Random], str]]) -> None:
        self.rng = rng
        self._draw = draw

    def say(self, pattern: str, figures: str = "", **facts: object) -> str:
        """Expand a pattern; an unknown fact is a KeyError, so a slip in a grammar fails its test.

        With `figures` the numbers depend on that key alone, so that two papers which speak of the same
        thing give the same figure.
        """
        text = pattern
        while _CHOICE.search(text):
            text = _CHOICE.sub(lambda found: self.rng.choice(found[1].split("|")), text)
        text = _RANGE.sub(lambda found: self._number(found, figures), text)
        return _FACT.sub(lambda found: self._fact(found[1], facts), text)

    def _number(self, found: re.Match[str], figures: str) -> str:
        rng = random.Random(f"{figures}:{found[0]}") if figures else self.rng
        low, high = found[1], found[2]
        if "." not in low:
            spans = [span for span in _SPANS if int(low) <= span <= int(high)]
            if spans and _TIME.match(found.string, found.end()):
                return str(rng.choice(spans))
            return str(rng.randint(int(low), int(high)))
        places = len(low.split(".")[1])
        return f"{rng.uniform(float(low), float(high)):.{places}f}"

    def _fact(self, name: str, facts: Mapping[str, object]) -> str:
        if name not in facts:
            return self._draw[name](self.rng)
        fact = facts[name]
        return str(fact() if callable(fact) else fact)

    def pick(self, options: Sequence[T]) -> T:
        return self.rng.choice(options)

    def some(self, options: Sequence[T], least: int, most: int | None = None) -> list[T]:
        """Some of the options, in their own order."""
        count = min(len(options), self.rng.randint(least, most if most is not None else least))
        chosen = sorted(self.rng.sample(range(len(options)), count))
        return [options[index] for index in chosen]

    def shuffled(self, options: Sequence[T]) -> list[T]:
        return self.rng.sample(list(options), len(options))

    def number(self, low: int, high: int) -> int:
        return self.rng.randint(low, high)

    def decimal(self, low: float, high: float, places: int = 1) -> float:
        return round(self.rng.uniform(low, high), places)

    def chance(self, likelihood: float) -> bool:
        return self.rng.random() < likelihood

    def shares(self, total: int, parts: int, least: int = 1) -> list[int]:
        """Split a whole into parts of at least `least` that add up to it exactly."""
        room = total - least * parts
        cuts = sorted(self.rng.randint(0, room) for _ in range(parts - 1))
        edges = [0, *cuts, room]
        return [edges[index + 1] - edges[index] + least for index in range(parts)]
