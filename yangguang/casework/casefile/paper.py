"""The file of a case as one PDF: what we set ourselves, then the pages of the papers that are PDFs, all numbered through."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any

from django.utils.translation import gettext as _
from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError

from yangguang.casework import course
from yangguang.casework.casefile.collect import CaseFile, finished
from yangguang.casework.models import Task
from yangguang.deadlines import rules as deadlines
from yangguang.deadlines.models import Clock
from yangguang.documents import typesetting
from yangguang.files import actions as files
from yangguang.files.models import StoredFile
from yangguang.files.types import MADE
from yangguang.journal.models import Act
from yangguang.lib import bpmn, clock

Progress = Callable[[int, int], None]

_LAYOUT = "casework/layouts/file.typ"
_STAMPS = "casework/layouts/stamps.typ"
_PORTRAIT, _LANDSCAPE = (156, 200), (225, 140)  # mm that a chart may fill
_SIZE = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
_PAPER_FAULTS = (
    PyPdfError,
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    IndexError,
    OSError,
    RecursionError,
)


@dataclass
class _Paper:
    """A paper in the list: ``reader`` when its pages are appended, else ``why`` they are not."""

    stored: StoredFile
    reader: PdfReader | None
    why: str
    first: int = 0

    @property
    def pages(self) -> int:
        return len(self.reader.pages) if self.reader else 0


def write_pdf(file: CaseFile, target: IO[bytes], progress: Progress) -> None:
    """Write the file of a case as PDF. Without papers to append it is PDF/A-2a; the same file at the same moment gives
    the same bytes.
    """
    steps = len(file.papers) + 2
    papers = _papers(file, lambda done: progress(done, steps))
    own = typesetting.pdf(_LAYOUT, _data(file, papers), at=file.made_at)
    progress(len(file.papers) + 1, steps)
    appended = [paper for paper in papers if paper.reader is not None]
    target.write(_bound(file, own, appended) if appended else own)
    progress(steps, steps)


def _papers(file: CaseFile, read: Callable[[int], None]) -> list[_Paper]:
    found, first = [], 1
    for number, stored in enumerate(file.papers, 1):
        paper = _opened(stored)
        if paper.reader is not None:
            paper.first, first = first, first + paper.pages
        found.append(paper)
        read(number)
    return found


def _opened(stored: StoredFile) -> _Paper:
    if stored.extension != "pdf":
        return _Paper(stored, None, _("原件另存"))
    try:
        with files.open_content(stored) as content:
            reader = PdfReader(io.BytesIO(content.read()))
        if reader.is_encrypted:
            return _Paper(stored, None, _("有密码，原件另存"))
        for page in reader.pages:
            _size(page)
    except _PAPER_FAULTS:
        return _Paper(stored, None, _("打不开，原件另存"))
    return _Paper(stored, reader, "")


def _size(page: Any) -> tuple[float, float]:
    """Width and height in points, as it is read: turned pages the other way round."""
    width, height = float(page.mediabox.width), float(page.mediabox.height)
    return (height, width) if page.rotation % 180 else (width, height)


def _bound(file: CaseFile, own: bytes, papers: list[_Paper]) -> bytes:
    """The papers' pages behind our own, each stamped with the number of the case and its page in the file."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(own)))
    at = len(writer.pages)
    sheets = []
    for number, paper in enumerate(papers, 1):
        assert paper.reader is not None
        for page in paper.reader.pages:
            at += 1
            width, height = _size(page)
            words = _("%(case)s　附件 %(n)d　%(name)s") % {
                "case": file.case.number,
                "n": number,
                "name": paper.stored.name,
            }
            sheets.append({"width": width, "height": height, "words": words, "folio": str(at)})
    stamps = typesetting.pdf(_STAMPS, {"sheets": sheets}, at=file.made_at, standard="")
    marks = iter(PdfReader(io.BytesIO(stamps)).pages)
    for paper in papers:
        assert paper.reader is not None
        first = len(writer.pages)
        for page in paper.reader.pages:
            placed = writer.add_page(page)
            if placed.rotation:
                placed.transfer_rotation_to_content()
            mark = next(marks)
            placed.merge_translated_page(mark, float(placed.mediabox.left), float(placed.mediabox.bottom))
        writer.add_outline_item(title=paper.stored.name, page_number=first)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _data(file: CaseFile, papers: list[_Paper]) -> dict[str, Any]:
    case = file.case
    return {
        "title": case.title,
        "organisation": case.organisation.name,
        "number": case.number,
        "heading": case.version.process.name,
        "mark": _("内部材料，含个人信息"),
        "notice": _(
            "本卷由系统按办理记录生成。所列公务记录都写入公开日志并封存，任何改动、删去或者调换都能查出来；"
            "核对办法见“七、公开日志凭证”。卷内有个人信息，请依法使用和保管。"
        ),
        "cover": _cover(file),
        "facts": [*_facts(file), *([str(a), str(b)] for a, b in file.material.facts)],
        "texts": [{"title": title, "lines": list(lines)} for title, lines in file.material.texts],
        "clocks": [_clock(one, file) for one in file.clocks],
        "chart": _chart(file),
        "acts": [_act(number, act) for number, act in enumerate(file.acts, 1)],
        "steps": [_step(task) for task in file.tasks if finished(task)],
        "papers": [_listed(number, paper) for number, paper in enumerate(papers, 1)],
        "appended": [
            {"name": _("附件 %(n)d　%(name)s") % {"n": number, "name": one.stored.name}, "first": one.first}
            for number, one in enumerate([p for p in papers if p.reader], 1)
        ],
        "proofs": _proofs(file),
    }


