"""What acts are about, told by the rooms above: how to find it, name it, and prove it.

The journal knows a subject only as a Ref. The room that owns the kind registers what it can add.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from yangguang.lib.ref import Ref

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from yangguang.journal.models import Act


@dataclass(frozen=True)
class Description:
    """A subject as the public may see it; ``url`` is empty when it has no public page."""

    title: str
    url: str = ""


@dataclass(frozen=True)
class Subject:
    kind: str
    label: "StrOrPromise"
    find: Callable[[str], Ref | None] | None
    describe: Callable[[Ref], Description | None] | None
    prove: Callable[[Ref], dict[str, Any] | None] | None
    conceals: "Callable[[Act], bool] | None" = None


_subjects: dict[str, Subject] = {}


def register(
    kind: str,
    *,
    label: "StrOrPromise",
    find: Callable[[str], Ref | None] | None = None,
    describe: Callable[[Ref], Description | None] | None = None,
    prove: Callable[[Ref], dict[str, Any] | None] | None = None,
    conceals: "Callable[[Act], bool] | None" = None,
) -> None:
    """Make subjects of *kind* known.

    *find* turns what a person types (an index number) into a Ref; *describe* gives the public title
    and address, None when the public may not see it; *prove* makes the proof document of the
    subject's current state, with its content claims (default: the proof of its newest public act).
    *conceals* says of an act whether its words must not be shown any more, because the law had them expunged:
    they stand in the book, which nobody can alter, and leave the house neither on a page nor in a proof.
    """
    _subjects[kind] = Subject(kind, label, find, describe, prove, conceals)


def concealed(act: "Act") -> bool:
    """Whether the words of an act must not be shown. Its leaf hash stays, and with it every other proof."""
    subject = of(act.subject)
    return bool(subject and subject.conceals and subject.conceals(act))


def of(ref: Ref) -> Subject | None:
    return _subjects.get(ref.kind)


def find(text: str) -> Ref | None:
    """The first subject that answers to *text*: a written Ref, or whatever a room recognises."""
    for subject in _subjects.values():
        try:
            ref = subject.find(text) if subject.find else None
        except ValueError:  # what was typed cannot even be written as a Ref
            continue
        if ref:
            return ref
    try:
        return Ref.parse(text)
    except ValueError:
        return None


def describe(ref: Ref) -> Description | None:
    subject = of(ref)
    return subject.describe(ref) if subject and subject.describe else None
