"""What the worker does by itself. Rooms register in their ``schedule.py``, imported by ``ready()``.

    @every("journal.seal", seconds=60)
    def seal_the_book() -> None: ...

    @continuously("journal.deliver")
    def deliver() -> int: ...             # how much was done; the worker goes on until it is nothing

A job runs at most once in each of its slots, whichever worker comes first. It must be idempotent: a
slot whose run failed, or whose worker died, is run again.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

F = TypeVar("F", bound=Callable[[], object])
G = TypeVar("G", bound=Callable[[], int])


@dataclass(frozen=True)
class Job:
    name: str
    seconds: int  # length of a slot
    run: Callable[[], object]
    label: "StrOrPromise"
    steady: bool = False  # not run after the machine's clock jumped ahead: what it does cannot be taken back

    def slot(self, moment: datetime) -> datetime:
        """The start of the slot in which *moment* lies. Slots are counted from 1970 in UTC."""
        started = int(moment.timestamp()) // self.seconds * self.seconds
        return datetime.fromtimestamp(started, UTC)


_jobs: dict[str, Job] = {}
_loops: dict[str, Callable[[], int]] = {}


def every(name: str, *, seconds: int, label: "StrOrPromise" = "", steady: bool = False) -> Callable[[F], F]:
    """Run the decorated function once in every *seconds*; a *steady* one not while the clock stands where somebody
    has set it ahead (``jobs.clocks``). ValueError for a name that is taken.
    """
    if seconds < 1:
        raise ValueError("a slot lasts at least a second")

    def register(function: F) -> F:
        known = _jobs.get(name)
        if known and known.run is not function and _named(known.run) != _named(function):
            raise ValueError(f"the job {name} is already registered")
        _jobs[name] = Job(name, seconds, function, label or name, steady)
        return function

    return register


def continuously(name: str) -> Callable[[G], G]:
    """Call the decorated function in every round of the worker; it returns how much it did."""

    def register(function: G) -> G:
        _loops[name] = function
        return function

    return register


def jobs() -> list[Job]:
    return list(_jobs.values())


def loops() -> dict[str, Callable[[], int]]:
    return dict(_loops)


def forget(name: str) -> None:
    """Take a job or loop out again (tests register for the length of one test)."""
    _jobs.pop(name, None)
    _loops.pop(name, None)


def _named(function: Callable[[], object]) -> str:
    return f"{function.__module__}.{getattr(function, '__qualname__', '')}"
