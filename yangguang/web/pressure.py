"""How much comes in just now, from one place and from all: kept in this process's memory, like ``web.ratelimit``."""

from __future__ import annotations

import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable

MOST_PLACES = 20_000
FADES = 600.0  # seconds in which a count falls to about a third


class Pressure:
    """One fading count for each key: what came in during the last ten minutes, the newest counting most."""

    def __init__(self, now: Callable[[], float] = time.monotonic, most: int = MOST_PLACES) -> None:
        self._now = now
        self._most = most
        self._counts: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def add(self, key: str) -> None:
        with self._lock:
            now = self._now()
            self._counts[key] = (self._faded(key, now) + 1, now)
            self._counts.move_to_end(key)
            if len(self._counts) > self._most:
                self._counts.popitem(last=False)

    def of(self, key: str) -> float:
        with self._lock:
            return self._faded(key, self._now())

    def forget(self) -> None:
        """Start anew."""
        with self._lock:
            self._counts.clear()

    def _faded(self, key: str, now: float) -> float:
        count, at = self._counts.get(key, (0.0, now))
        return count * math.exp(-max(0.0, now - at) / FADES)