def _cover(file: CaseFile) -> list[list[str]]:
    case = file.case
    span = f"{_day(case.opened_at)} — {_day(case.closed_at) if case.closed_at else _('尚未办结')}"
    return [
        [_("办件号"), case.number],
        [_("承办单位"), case.organisation.name],
        [
            _("办理流程"),
            _("%(name)s（第 %(n)d 版）") % {"name": case.version.process.name, "n": case.version.number},
        ],
        [_("起止日期"), span],
        [_("状态"), str(case.get_state_display())],
        [_("卷内材料"), _enclosed(file)],
        [_("导出"), _("%(who)s　%(at)s") % {"who": _called(file), "at": _moment(file.made_at)}],
    ]


def _enclosed(file: CaseFile) -> str:
    told = {"n": len(file.papers), "withheld": file.withheld}
    if file.withheld:
        return _("%(n)d 件；另有 %(withheld)d 件导出人无权查看，没有列入") % told
    return _("%(n)d 件") % told


def _called(file: CaseFile) -> str:
    return " ".join(part for part in (file.by.organisation, file.by.post, file.by.name) if part)


def _facts(file: CaseFile) -> list[list[str]]:
    case = file.case
    rows = [
        [_("办件号"), case.number],
        [_("标题"), case.title],
        [_("立件"), _moment(case.opened_at)],
        [_("办结"), _moment(case.closed_at) if case.closed_at else _("尚未办结")],
    ]
    if case.parent is not None:
        rows.append([_("主办件"), case.parent.number])
    parts = [one.number for one in case.parts.order_by("pk")]
    if parts:
        rows.append([_("子办件"), "、".join(parts)])
    return rows


def _clock(one: Clock, file: CaseFile) -> dict[str, str]:
    step = next((task.name for task in file.tasks if task.ref == one.subject), "")
    ended = (
        _("%(day)s 办结（%(outcome)s）") % {"day": one.stopped_on, "outcome": one.get_outcome_display()}
        if one.stopped_on
        else deadlines.state(one).word
    )
    return {
        "title": f"{step}　{one.limit.name}" if step else one.limit.name,
        "state": ended,
        "text": deadlines.explain(one).text,
    }


