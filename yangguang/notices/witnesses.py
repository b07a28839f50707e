"""Seals leave the house by mail, to the witnesses named in ``YANGGUANG_WITNESSES``.

Whoever keeps one of these mails can show later that nothing under that seal was changed. Each mail also holds
the proof that the book under this seal begins with the book under the seal of the mail before, so that a
witness who only compares one mail with the next sees a rewritten book at once. Between the marks stands
JSON, for programs; the mail is tried again like any other when the server does not take it.
"""

import json
from collections.abc import Sequence

import structlog
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yangguang.jobs.schedule import every
from yangguang.journal.models import Seal
from yangguang.journal.proofs import link_document
from yangguang.lib import clock
from yangguang.lib.errors import Refusal
from yangguang.lib.merkle import MissingNode
from yangguang.notices.actions import send
from yangguang.notices.models import Message

log = structlog.get_logger("yangguang.notices")

SEAL_MARK, LINK_MARK, END_MARK = "-----SEAL-----", "-----LINK-----", "-----END-----"


@every("notices.witnesses", seconds=24 * 3600, label=gettext_lazy("向见证人发送封存"))
def tell_witnesses() -> int:
    """Send the newest seal to every witness who has not got it yet. How many mails went into the outbox."""
    seal = Seal.objects.last()
    return sum(_tell(address, seal) for address in witnesses()) if seal else 0


def witnesses() -> Sequence[str]:
    return getattr(settings, "YANGGUANG_WITNESSES", ())


def address_of(seal: Seal) -> str:
    return f"{settings.BASE_URL}/seals/{seal.number}.json"


def told(address: str) -> list[Message]:
    """The mails with seals to one witness, the newest first."""
    return list(Message.objects.to("email", address).filter(url__endswith=".json", url__contains="/seals/"))


def _tell(address: str, seal: Seal) -> bool:
    before = told(address)
    # The address of the seal tells whether a witness has it: the job may run twice in its slot.
    if any(message.url == address_of(seal) for message in before):
        return False
    try:
        send("email", address, _subject(seal), _body(seal, _last_sent(before)), url=address_of(seal))
    except Refusal as refusal:  # one mistyped address keeps no other witness from the seal
        log.error("witness cannot be told", error=refusal.message)
        return False
    return True


def _last_sent(messages: list[Message]) -> Seal | None:
    """The seal of the last mail that really left, if it is still known by its number."""
    for message in messages:
        number = message.url.rpartition("/")[2].removesuffix(".json")
        if message.state == Message.State.SENT and number.isdigit():
            return Seal.objects.filter(number=int(number)).first()
    return None


def _subject(seal: Seal) -> str:
    return _("公开日志第 %(number)d 次封存") % {"number": seal.number}


def _body(seal: Seal, before: Seal | None) -> str:
    facts = {
        "number": seal.number,
        "day": f"{clock.local(seal.sealed_at):%Y-%m-%d %H:%M}",
        "size": seal.size,
        "address": f"{settings.BASE_URL}/verify/",
    }
    words = (
        _(
            "您是本单位公开日志的见证人，请保存这封邮件。\n"
            "第 %(number)d 次封存，%(day)s，共 %(size)d 条记录。下面是封存全文，存成文件即可用来核对凭证；"
            "怎样核对：%(address)s"
        )
        % facts
    )
    parts = [words, _marked(SEAL_MARK, seal.document())]
    try:
        if before is not None and before.number != seal.number:
            kept = _(
                "上一封邮件里是第 %(number)d 次封存。下面的衔接证明说明，其间的记录没有被改动、删除或调换："
            )
            parts += [kept % {"number": before.number}, _marked(LINK_MARK, link_document(before, seal))]
    except (MissingNode, ValueError) as error:
        log.error("no link between seals", older=before.number if before else 0, error=str(error))
        parts.append(_("衔接证明出不了：日志的树不完整，或记录数变少了。请向本单位和上级机关查问。"))
    return "\n\n".join(parts) + "\n"


def _marked(mark: str, document: object) -> str:
    return f"{mark}\n{json.dumps(document, ensure_ascii=False, indent=1)}\n{END_MARK}"
