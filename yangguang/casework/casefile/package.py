"""The file of a case as a package that can be checked offline, by itself, years later.

案卷-<办件号>/README.txt check.py check_proof.py MANIFEST.sha256
             file.pdf                 what people read
             case.json steps.json clocks.json papers.json
             papers/01-….pdf          the papers themselves
             process/….bpmn chart.svg the process by which the case ran
             acts/00000012.json       each act with its proof; internal acts too
             opened/00000012.json     what an act kept from the public (who, opinion), with the salt of its commitment
             seals/000003.json        the seals that the proofs lead to
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import IO, Any

from django.template.loader import render_to_string

from yangguang.casework import course
from yangguang.casework.casefile.collect import CaseFile, finished
from yangguang.casework.casefile.paper import write_pdf
from yangguang.deadlines import rules as deadlines
from yangguang.files import actions as files
from yangguang.journal.parts import checkers
from yangguang.lib import bpmn, canonical, packages
from yangguang.lib.packages import Part, as_json, file_name, folder_name, in_memory

_CHECK = Path(__file__).with_name("check.py.txt")
SCHEMA = "yangguang.case-file/1"


def write_package(file: CaseFile, target: IO[bytes], progress: Callable[[int, int], None]) -> None:
    """Write the package. The same file at the same moment gives the same bytes."""
    paper = io.BytesIO()
    write_pdf(file, paper, progress)
    parts = [Part("file.pdf", in_memory(paper.getvalue())), *_parts(file)]
    packages.write(folder_name(file.name), parts, target)


def _parts(file: CaseFile) -> Iterator[Part]:
    case, version = file.case, file.case.version
    yield Part("README.txt", in_memory(render_to_string("casework/file/readme.txt", {"file": file})))
    yield from checkers(_CHECK.read_text(encoding="utf-8"))
    yield Part("case.json", as_json(_case(file)))
    yield Part("steps.json", as_json([_step(task) for task in file.tasks if finished(task)]))
    yield Part("clocks.json", as_json([_clock(one) for one in file.clocks]))
    listed = []
    for number, stored in enumerate(file.papers, 1):
        path = f"papers/{number:02d}-{file_name(stored.name)}"
        listed.append({"path": path, "name": stored.name, "sha256": stored.blob_id, "size": stored.size})
        yield Part(path, partial(files.open_content, stored))
    yield Part("papers.json", as_json(listed))
    folder = f"process/{version.code}-{version.number}"
    known = version.model.nodes.keys() | version.model.flows.keys()
    done, current, late = course.standing(case)
    chart = bpmn.draw(version.model, done=done & known, current=current, late=late, standalone=True)
    yield Part(f"{folder}/process.bpmn", in_memory(bytes(version.xml)))
    yield Part(f"{folder}/chart.svg", in_memory(chart))
    yield from file.proofs.parts
    for act in file.acts:
        private = act.private
        if private is not None and act.pk in file.proofs.places:
            opening = {"uid": act.uid, **asdict(private)}
            yield Part(f"opened/{file.proofs.places[act.pk]:08d}.json", as_json(opening))


def _case(file: CaseFile) -> dict[str, Any]:
    case = file.case
    return {
        "schema": SCHEMA,
        "ref": str(case.ref),
        "number": case.number,
        "title": case.title,
        "organisation": {"code": case.organisation.code, "name": case.organisation.name},
        "process": {"code": case.version.code, "number": case.version.number, "sha256": case.version.sha256},
        "state": case.state,
        "opened_at": canonical.moment(case.opened_at),
        "closed_at": canonical.moment(case.closed_at) if case.closed_at else None,
        "facts": [list(row) for row in file.material.facts],
        "texts": [{"title": title, "lines": list(lines)} for title, lines in file.material.texts],
        "made_at": canonical.moment(file.made_at),
        "made_by": asdict(file.by),
        "unsealed": [act.uid for act in file.proofs.unsealed],
    }


def _step(task: Any) -> dict[str, Any]:
    return {
        "ref": str(task.ref),
        "element": task.element,
        "name": task.name,
        "round": task.round,
        "instance": task.instance,
        "state": task.state,
        "outcome": task.outcome_label,
        "opinion": task.opinion,
        "withdrawn_for": task.withdrawn_for,
        "done_by": task.done_by.display_name if task.done_by else None,
        "done_as": task.done_as,
        "organisation": task.organisation.name,
        "opened_at": canonical.moment(task.opened_at),
        "done_at": canonical.moment(task.done_at) if task.done_at else None,
    }


def _clock(one: Any) -> dict[str, Any]:
    return {
        "subject": str(one.subject),
        "limit": {"code": one.limit.code, "name": one.limit.name},
        "started_on": str(one.started_on),
        "due_on": str(one.due_on) if one.due_on else None,
        "stopped_on": str(one.stopped_on) if one.stopped_on else None,
        "outcome": one.outcome,
        "provisional": one.provisional,
        "text": deadlines.explain(one).text,
    }
