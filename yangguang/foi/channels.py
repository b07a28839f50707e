"""The statutory day of receipt by the way in which a request came (条例第三十一条), what is clearly excessive
(第三十五条), and what asking others does to the clock (第三十二至三十四条). Data: ``facts/channels.yaml``.

Pure: whoever keeps the records says what happened on which day, and is told what follows, with the sentence that explains it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _

from yangguang.foi.citing import cited
from yangguang.lib.errors import Refusal
from yangguang.lib.workdays import Calendar, Suspension, Unit, due

_SEED = Path(__file__).parent / "facts/channels.yaml"


class Event(StrEnum):
    """What happens to a request on its way in."""

    SUBMITTED = "submitted"
    ARRIVED = "arrived"  # a letter without signature lies in the office
    SIGNED = "signed"
    CONFIRMED = "confirmed"


@dataclass(frozen=True, slots=True)
class Channel:
    """A way in which requests come; ``day`` is the event whose day is the day of receipt."""

    code: str
    name: str
    day: Event
    same_day: bool
    basis: str
    verified_on: date | None
    doubt: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """The day of receipt, or what has still to happen before there is one. ``remark``: what was not as it should be."""

    channel: Channel
    on: date | None
    waits_for: Event | None
    explanation: str
    remark: str = ""


def received(code: str, days: Mapping[Event, date]) -> Receipt:
    """When a request counts as received (条例第三十一条). Day 1 of every limit is the day after.

    Refuses an unknown channel, events in an impossible order, and days before the regulation was in force.
    """
    channel = channel_of(code)
    _require_order(days)
    names = _seed()["events"]
    told = {"channel": channel.name, "event": names[channel.day], "basis": channel.basis}
    on = days.get(channel.day)
    if on is None:
        words = _("%(channel)s的申请以%(event)s之日为收到之日（%(basis)s）；还没有%(event)s，期限没有起算。")
        return Receipt(channel, None, channel.day, words % told)
    if on < _seed()["from"]:
        words = _("%(on)s 早于《%(law)s》现行文本施行之日，不能按它确定收到之日。")
        raise Refusal(words % {"on": on, "law": _seed()["law"]}, code="no-limit", field="received_on")
    words = _("%(channel)s的申请以%(event)s之日为收到之日（%(basis)s）：%(on)s。")
    arrived = days.get(Event.ARRIVED)
    remark = ""
    if channel.same_day and arrived is not None and arrived != on:
        late = _("信函 %(arrived)s 收到，应当在当天与申请人确认，实际 %(on)s 才确认。")
        remark = late % {"arrived": arrived, "on": on}
    return Receipt(channel, on, None, words % {**told, "on": on}, remark)


def channel_of(code: str) -> Channel:
    """The channel of a code."""
    found = channels().get(code)
    if found is None:
        words = _("没有代码为 %(code)s 的申请渠道。")
        raise Refusal(words % {"code": code[:40]}, code="not-found", field="channel")
    return found


def _require_order(days: Mapping[Event, date]) -> None:
    order = [event for event in Event if event in days]
    for one, after in pairwise(order):
        if days[after] < days[one]:
            names = _seed()["events"]
            words = _("%(later)s的日期 %(second)s 早于%(earlier)s的日期 %(first)s，请核对。")
            told = {"later": names[after], "second": days[after], "earlier": names[one], "first": days[one]}
            raise Refusal(words % told, field=after)


@dataclass(frozen=True, slots=True)
class Excess:
    """More requests of one applicant than is usual: a hint; whether it is beyond reason is for a person to decide."""

    count: int
    over: int
    message: str


_PERIODS = {"day": 10, "month": 7, "year": 4}  # characters of an ISO day that name its period


def excess(requests: Iterable[date], on: date) -> list[Excess]:
    """What the requests of one applicant, by their days, exceed on a day: that day's period up to and with it (第三十五条)."""
    days = list(requests)
    found = []
    for entry in _seed()["excess"]:
        length = _PERIODS[entry["per"]]
        count = sum(1 for day in days if day <= on and day.isoformat()[:length] == on.isoformat()[:length])
        if count > entry["over"]:
            words = _(
                "该申请人%(period)s内已申请 %(count)d 件，超过 %(over)d 件。如果明显超过合理范围，"
                "可以要求说明理由（%(basis)s）；是否超过由人判断。"
            )
            told = {"period": entry["name"], "count": count, "over": entry["over"]}
            basis = cited(_seed()["law"], entry["articles"])
            found.append(Excess(count, entry["over"], words % {**told, "basis": basis}))
    return found


