"""One way, and only one, to write a value as bytes: what is hashed or signed goes through here.

The form is RFC 8785 (JSON Canonicalization Scheme) without floating point numbers: keys sorted by
their UTF-16 code units, no white space, UTF-8. Numbers are whole and exact in every JSON reader
(at most 2**53 - 1), so that a verifier written in another language reaches the same bytes.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from json import encoder
from typing import Any

LARGEST = 2**53 - 1


def dumps(value: Any) -> bytes:
    """The canonical bytes of *value*. TypeError for what JSON cannot say exactly, ValueError for bad text."""
    return written(value).encode("utf-8")


def written(value: Any) -> str:
    """The same before it is encoded, to be put together with what is canonical already."""
    if _is_ordinary(value):
        text = "".join(_encode(value, 0))
        if "\\u0000" not in text:
            return text
    # Python's own encoder writes the same, ten times as fast, as long as code points and UTF-16 sort alike.
    return _write(value) if _sorts_differently(value) else _ENCODER.encode(value)


_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
# The same encoder, made once instead of for each value; it need not look for circles, _is_ordinary would run into them.
_encode = encoder.c_make_encoder(  # type: ignore[attr-defined]
    None, None, encoder.encode_basestring, None, ":", ",", True, False, False
)
_SIMPLE = frozenset({str, bool, type(None)})


def _is_ordinary(value: Any) -> bool:
    """Whether a value is one of those that need no closer look: keys in ASCII, texts, whole numbers of ordinary size."""
    kind = type(value)
    entries: Iterable[Any]
    if kind is dict:
        try:
            if not "".join(value).isascii():
                return False
        except TypeError:  # a key that is no text
            return False
        entries = value.values()
    elif kind is list or kind is tuple:
        entries = value
    else:
        return kind in _SIMPLE or (kind is int and -LARGEST <= value <= LARGEST) or isinstance(value, str)
    return all(map(_is_ordinary, [entry for entry in entries if type(entry) not in _SIMPLE]))


@lru_cache(maxsize=256)
def moment(value: datetime) -> str:
    """A moment as it is written in leaves and seals: UTC, microseconds, ``Z``."""
    if value.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return value.astimezone(UTC).isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"


def plain(value: Any) -> Any:  # noqa: PLR0911
    """*value* with dates, Refs, enums and lazy texts turned into text, so that it survives JSON unchanged."""
    if type(value) is str or value is None or isinstance(value, bool):
        return value
    if type(value) is dict and not value:
        return {}
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        raise TypeError("floating point numbers have no place in an act: use text or whole numbers")
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): entry if type(entry) is str else plain(entry) for key, entry in value.items()}
    if isinstance(value, Sequence | set | frozenset) and not isinstance(value, str | bytes):
        entries = sorted(value) if isinstance(value, set | frozenset) else value
        return [plain(entry) for entry in entries]
    if isinstance(value, bytes):
        return value.hex()
    return str(value)


def _sorts_differently(value: Any) -> bool:
    """Refuse what has no canonical form; whether keys beyond the basic plane need RFC 8785's own order."""
    if isinstance(value, str):
        if "\x00" in value:
            # PostgreSQL cannot store it, so it could never be read back as it was hashed.
            raise ValueError("text must not contain NUL")
        return False
    if value is None or isinstance(value, bool):
        return False
    if isinstance(value, int):
        if abs(value) > LARGEST:
            raise ValueError(f"{value} is too large to be exact in every JSON reader")
        return False
    is_dict = isinstance(value, dict)
    if is_dict or isinstance(value, Mapping):
        differs = not is_dict
        for key, entry in value.items():
            if not isinstance(key, str):
                raise TypeError("keys must be text")
            if not key.isascii() or "\x00" in key:
                differs |= _sorts_differently(key) or max(key) > "\ud7ff"
            if type(entry) is not str or "\x00" in entry:
                differs |= _sorts_differently(entry)
        return differs
    if isinstance(value, (list, tuple)):
        differs = False
        for entry in value:  # each is looked at, also behind one that differs
            differs |= _sorts_differently(entry)
        return differs
    raise TypeError(f"{type(value).__name__} has no canonical form")


def _write(value: Any) -> str:
    """RFC 8785 word for word, for a value that has been looked through."""
    if isinstance(value, Mapping):
        keys = sorted(value, key=lambda key: key.encode("utf-16-be"))
        return "{" + ",".join(f"{_write(key)}:{_write(value[key])}" for key in keys) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(_write(entry) for entry in value) + "]"
    return json.dumps(value, ensure_ascii=False)
