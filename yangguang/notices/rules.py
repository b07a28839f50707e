"""Questions about messages."""

from yangguang.notices.models import Message, MessageQuerySet


def inbox(address: str) -> MessageQuerySet:
    """The messages of one person's inbox, newest first. The address is the person's public uid."""
    return Message.objects.to(Message.Channel.INBOX, address)


def unread(address: str) -> int:
    return inbox(address).unread().count()
