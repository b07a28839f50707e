"""遮盖 of what goes out with an answer (条例第三十七条): what can be given is given, what cannot is gone from the copy."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from yangguang.files.models import StoredFile
from yangguang.files.redaction import doors
from yangguang.foi import rules
from yangguang.foi.actions import answering
from yangguang.foi.actions.releasing import identity_of
from yangguang.foi.models import Answer, Request
from yangguang.lib.errors import Refusal
from yangguang.organisations.acting import Acting


def _answer(file: StoredFile) -> Answer | None:
    rows = Answer.objects.select_related("request__organisation")
    return rows.filter(uid=file.owner.uid).first()


def may(file: StoredFile, user: Any) -> Acting:
    """Who handles the request, while the answer is drafted. Refusal ``not-found``, ``forbidden``, ``conflict``."""
    answer = _answer(file)
    if answer is None or not Request.objects.handled_by(user).filter(pk=answer.request_id).exists():
        raise Refusal(_("没有找到这个文件，或者您不能查看它。"), code="not-found")
    acting = rules.handling(user, answer.request.organisation)
    answering.require_drafting(answer.request)
    if rules.answer_in_work(answer.request) != answer:
        raise Refusal(_("这份答复已经送出，不能再遮盖它的文件。"), code="conflict")
    return acting


def back(file: StoredFile) -> tuple[str, str]:
    answer = _answer(file)
    assert answer is not None
    return answer.request.title, f"{answer.request.get_office_url()}answer/"


def place(original: StoredFile, redacted: StoredFile, acting: Acting) -> None:
    answer = _answer(original)
    assert answer is not None
    answering.cover_copy(answer.request, original, redacted, acting=acting)


def screen(file: StoredFile, texts: Mapping[str, str], acting: Acting) -> None:
    """The name goes out with the file, the reasons into the book."""
    answer = _answer(file)
    assert answer is not None
    people = identity_of(answer.request)
    for name, text in texts.items():
        if rules.without_identity(text, people) != text:
            raise Refusal(_("%(name)s里不要写申请人的姓名、证件号码和联系方式。") % {"name": name})


doors.register(Answer.REF_KIND, doors.Door(may=may, back=back, place=place, screen=screen))
