"""Addresses: whether they can be one, and how they are shown without giving them away."""

import re

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
_PHONE = re.compile(r"\+?[0-9]{5,20}")


def is_address(channel: str, address: str) -> bool:
    if channel == "email":
        return bool(_EMAIL.fullmatch(address)) and len(address) <= 254
    if channel == "sms":
        return bool(_PHONE.fullmatch(address))
    return 0 < len(address) <= 64


def masked(channel: str, address: str) -> str:
    """``138****5678``, ``l***@example.cn``; an inbox is a public uid and hides nothing."""
    if channel == "email":
        name, _, host = address.partition("@")
        return f"{name[:1]}***@{host}"
    if channel == "sms":
        return f"{address[:3]}****{address[-4:]}" if len(address) > 8 else f"{address[:2]}****"
    return address
