"""Everything that belongs into the file of a case, read once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from yangguang.accounts.models import User
from yangguang.casework import domains
from yangguang.casework.acts import PROCESS_PUBLISHED
from yangguang.casework.domains import Material
from yangguang.casework.models import Case, Task, TaskState
from yangguang.deadlines.models import Clock
from yangguang.files.models import State, StoredFile
from yangguang.files.rules import may_read
from yangguang.journal import rules as journal
from yangguang.journal.actors import Actor
from yangguang.journal.models import Act
from yangguang.journal.parts import Gathered, gather
from yangguang.lib import clock


@dataclass(frozen=True)
class CaseFile:
    """``acts`` are the case's own, oldest first, then the one by which its process was published; ``by`` takes the file
    away at ``made_at``. What nobody may read (quarantined, destroyed) is no paper; ``withheld`` is how many papers the
    person who takes it away may not read herself.
    """

    case: Case
    by: Actor
    made_at: datetime
    material: Material
    papers: list[StoredFile]
    withheld: int
    tasks: list[Task]
    clocks: list[Clock]
    acts: list[Act]
    process_act: Act | None
    proofs: Gathered

    @property
    def name(self) -> str:
        """The file's name without ending: the number only, since titles may name persons."""
        return f"案卷-{self.case.number}"


def collect(case: Case, *, by: Actor, reader: User | None = None) -> CaseFile:
    """Read the file of a case; the caller has asked whether it may be seen. Papers by their own policies: those that
    *reader* may not read stay out (None: whoever runs the house).
    """
    material = domains.of(case).material(case)
    papers = [one for one in material.papers if one.blob_id and one.state != State.QUARANTINE]
    readable = [one for one in papers if reader is None or may_read(one, reader)]
    tasks = list(case.tasks.select_related("organisation", "party", "done_by").order_by("opened_at", "pk"))
    for task in tasks:
        task.case = case
    acts = list(journal.timeline(case.ref, public_only=False))
    process_act = (
        Act.objects.public()
        .filter(kind=PROCESS_PUBLISHED, subject=case.version.ref)
        .prefetch_related("references")
        .order_by("-pk")
        .first()
    )
    proven = [*acts, *([process_act] if process_act else [])]
    return CaseFile(
        case=case,
        by=by,
        made_at=clock.now(),
        material=material,
        papers=readable,
        withheld=len(papers) - len(readable),
        tasks=tasks,
        clocks=_clocks(case, tasks),
        acts=acts,
        process_act=process_act,
        proofs=gather(proven),
    )


def weight(case: Case) -> int:
    """How much work the file is: its acts, its steps, and a part for every half megabyte of papers."""
    papers = domains.of(case).material(case).papers
    return (
        Act.objects.about(case.ref).count()
        + case.tasks.count()
        + sum(1 + one.size // (512 * 1024) for one in papers)
    )


def _clocks(case: Case, tasks: Sequence[Task]) -> list[Clock]:
    subjects = [str(task.ref) for task in tasks]
    wanted = Q(subject__in=subjects) | Q(subject=case.ref)
    if case.subject is not None:
        wanted |= Q(subject=case.subject)
    rows = Clock.objects.filter(wanted).select_related("limit__article__instrument")
    return list(rows.order_by("pk"))


def finished(task: Task) -> bool:
    return task.state != TaskState.OPEN
