"""The answer: drafted, signed, numbered, delivered, counted (条例第三十三、三十六至三十九条)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from yangguang.casework.models import Task
from yangguang.deadlines import actions as deadlines
from yangguang.deadlines.models import Clock
from yangguang.documents import actions as documents
from yangguang.files import actions as files
from yangguang.files.models import Retention, StoredFile
from yangguang.files.redaction import rules as redaction
from yangguang.foi import answers, letters, rules
from yangguang.foi.acts import ANSWER_DRAFTED, ANSWER_SIGNED, ANSWERED, ENDED
from yangguang.foi.answers import Ends
from yangguang.foi.models import Answer, Delivery, Request
from yangguang.journal.actions import record
from yangguang.journal.actors import Actor
from yangguang.lib import clock
from yangguang.lib.errors import Refusal
from yangguang.organisations.acting import Acting

from .locking import locked

HANDLE = "handle"  # the step in which an answer is drafted
MOST_FILES, MOST_WORDS = 50, 5_000


@transaction.atomic
def draft_answer(
    request: Request,
    answer_type: str,
    elements: Mapping[str, str],
    *,
    acting: Acting,
    seen: str | None = None,
) -> Answer:
    """Write down the answer so far; it may still lack something. Only in the step of handling, by who handles there.

    *seen* is the fingerprint of the draft that was opened, empty where there was none: what a colleague saved
    meanwhile is not overwritten.
    Refusal ``conflict`` then and when that step is over, ``not-found`` for a type or an element that there is not.
    """
    found = locked(request)
    require_drafting(found)
    kind = answers.answer_of(answer_type)
    if not kind.has_document:
        raise Refusal(_("“%(name)s”不拟制答复书。") % {"name": kind.name}, field="answer_type")
    unknown = set(elements) - set(answers.elements())
    if unknown:
        raise LookupError(f"no such elements: {sorted(unknown)}")
    kept = {code: str(value).strip() for code, value in elements.items() if str(value).strip()}
    for code, value in kept.items():
        if len(value) > MOST_WORDS:
            name = answers.elements()[code].name
            raise Refusal(_("%(name)s最多 %(most)d 个字。") % {"name": name, "most": MOST_WORDS}, field=code)
    row = found.answers.select_for_update(of=("self",)).filter(counts_on=None).first()
    if row is not None and seen is not None and seen != row.fingerprint:
        raise _changed()
    if row is None:
        served = found.answers.order_by("-pk").first()
        row = Answer(request=found, corrects=served)
    row.answer_type, row.drafted_by, row.drafted_at = answer_type, acting.user, clock.now()
    row.keep(kept)
    row.save()
    record(
        ANSWER_DRAFTED,
        subject=found.ref,
        actor=acting.actor,
        public={"answer": kind.name},
        organisation_code=found.organisation.code,
        about=[row.ref],
    )
    return row


@transaction.atomic
def attach_copy(request: Request, upload: Any, *, acting: Acting, name: str = "") -> StoredFile:
    """Put what is provided to the applicant beside the answer in work."""
    found = locked(request)
    require_drafting(found)
    row = rules.answer_in_work(found)
    if row is None:
        raise Refusal(_("请先选择答复类型，保存答复，再上传所提供的信息。"), code="conflict")
    if StoredFile.objects.of(row.ref).count() >= MOST_FILES:
        raise Refusal(_("最多附 %(most)d 个文件，请合并一些。") % {"most": MOST_FILES}, field="files")
    return files.take_in(
        upload,
        owner=row.ref,
        name=name or str(getattr(upload, "name", "")),
        by=acting.actor,
        retention=Retention.THIRTY,
    )


@transaction.atomic
def remove_copy(request: Request, file: StoredFile, *, acting: Acting) -> None:
    """Take away a file that shall not go out."""
    found = locked(request)
    require_drafting(found)
    row = rules.answer_in_work(found)
    if row is None or file.owner != row.ref:
        raise Refusal(_("没有这个文件。"), code="not-found")
    for one in (file, *redaction.origins(file)):
        files.destroy(one, actor=acting.actor, reason=_("拟制答复时删去"))


@transaction.atomic
def cover_copy(request: Request, original: StoredFile, redacted: StoredFile, *, acting: Acting) -> None:
    """A redacted file goes out in the place of its original, and of an earlier redacted one; the original stays for those
    who review. Called by the verb of ``files``, in its transaction.
    """
    found = locked(request)
    require_drafting(found)
    row = rules.answer_in_work(found)
    if row is None or original.owner != row.ref:
        raise Refusal(_("没有这个文件。"), code="not-found")
    for former in StoredFile.objects.of(row.ref).filter(pk__in=redaction.redacted_before(original)):
        if former.pk != redacted.pk:
            files.destroy(former, actor=acting.actor, reason=_("重新遮盖"))


def require_drafting(request: Request) -> None:
    """Refusal ``conflict`` unless the request is in the step in which answers are drafted."""
    rules.require_open_or_again(request)
    if not Task.objects.open().filter(case__subject=request.ref, element=HANDLE).exists():
        raise Refusal(_("现在不在办理环节，不能修改答复。退回后可以修改。"), code="conflict")


def given(answer: Answer) -> dict[str, Any]:
    """What an answer holds, with the files that go out as its copy."""
    elements: dict[str, Any] = dict(answer.elements)
    names = [file.name for file in rules.copies(answer)]
    if names:
        elements["copy"] = elements.get("copy") or _("见附件（%(n)d 份）：%(names)s") % {
            "n": len(names),
            "names": "、".join(names),
        }
    return elements


def require_whole(answer: Answer | None) -> Answer:
    """The answer, if nothing lacks in it (条例第三十六条); Refusal with everything that does."""
    if answer is None:
        raise Refusal(_("请先拟制答复，再提交送审。"), field="answer_type", code="incomplete")
    lacks = answers.missing(answer.answer_type, given(answer))
    if lacks:
        raise Refusal("".join(one.message for one in lacks), code="incomplete")
    return answer


def send_to_review(request: Request, *, acting: Acting) -> Answer:
    """Make the draft of the document anew from what the answer holds. In the step's transaction."""
    answer = require_whole(rules.answer_in_work(request))
    kind = letters.answer_kind(answer.answer_type)
    data = letters.told(kind, request, given(answer))
    old = answer.document
    if old is not None and old.kind == kind:
        documents.redraft(old, data, acting=acting)
    else:
        answer.document = letters.compose(kind, request, given(answer), acting=acting)
        answer.save(update_fields=["document"])
    return answer


