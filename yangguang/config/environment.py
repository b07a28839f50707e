"""Settings come from the environment; a bad value stops the start with a sentence that says what to do.

Every name may also be given as ``NAME_FILE``: the value is then read from that file (for secrets).
"""

from __future__ import annotations

import base64
import binascii
import os
from collections.abc import Sequence
from ipaddress import ip_network
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

_TRUE = {"1", "true", "yes", "on"}
_FALSE = {"0", "false", "no", "off"}


def text(name: str, default: str | None = None) -> str:
    """The text of a variable. Raises ImproperlyConfigured when it is missing and has no default."""
    path = os.environ.get(f"{name}_FILE")
    if path:
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise ImproperlyConfigured(f"{name}_FILE: cannot read {path} ({error.strerror})") from error
    value = os.environ.get(name, default)
    if value is None:
        raise ImproperlyConfigured(f"{name} is not set; see docs/operations.md")
    return value


def choice(name: str, options: Sequence[str], default: str) -> str:
    """One of the named options."""
    value = text(name, default)
    if value not in options:
        raise ImproperlyConfigured(f"{name}={value!r}: choose one of {', '.join(options)}")
    return value


def boolean(name: str, default: bool) -> bool:
    """A yes or a no."""
    value = text(name, "yes" if default else "no").lower()
    if value not in _TRUE | _FALSE:
        raise ImproperlyConfigured(f"{name}={value!r}: choose yes or no")
    return value in _TRUE


def integer(name: str, default: int, *, least: int = 0) -> int:
    """A whole number, no smaller than ``least``."""
    value = text(name, str(default))
    try:
        number = int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name}={value!r}: give a whole number") from None
    if number < least:
        raise ImproperlyConfigured(f"{name}={number}: give {least} or more")
    return number


def words(name: str, default: Sequence[str] = ()) -> list[str]:
    """A list, separated by commas."""
    return [word.strip() for word in text(name, ",".join(default)).split(",") if word.strip()]


def networks(name: str) -> list[str]:
    """Network addresses in CIDR notation, separated by commas."""
    given = words(name)
    for word in given:
        try:
            ip_network(word)
        except ValueError as error:
            raise ImproperlyConfigured(f"{name}={word!r}: write networks like 10.1.0.0/16") from error
    return given


def key(name: str, default: str | None = None) -> bytes:
    """A key of 32 bytes in base 64."""
    return decode_key(name, text(name, default))


def decode_key(name: str, value: str) -> bytes:
    """The 32 bytes that ``value`` spells in base 64."""
    try:
        raw = base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        raise ImproperlyConfigured(f"{name}: give 32 bytes in base 64") from None
    if len(raw) != 32:
        raise ImproperlyConfigured(f"{name}: give 32 bytes in base 64, not {len(raw)}")
    return raw


def keys(name: str, default: str | None = None) -> dict[str, bytes]:
    """A key ring ``id:base64,id:base64``; the first is the current one."""
    ring: dict[str, bytes] = {}
    for part in text(name, default).split(","):
        key_id, separator, value = part.strip().partition(":")
        if not separator or not key_id:
            raise ImproperlyConfigured(f"{name}: write id:key,id:key with the current key first")
        ring[key_id] = decode_key(name, value)
    return ring


def folder(name: str, default: str) -> Path:
    """A folder that this process can write to; made if it is not there."""
    path = Path(text(name, default)).resolve()
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(f"{name}={path}: cannot make this folder ({error.strerror})") from error
    if not os.access(path, os.W_OK):
        raise ImproperlyConfigured(f"{name}={path}: this process may not write there")
    return path
