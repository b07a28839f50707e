"""What the public pages and the open API say of a process: its steps in words, with who, how long and by what article."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from yangguang.casework.acts import PROCESS_PUBLISHED
from yangguang.casework.models import Process, ProcessVersion
from yangguang.deadlines.models import Limit
from yangguang.deadlines.rules import find_limit
from yangguang.journal.models import Act
from yangguang.lib import bpmn


@dataclass(frozen=True)
class Step:
    """One row of the table under a chart. ``who`` is a post, never a person."""

    name: str
    kind: bpmn.Kind
    who: str
    limit: Limit | None
    next: tuple[tuple[str, str], ...]

    @property
    def by_the_system(self) -> bool:
        return self.kind is bpmn.Kind.SERVICE

    @property
    def is_end(self) -> bool:
        return self.kind is bpmn.Kind.END


@dataclass(frozen=True)
class Row:
    """One process in the list: the version in force, and how many steps people do in it."""

    process: Process
    version: ProcessVersion

    @property
    def scope(self) -> str:
        return scope(self.process)

    @property
    def steps(self) -> int:
        return len(self.version.model.user_tasks)


def scope(process: Process) -> str:
    """For whom the process holds, in words."""
    if process.organisation is None:
        return _("各单位")
    return _("%(name)s及其下属单位") % {"name": process.organisation.name}


def rows(code: str = "") -> list[Row]:
    """The processes in force; those of one code only, where it is given."""
    processes = Process.objects.select_related("organisation")
    if code:
        processes = processes.filter(code=code)
    newest: dict[int, ProcessVersion] = {}
    for version in ProcessVersion.objects.filter(process__in=processes).order_by("number"):
        newest[version.process_id] = version
    return [Row(process, newest[process.pk]) for process in processes if process.pk in newest]


def steps(version: ProcessVersion) -> list[Step]:
    """The steps in reading order. A limit is the one in force today where the process holds."""
    limits: dict[str, Limit | None] = {}
    found = []
    for step in bpmn.outline(version.model):
        if step.limit and step.limit not in limits:
            limits[step.limit] = find_limit(step.limit, version.process.organisation)
        found.append(Step(step.name, step.kind, step.lane, limits.get(step.limit), step.next))
    return found


def publication(version: ProcessVersion) -> Act | None:
    """The act by which this version was published: what the page is verified against."""
    return Act.objects.public().filter(kind=PROCESS_PUBLISHED, subject=version.ref).order_by("-pk").first()
