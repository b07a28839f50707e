"""What a business room plugs into the engine. The engine never names the room; the room registers itself.

A domain owns the record that a case is about. Its functions run inside the engine's transaction, with the case locked;
only ``screen`` runs before it. A step asks after the record a dozen times, so ``read`` brings it once for each case
object, and ``matter`` answers with it until somebody says ``forget``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.db import models
from django.http import HttpRequest

from yangguang.accounts.models import User
from yangguang.casework.models import Case, Task
from yangguang.files.models import StoredFile
from yangguang.journal.actors import Actor
from yangguang.organisations.acting import Acting
from yangguang.organisations.permissions import Permission
from yangguang.organisations.rules import places_where


def _nothing(*_: Any) -> None:
    return None


def _no_papers(request: HttpRequest, task: Task | None, case: Case) -> str:
    return ""


def _no_matter(case: Case) -> Any:
    return None


def _one_by_one(cases: Sequence[Case]) -> Mapping[int, Any]:
    return {}


def _plain_form(task: Task) -> type[forms.Form]:
    return forms.Form


def _nobody(cases: models.QuerySet[Case], user: Any) -> models.QuerySet[Case]:
    return cases.none()


def _no_fingerprint(case: Case) -> str:
    return ""


def _no_url(case: Case) -> str:
    return ""


@dataclass(frozen=True)
class Material:
    """What a domain puts into the file of a case (案卷): facts of its record, texts by heading, papers in their order."""

    facts: Sequence[tuple[str, str]] = ()
    texts: Sequence[tuple[str, Sequence[str]]] = ()
    papers: Sequence[StoredFile] = ()


def _papers_of_the_subject(case: Case) -> Material:
    return Material(papers=list(StoredFile.objects.of(case.subject))) if case.subject else Material()


@dataclass(frozen=True)
class Domain:
    """One kind of subject. Every function may raise Refusal, which leaves everything as it was.

    After a service the engine forgets what was read; a ``before`` that changes the record has to ``forget`` itself.
    """

    kind: str
    facts: Callable[[Case], Mapping[str, Any]]
    read: Callable[[Case], Any] = _no_matter
    # The same for a page of cases at once, by the cases' keys: what is left out is read when it is asked for.
    read_together: Callable[[Sequence[Case]], Mapping[int, Any]] = _one_by_one
    services: Mapping[str, Callable[[Case, Actor], None]] = field(default_factory=dict)
    may_complete: Callable[[Task, User], None] = _nothing
    # Looks at what was typed before the transaction begins: what it records stays when it refuses.
    screen: Callable[[Case, Acting, dict[str, Any]], None] = _nothing
    before: Callable[[Task, Acting, str, dict[str, Any]], None] = _nothing
    # A message from outside has come for the case: its name, its data.
    received: Callable[[Case, str, Mapping[str, Any], Actor], None] = _nothing
    # The case is cancelled: the reason.
    cancelled: Callable[[Case, str, Actor], None] = _nothing
    papers: Callable[[HttpRequest, Task | None, Case], str] = _no_papers
    form: Callable[[Task], type[forms.Form]] = _plain_form
    # The fingerprint of what is laid before the person now, where a step is bound to it: ``before`` gets it as ``seen``.
    fingerprint: Callable[[Case], str] = _no_fingerprint
    # Who holds one of these sees the cases of the post's organisation and of all below it.
    shown_to: frozenset[Permission] = frozenset()
    # Of these cases those that this person applied for: they read the notes for the applicant.
    is_about: Callable[[models.QuerySet[Case], Any], models.QuerySet[Case]] = _nobody
    url: Callable[[Case], str] = _no_url
    material: Callable[[Case], Material] = _papers_of_the_subject


_domains: dict[str, Domain] = {}


def register(domain: Domain) -> None:
    """Make a domain known. A service name belongs to one domain only: ValueError otherwise."""
    for other in _domains.values():
        shared = domain.services.keys() & other.services.keys()
        if other.kind != domain.kind and shared:
            raise ValueError(f"services registered twice: {sorted(shared)}")
    _domains[domain.kind] = domain


def of(case: Case) -> Domain:
    """The domain of a case. LookupError for a kind that no room registered."""
    assert case.subject is not None
    try:
        return _domains[case.subject.kind]
    except KeyError:
        raise LookupError(f"no room has registered cases about {case.subject.kind}") from None


def matter(case: Case) -> Any:
    """What the case is about, as its domain read it; read once for each case object."""
    if "matter" not in case.__dict__:
        case.__dict__["matter"] = of(case).read(case)
    return case.__dict__["matter"]


def read_together(cases: Iterable[Case]) -> None:
    """Read what several cases are about at once, for those who ask each of them."""
    by_kind: dict[str, list[Case]] = {}
    for case in cases:
        by_kind.setdefault(case.subject.kind if case.subject else "", []).append(case)
    for kind, some in by_kind.items():
        found = _domains[kind].read_together(some) if kind in _domains else {}
        for case in some:
            if case.pk in found:
                case.__dict__.setdefault("matter", found[case.pk])


def forget(case: Case) -> None:
    """The record of the case was changed: whoever asks next reads it again."""
    case.__dict__.pop("matter", None)


def places(kind: str, user: Any) -> frozenset[int] | None:
    """Keys of the organisations whose cases of this kind a person may see by permission; None where that is all of them."""
    return places_where(user, _domains[kind].shown_to) if kind in _domains else frozenset()


def registered() -> list[Domain]:
    return list(_domains.values())


def service_names() -> frozenset[str]:
    """Every service that a process may name."""
    return frozenset(name for domain in _domains.values() for name in domain.services)
