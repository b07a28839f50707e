"""Messages, their address and text encrypted: who was told what is personal data."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from yangguang.web.fields import RefField, UidField


def lookup_of(channel: str, address: str) -> str:
    """Under what a message to an address is found: a keyed hash, since the address itself is sealed."""
    return str(settings.YANGGUANG_KEYRING.lookup(f"{channel}:{address}"))


class MessageQuerySet(models.QuerySet["Message"]):
    def to(self, channel: str, address: str) -> Self:
        return self.at(channel, lookup_of(channel, address))

    def at(self, channel: str, lookup: str) -> Self:
        return self.filter(channel=channel, address_lookup=lookup)

    def unread(self) -> Self:
        return self.filter(read_at__isnull=True)

    def stuck(self) -> Self:
        return self.filter(state=Message.State.STUCK)


class Message(models.Model):
    class Channel(models.TextChoices):
        INBOX = "inbox", _("站内通知")
        EMAIL = "email", _("电子邮件")
        SMS = "sms", _("短信")

    class State(models.TextChoices):
        WAITING = "waiting", _("待发送")
        SENT = "sent", _("已发送")
        FAILED = "failed", _("地址无效")
        STUCK = "stuck", _("多次未发出")

    uid = UidField()
    channel = models.CharField(max_length=5, choices=Channel)
    address_lookup = models.CharField(max_length=64)
    address_shown = models.CharField(max_length=254)  # masked
    sealed_address = models.BinaryField()
    sealed_text = models.BinaryField()  # subject, body; empty once the text was used up
    url = models.CharField(max_length=500, blank=True)
    about = RefField(blank=True)
    secret = models.BooleanField(default=False)  # the text is destroyed as soon as it is sent
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)
    receipt = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = _("通知")
        indexes = [
            models.Index(fields=["address_lookup", "-id"], name="message_by_address"),
            models.Index(fields=["state"], condition=~Q(state="sent"), name="message_not_sent"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="sent", sent_at__isnull=False)
                | (~Q(state="sent") & Q(sent_at__isnull=True)),
                name="message_sent_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(read_at__isnull=True) | Q(channel="inbox"), name="message_read_in_an_inbox"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()} {self.address_shown}"

    @property
    def address(self) -> str:
        return self._opened(self.sealed_address)

    @property
    def subject(self) -> str:
        return self._opened(self.sealed_text).partition("\n")[0]

    @property
    def body(self) -> str:
        return self._opened(self.sealed_text).partition("\n")[2]

    def _opened(self, blob: bytes | memoryview) -> str:
        """The plain text, empty once it was destroyed. DecryptionError when the key is gone."""
        if not blob:
            return ""
        return settings.YANGGUANG_KEYRING.decrypt(bytes(blob), aad=self.uid.encode()).decode()

    def locked(self, text: str) -> bytes:
        """*text* encrypted for this message only."""
        return settings.YANGGUANG_KEYRING.encrypt(text.encode(), aad=self.uid.encode())
