"""The closed register of the system before this one is taken over, so that the years join (Y4) and nothing is forgotten.

Only what has ended: what is in hand is registered anew and runs. Such requests have no case here and no papers.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from yangguang.foi import answers, channels
from yangguang.foi.acts import IMPORTED
from yangguang.foi.models import Delivery, Medium, Request
from yangguang.journal.actions import record
from yangguang.journal.actors import Actor
from yangguang.lib import clock, codes
from yangguang.lib.errors import Refusal
from yangguang.organisations.acting import Acting
from yangguang.organisations.models import Organisation
from yangguang.parties import actions as parties
from yangguang.parties.models import Party
from yangguang.parties.particulars import Particulars, words
from yangguang.web.rows import insert

AT_ONCE = 500  # rows in one transaction
_FACTS = {
    "number", "organisation", "applicant", "channel", "title", "submitted_on", "received_on", "ended_on", "answer_type",
}  # fmt: skip
_MORE = {"description", "doc_number", "medium", "delivery"}


@dataclass
class Taken:
    """What became of a file: rows taken, rows known already by their number, rows refused with line and reason."""

    taken: int = 0
    known: int = 0
    refused: list[tuple[int, str, str]] = field(default_factory=list)


@dataclass
class _Known:
    """What is asked for once: organisations in a whole file, people in a batch."""

    organisations: dict[str, Organisation]
    parties: dict[Particulars, Party] = field(default_factory=dict)


def import_register(lines: Iterable[str], *, reason: str, by: Acting | Actor) -> Iterator[Taken]:
    """Take over closed requests, a JSON object in each line; yields how far it is after each transaction.

    A row whose number is here already is passed over, so that a stopped import goes on where it was. Each batch is one
    act with the fingerprint of its lines. Refusal without a reason.
    """
    reason = " ".join(reason.split())[:300]
    if not reason:
        raise Refusal(_("请写明从哪里转入、依据什么。"), field="reason")
    actor = by.actor if isinstance(by, Acting) else by
    told, known = Taken(), _Known({one.code: one for one in Organisation.objects.all()})
    batch: list[tuple[int, str]] = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            batch.append((number, line))
        if len(batch) >= AT_ONCE:
            _take(batch, told, known, actor, reason)
            batch = []
            yield told
    if batch:
        _take(batch, told, known, actor, reason)
    yield told


@sensitive_variables()
@transaction.atomic
def _take(batch: list[tuple[int, str]], told: Taken, known: _Known, actor: Actor, reason: str) -> None:
    requests, seen = [], set[str]()
    known.parties.clear()  # what a transaction registered is asked for again by the next
    for line, text in batch:
        try:
            request = _request(text, known, actor)
            if request.number in seen:
                raise Refusal(_("登记号 %(number)s 在文件里重复。") % {"number": request.number})
        except Refusal as refusal:
            told.refused.append((line, text, refusal.message))
            continue
        seen.add(request.number)
        requests.append(request)
    here = set(Request.objects.filter(number__in=seen).values_list("number", flat=True))
    fresh = [one for one in requests if one.number not in here]
    told.known += len(requests) - len(fresh)
    if not fresh:
        return
    insert(fresh)
    told.taken += len(fresh)
    digest = sha256("\n".join(text for _line, text in batch).encode()).hexdigest()
    record(
        IMPORTED,
        subject=fresh[0].ref,
        actor=actor,
        public={"count": len(fresh), "sha256": digest, "reason": reason},
        organisation_code=fresh[0].organisation.code,
    )


def _request(text: str, known: _Known, actor: Actor) -> Request:
    row = _row(text)
    organisation = known.organisations.get(str(row["organisation"]))
    if organisation is None:
        raise Refusal(_("没有代码为“%(code)s”的机构。") % {"code": str(row["organisation"])[:40]})
    channel = channels.channel_of(str(row["channel"]))
    kind = answers.answer_of(str(row["answer_type"]))
    submitted, received, ended = (_day(row, name) for name in ("submitted_on", "received_on", "ended_on"))
    if not submitted <= received <= ended <= clock.today():
        raise Refusal(_("日期的先后不对：提交、收到、办结，最晚是今天。"))
    title, number = words(str(row["title"])), words(str(row["number"]))
    if not title or len(title) > 100 or not number or len(number) > 120:
        raise Refusal(_("缺少登记号或者所需信息名称，或者太长。"))
    applicant = _applicant(row["applicant"], known, actor)
    request = Request(
        number=number,
        organisation=organisation,
        applicant=applicant,
        applicant_kind=applicant.kind,
        channel=channel.code,
        title=title,
        doc_number=words(str(row.get("doc_number", "")))[:60],
        description=str(row.get("description", ""))[:5_000],
        medium=_choice(row, "medium", Medium),
        delivery=_choice(row, "delivery", Delivery),
        submitted_at=clock.moment(submitted, 9),
        submitted_on=submitted,
        received_on=received,
        ended_on=ended,
        answer_type=kind.code,
    )
    request.keep_code(codes.new_code())
    return request


def _row(text: str) -> dict[str, Any]:
    try:
        row = json.loads(text)
    except ValueError as error:
        raise Refusal(_("这一行不是正确的 JSON。")) from error
    if not isinstance(row, dict):
        raise Refusal(_("这一行不是一个 JSON 对象。"))
    missing, unknown = _FACTS - row.keys(), row.keys() - _FACTS - _MORE
    if missing or unknown:
        names = "、".join(sorted(missing or unknown))[:200]
        raise Refusal((_("缺少：%(names)s。") if missing else _("不认识：%(names)s。")) % {"names": names})
    return row


def _day(row: Mapping[str, Any], name: str) -> date:
    try:
        return date.fromisoformat(str(row[name]))
    except ValueError as error:
        raise Refusal(_("%(name)s 不是一个日期，请写成 2025-03-01。") % {"name": name}) from error


def _choice(row: Mapping[str, Any], name: str, choices: Any) -> str:
    value = str(row.get(name) or choices.values[0])
    if value not in choices.values:
        raise Refusal(
            _("%(name)s 只能是：%(values)s。") % {"name": name, "values": "、".join(choices.values)}
        )
    return value


def _applicant(told: Any, known: _Known, actor: Actor) -> Party:
    if not isinstance(told, dict) or not all(isinstance(value, str) for value in told.values()):
        raise Refusal(_("申请人不是一个 JSON 对象。"))
    try:
        particulars = Particulars(**told)
    except TypeError as error:
        raise Refusal(_("申请人的内容缺少或者多出了项目。")) from error
    if particulars not in known.parties:
        known.parties[particulars] = parties.register_party(particulars, actor=actor)
    return known.parties[particulars]