def sign(request: Request, *, acting: Acting, seen: str) -> Answer:
    """Sign: the document gets its number and code. Refusal ``conflict`` when not this text was looked at."""
    answer = require_whole(rules.answer_in_work(request))
    require_seen(answer, seen)
    assert answer.document is not None
    document = documents.issue(answer.document, acting=acting)
    answer.issued_on = clock.today()
    answer.save(update_fields=["issued_on"])
    record(
        ANSWER_SIGNED,
        subject=request.ref,
        actor=acting.actor,
        public={"number": document.number},
        organisation_code=request.organisation.code,
        about=[answer.ref, document.ref],
    )
    return answer


def require_seen(answer: Answer, seen: str) -> None:
    """Whoever decides about a text has had exactly this one before her."""
    if seen and seen != answer.fingerprint:
        raise _changed()


def _changed() -> Refusal:
    return Refusal(_("答复的内容刚才有改动，请看过现在的内容再办。"), code="conflict")


def deliver(
    request: Request,
    way: str,
    sent_on: date | None,
    *,
    acting: Acting,
    tracking_number: str = "",
) -> Request:
    """The answer went out; the day of posting counts, handed over the day of signing for it (国办公开办函〔2016〕235号).

    The request ends on that day and its clock stops. In the step's transaction.
    """
    answer = rules.answer_in_work(request)
    if answer is None or answer.issued_on is None:
        raise Refusal(_("答复还没有签发，不能登记送达。"), code="conflict")
    if way not in Delivery.values:
        raise Refusal(_("请选择送达方式。"), field="way")
    day = sent_on or clock.today()
    if not answer.issued_on <= day <= clock.today():
        raise Refusal(
            _("送达日期要在签发之日 %(issued)s 和今天之间。") % {"issued": answer.issued_on}, field="sent_on"
        )
    answer.delivery, answer.sent_on, answer.counts_on = way, day, day
    answer.tracking_number = " ".join(tracking_number.split())[:40]
    answer.save(update_fields=["delivery", "sent_on", "counts_on", "tracking_number"])
    end(request, answer.answer_type, day, actor=acting.actor, way=way)
    for other in request.merged.filter(ended_on=None):
        end(other, answer.answer_type, day, actor=acting.actor, way=way)
    return request


def end(request: Request, answer_type: str, on: date, *, actor: Actor, way: str = "") -> None:
    """The request has ended on a day by an answer type. In the caller's transaction.

    One that was reopened ended long ago: what it counted as stays in the report of that year.
    """
    kind = answers.answer_of(answer_type)
    if request.received_on is None:  # withdrawn before there was a day of receipt: received and ended at once
        request.received_on = on
    again = request.ended_on is not None
    if not again:
        request.ended_on, request.answer_type = on, answer_type
        request.save(update_fields=["ended_on", "answer_type", "received_on"])
    for running in (
        Clock.objects.running().select_related("limit", "organisation").filter(subject=request.ref)
    ):
        if kind.ends is Ends.ANSWER:
            deadlines.stop(running, on, actor)
        else:
            deadlines.cancel(running, actor)
    record(
        ANSWERED if kind.ends is Ends.ANSWER else ENDED,
        subject=request.ref,
        actor=actor,
        public={
            "number": request.number,
            "on": on.isoformat(),
            "answer": kind.name,
            "way": str(Delivery(way).label) if way else "",
        },
        basis=kind.citation,
        organisation_code=request.organisation.code,
    )