class Silence(StrEnum):
    """What it means when those who were asked do not answer in time."""

    DECIDES = "decides"  # the office decides by itself
    CONSENTS = "consents"  # they count as having agreed to the disclosure
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Consultation:
    """Asking others for their opinion; ``ground`` and ``limit`` are codes of the limits that count it."""

    ground: str
    name: str
    limit: str
    silence: Silence
    meaning: str
    basis: str


@dataclass(frozen=True, slots=True)
class Consulted:
    """What follows from asking others.

    ``held``: the days that do not count; None while nobody knows when it ends. ``answer_due``: the last day for the opinion;
    None where the regulation sets none or the letter has not been received. ``is_silent``: no opinion by then, so far.
    """

    consultation: Consultation
    held: Suspension | None
    answer_due: date | None
    is_silent: bool
    explanation: str


def consulted(
    ground: str,
    calendar: Calendar,
    *,
    sent_on: date,
    received_on: date | None,
    answered_on: date | None,
    n: int | None,
) -> Consulted:
    """What asking for an opinion does to the answer's limit: the days after ``sent_on`` up to the answer do not count,
    and none after the last day for it (条例第三十二至三十四条). ``n`` working days from ``received_on``: the limit's own.
    """
    consultation = consultation_of(ground)
    for later in (received_on, answered_on):
        if later is not None and later < sent_on:
            raise Refusal(
                _("收到或者答复的日期 %(day)s 早于发函的日期 %(sent)s。") % {"day": later, "sent": sent_on}
            )
    answer_due = None
    if n is not None and received_on is not None:
        answer_due = due(calendar, received_on, n, Unit.WORKDAY).on
    ends = [day for day in (answered_on, answer_due) if day is not None]
    is_silent = answered_on is None or (answer_due is not None and answered_on > answer_due)
    told = {"name": consultation.name, "sent": sent_on, "basis": consultation.basis}
    if not ends:
        words = _("%(name)s：%(sent)s 发函，次日起不计入期限（%(basis)s），到收到意见为止。")
        return Consulted(consultation, None, None, is_silent, words % told)
    held = Suspension(sent_on, min(ends), consultation.name, consultation.basis)
    days = calendar.workdays_between(held.after, held.until)
    words = _("%(name)s：%(sent)s 发函，次日起至 %(until)s 的 %(days)d 个工作日不计入期限（%(basis)s）。")
    sentence = words % {**told, "until": held.until, "days": days}
    if is_silent and answer_due is not None:
        sentence += _("%(meaning)s（最迟 %(due)s）。") % {"meaning": consultation.meaning, "due": answer_due}
    return Consulted(consultation, held, answer_due, is_silent, sentence)


def consultation_of(ground: str) -> Consultation:
    """The kind of consultation that a suspension's ground names."""
    for entry in _seed()["consultations"]:
        if entry["ground"] == ground:
            return Consultation(
                ground=ground,
                name=entry["name"],
                limit=entry["limit"],
                silence=Silence(entry["silence"]),
                meaning=_seed()["silences"][entry["silence"]],
                basis=cited(_seed()["law"], entry["articles"]),
            )
    raise Refusal(
        _("没有“%(ground)s”这种征求意见。") % {"ground": ground[:40]}, code="not-found", field="ground"
    )


@lru_cache(maxsize=1)
def channels() -> Mapping[str, Channel]:
    """Every channel by its code."""
    return {
        entry["code"]: Channel(
            code=entry["code"],
            name=entry["name"],
            day=Event(entry["day"]),
            same_day=entry.get("same_day", False),
            basis=cited(_seed()["law"], entry["articles"]),
            verified_on=entry["verified"],
            doubt=entry.get("doubt", ""),
        )
        for entry in _seed()["channels"]
    }


@lru_cache(maxsize=1)
def _seed() -> dict[str, Any]:
    seed: dict[str, Any] = yaml.safe_load(_SEED.read_text(encoding="utf-8"))
    return seed
