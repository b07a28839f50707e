"""Where short messages leave the house. ``YANGGUANG_SMS_GATEWAY`` names the class in use.

A supplier's gateway is a class with ``send(number, text) -> str`` that returns the supplier's receipt,
raises ``Undeliverable`` for a number that will never work, and anything else for "try again later".
"""

from typing import Protocol

import structlog
from django.conf import settings
from django.utils.module_loading import import_string

from yangguang.lib import clock
from yangguang.lib.uid import new_uid
from yangguang.notices.addresses import masked

log = structlog.get_logger("yangguang.notices")


class Undeliverable(Exception):
    """This address will not work, however often it is tried."""


class Gateway(Protocol):
    def send(self, number: str, text: str) -> str: ...


class LoggingGateway:
    """No supplier yet: notes in the log that a message would have left, never its text or number."""

    def send(self, number: str, text: str) -> str:
        receipt = new_uid()
        log.info("sms not sent: no gateway", to=masked("sms", number), length=len(text), receipt=receipt)
        return receipt


class FileGateway:
    """For the demo: each message becomes a file under the data folder, as e-mail does there."""

    def send(self, number: str, text: str) -> str:
        receipt = new_uid()
        folder = settings.DATA_DIR / "sms"
        folder.mkdir(parents=True, exist_ok=True)
        heading = f"{clock.local(clock.now()):%Y-%m-%d %H:%M:%S} {number}"
        (folder / f"{receipt}.txt").write_text(f"{heading}\n\n{text}\n", encoding="utf-8")
        return receipt


def gateway() -> Gateway:
    made: Gateway = import_string(settings.YANGGUANG_SMS_GATEWAY)()
    return made
