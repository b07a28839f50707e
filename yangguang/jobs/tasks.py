"""Tasks that are tried again: the tasks API, with a policy that the worker keeps.

    @retrying(attempts=8)
    def send_message(uid: str) -> None: ...

    send_message.enqueue(uid)             # in the business transaction: committed with it, or never

A task may run more than once (its worker can die after the work and before the mark), so it looks
first whether there is still something to do.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django_tasks import task
from django_tasks.base import Task


@dataclass(frozen=True)
class Policy:
    """How often a task is tried, and how long after the first failure; each pause is twice the last."""

    attempts: int = 3
    pause: timedelta = timedelta(seconds=10)
    longest: timedelta = timedelta(hours=1)

    def pause_after(self, attempt: int) -> timedelta:
        """The pause after the *attempt*-th failure, counted from 1."""
        doubled: timedelta = self.pause * 2 ** min(attempt - 1, 20)
        return min(doubled, self.longest)


_policies: dict[str, Policy] = {}
# A task without a policy is not tried again when it fails, only when its worker died under it.
UNTOLD = Policy(attempts=1)


def retrying(
    attempts: int = 5, *, pause: timedelta = timedelta(seconds=10), priority: int = 0
) -> Callable[[Callable[..., Any]], Task[..., Any]]:
    """Make the decorated function a task that is tried up to *attempts* times."""

    def make(function: Callable[..., Any]) -> Task[..., Any]:
        made: Task[..., Any] = task(priority=priority)(function)
        _policies[made.module_path] = Policy(attempts, pause)
        return made

    return make


def policy(task_path: str) -> Policy:
    return _policies.get(task_path, UNTOLD)
