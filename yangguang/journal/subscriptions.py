"""Who reacts to which kind of act. Rooms subscribe in their ``handlers.py``, imported by ``ready()``.

    @on("disclosure.edition_published")
    def put_into_search(act: Act) -> None: ...

A handler runs in the worker, in a transaction of its own, at least once: it must be idempotent.
It is known to the database by its dotted name, so renaming one leaves its waiting deliveries
behind; they become visible as stuck.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from yangguang.journal.models import Act

Handler = Callable[["Act"], None]

_by_kind: dict[str, list[str]] = {}
_handlers: dict[str, Handler] = {}


def on(*kinds: str) -> Callable[[Handler], Handler]:
    """Subscribe the decorated function to acts of these kinds."""

    def subscribe(handler: Handler) -> Handler:
        name = name_of(handler)
        _handlers[name] = handler
        for kind in kinds:
            names = _by_kind.setdefault(kind, [])
            if name not in names:
                names.append(name)
        return handler

    return subscribe


def name_of(handler: Handler) -> str:
    return f"{handler.__module__}.{handler.__qualname__}"


def subscribers(kind: str) -> list[str]:
    """The names of the handlers that want acts of this kind."""
    return list(_by_kind.get(kind, ()))


def handler(name: str) -> Handler | None:
    """None when the code no longer has a handler of this name."""
    return _handlers.get(name)


def forget(function: Handler) -> None:
    """Take a handler out again (tests subscribe for the length of one test)."""
    name = name_of(function)
    _handlers.pop(name, None)
    for names in _by_kind.values():
        if name in names:
            names.remove(name)
