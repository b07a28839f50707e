"""Questions about messages."""

from django.db import models

from yangguang.notices.models import Message, MessageQuerySet, lookup_of
from yangguang.web.prepared import prepared


def inbox(address: str) -> MessageQuerySet:
    """The messages of one person's inbox, newest first. The address is the person's public uid."""
    return Message.objects.to(Message.Channel.INBOX, address)


def unread(address: str) -> int:
    return _unread.count(lookup_of(Message.Channel.INBOX, address))


@prepared
def _unread(lookup: str) -> models.QuerySet[Message, tuple[int]]:
    return Message.objects.at(Message.Channel.INBOX, lookup).unread().values_list("pk")
