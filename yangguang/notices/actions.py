"""Sending and reading messages."""

from datetime import timedelta
from smtplib import SMTPRecipientsRefused
from typing import Any

import structlog
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from yangguang.jobs.tasks import retrying
from yangguang.lib import clock
from yangguang.lib.disk import is_full
from yangguang.lib.errors import Refusal
from yangguang.lib.ref import Ref
from yangguang.notices.addresses import is_address, masked
from yangguang.notices.gateways import Undeliverable, gateway
from yangguang.notices.models import Message

log = structlog.get_logger("yangguang.notices")

MOST_ATTEMPTS = 8


class NotYet(Exception):
    """The message could not be sent now; the task that raised this is tried again."""


@transaction.atomic
def send(
    channel: str,
    address: str,
    subject: str,
    body: str,
    about: Ref | None = None,
    *,
    url: str = "",
    secret: bool = False,
) -> Message:
    """Put a message into the outbox, in the caller's transaction; the worker sends it.

    *url* is where the reader can act on it. A *secret* text (a one-time code) is destroyed as soon as
    it has been sent. Refusal for what cannot be an address.
    """
    address = address.strip()
    if channel not in Message.Channel.values:
        raise ValueError(f"no such channel: {channel}")
    if not is_address(channel, address):
        raise Refusal(
            _("“%(address)s”不能用来接收通知，请检查后重试。") % {"address": address}, field="address"
        )
    now = clock.now()
    message = Message(
        channel=channel,
        address_lookup=settings.YANGGUANG_KEYRING.lookup(f"{channel}:{address}"),
        address_shown=masked(channel, address),
        url=url,
        about=about or "",
        secret=secret,
        created_at=now,
    )
    message.sealed_address = message.locked(address)
    message.sealed_text = message.locked(f"{' '.join(subject.split())}\n{body}")
    if channel == Message.Channel.INBOX:
        message.state, message.sent_at = Message.State.SENT, now
    message.save(force_insert=True)
    if message.state == Message.State.WAITING:
        transmit.enqueue(message.uid)
    return message


@retrying(attempts=MOST_ATTEMPTS + 2, pause=timedelta(seconds=30))
def transmit(uid: str) -> None:
    """Carry one waiting message out of the house. Raises NotYet to be tried again.

    At least once: if the worker dies between the sending and the mark, the message goes out twice.
    """
    message = Message.objects.filter(uid=uid, state=Message.State.WAITING).first()
    if message is None:
        return
    try:
        receipt = _carry(message)
    except Undeliverable as error:
        _mark(message, state=Message.State.FAILED, error=str(error)[:500])
        log.warning("message undeliverable", message=uid, to=message.address_shown)
    except Exception as error:  # whatever a mail server or a supplier answers
        if is_full(error):
            raise  # of ours, not of theirs: no attempt
        told = f"{type(error).__name__}: {error}"[:500]
        if message.attempts + 1 < MOST_ATTEMPTS:
            _mark(message, error=told)
            raise NotYet(told) from error
        _mark(message, state=Message.State.STUCK, error=told)
        log.error("message stuck", message=uid, to=message.address_shown, error=told)
    else:
        used_up = {"sealed_text": b""} if message.secret else {}
        now = clock.now()
        _mark(message, state=Message.State.SENT, sent_at=now, receipt=receipt[:200], error="", **used_up)


def _mark(message: Message, **values: Any) -> None:
    """Note the outcome of an attempt, unless another worker has noted it meanwhile."""
    Message.objects.filter(id=message.id, state=Message.State.WAITING).update(
        attempts=F("attempts") + 1, **values
    )


def _carry(message: Message) -> str:
    """Hand the message to the mail server or the gateway; the receipt, if it gives one."""
    if message.channel == Message.Channel.SMS:
        text = "\n".join(part for part in (message.subject, message.body) if part)
        return gateway().send(message.address, text)
    try:
        EmailMessage(
            message.subject,
            message.body,
            to=[message.address],
            headers={"Message-ID": f"<{message.uid}@{_mail_host()}>"},
        ).send()
    except SMTPRecipientsRefused as error:
        # 5xx is for ever; 4xx (greylisting, full mailbox) is worth another try.
        if all(code >= 500 for code, _words in error.recipients.values()):
            raise Undeliverable(str(error)) from error
        raise
    return str(message.uid)


def _mail_host() -> str:
    return str(settings.DEFAULT_FROM_EMAIL).rpartition("@")[2].rstrip(">") or "localhost"


@transaction.atomic
def retry_stuck() -> int:
    """Put stuck messages back into the outbox, once the mail server or the gateway works again. How many."""
    stuck = list(Message.objects.stuck().select_for_update())
    Message.objects.filter(id__in=[message.id for message in stuck]).update(
        state=Message.State.WAITING, attempts=0
    )
    for message in stuck:
        transmit.enqueue(message.uid)
    return len(stuck)


def mark_read(address: str, uid: str | None = None) -> int:
    """Mark one message of an inbox read, or all of them. How many were unread."""
    messages = Message.objects.to(Message.Channel.INBOX, address).unread()
    if uid is not None:
        messages = messages.filter(uid=uid)
    return messages.update(read_at=clock.now())