def _chart(file: CaseFile) -> dict[str, Any]:
    """The drawing that is largest on its page: across, down, or across on a page that is turned."""
    process = file.case.version.model
    known = process.nodes.keys() | process.flows.keys()
    done, current, late = course.standing(file.case)
    drawn = {
        tall: bpmn.draw(process, done=done & known, current=current, late=late, tall=tall, standalone=True)
        for tall in (True, False)
    }
    choices = []
    for svg, landscape, room in (
        (drawn[True], False, _PORTRAIT),
        (drawn[False], False, _PORTRAIT),
        (drawn[False], True, _LANDSCAPE),
    ):
        size = _SIZE.search(svg)
        assert size is not None, "every drawing of ours has its size"
        width, height = float(size[1]), float(size[2])
        scale = min(room[0] / width, room[1] / height, 0.32)
        # A turned page has to be worth the turning.
        choices.append((scale * (0.8 if landscape else 1), svg, landscape, height * scale))
    _scale, svg, landscape, height = max(choices, key=lambda one: one[0])
    words = re.search(r"<desc[^>]*>(.*?)</desc>", svg, re.S)
    return {
        "svg": svg,
        "landscape": landscape,
        "height": round(height, 1),
        "words": words[1].replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") if words else "",
    }


def _act(number: int, act: Act) -> dict[str, str]:
    private, actor = act.private, act.actor
    who = actor.name or _("（个人信息已消除）")
    if actor.on_behalf_of:
        who = _("%(name)s（代 %(other)s）") % {"name": who, "other": actor.on_behalf_of}
    return {
        "order": str(number),
        "time": _moment(act.occurred_at),
        "summary": act.summary,
        "opinion": str(private.facts.get("opinion", "")) if private else "",
        "basis": act.basis,
        "who": who,
        "where": " ".join(part for part in (actor.organisation, actor.post) if part),
    }


def _step(task: Task) -> dict[str, str]:
    title = (
        _("%(name)s（第 %(n)d 次）") % {"name": task.name, "n": task.round} if task.round > 1 else task.name
    )
    if task.party is not None:
        title = f"{title}　{task.party.name}"
    who = f"{task.done_by.display_name}　{task.done_as}" if task.done_by is not None else ""
    return {
        "title": title,
        "outcome": task.outcome_label or task.withdrawn_for or str(task.get_state_display()),
        "opinion": task.opinion or "—",
        "who": who,
        "time": f"{_moment(task.opened_at)} — {_moment(task.done_at)}",
    }


def _listed(number: int, paper: _Paper) -> dict[str, Any]:
    stored = paper.stored
    return {
        "order": str(number),
        "name": stored.name,
        "sha256": stored.blob_id,
        "kind": MADE[stored.extension].label if stored.extension in MADE else stored.extension.upper(),
        "first": paper.first,
        "pages": paper.pages,
        "why": paper.why,
    }


def _proofs(file: CaseFile) -> dict[str, Any]:
    acts = [*file.acts, *([file.process_act] if file.process_act else [])]
    proofs = file.proofs.proofs
    return {
        "words": _(
            "每一项公务记录在写入时就有指纹，由单位的封存程序编号、签名封存。要核对，请用同一办件的 ZIP 导出（里面有凭证和核对程序 "
            "check.py，不联网也能运行），或者把下面的指纹与封存对照。还没有封存的记录，约一分钟后再导出就有编号。"
        ),
        "acts": [
            {
                "order": str(number),
                "number": str(file.proofs.places.get(act.pk, "—")),
                "summary": act.summary,
                "uid": act.uid,
                "hash": act.leaf_hash,
                "seal": _("第 %(n)d 次") % {"n": proofs[act.pk]["seal"]["number"]}
                if act.pk in proofs
                else _("尚未封存"),
            }
            for number, act in enumerate(acts, 1)
        ],
        "seals": [
            {
                "number": _("第 %(n)d 次") % {"n": number},
                "at": _moment(datetime.fromisoformat(seal["sealed_at"])),
                "size": _("共 %(n)d 条") % {"n": seal["size"]},
                "root": str(seal["root"]),
                "key": _("公钥编号 %(key)s") % {"key": seal["key_id"]},
            }
            for number, seal in sorted(file.proofs.seals.items())
        ],
    }


def _moment(value: datetime | None) -> str:
    return clock.local(value).strftime("%Y-%m-%d %H:%M") if value else ""


def _day(value: datetime) -> str:
    return f"{clock.local(value):%Y-%m-%d}"
