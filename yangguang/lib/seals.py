"""Seals: signed, chained heads of the tree, as documents that leave the house.

A seal says: at this moment the tree had *size* leaves and this *root*; the seal before me has this
hash. Whoever holds one can later show that nothing under it was altered, removed or reordered.
"""

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any

from yangguang.lib import canonical
from yangguang.lib.crypto import Signer, key_id, verify_signature

SCHEMA = "yangguang.seal/1"
FIRST = "0" * 64  # what the first seal names as the one before it
_FIELDS = {
    "schema": str,
    "hash": str,
    "number": int,
    "size": int,
    "root": str,
    "sealed_at": str,
    "previous": str,
    "key_id": str,
    "public_key": str,
    "signature": str,
}


def body(
    *, number: int, size: int, root: str, sealed_at: datetime, previous: str, public_key: str
) -> dict[str, Any]:
    """What is signed. *root*, *previous* and *public_key* in hex."""
    return {
        "schema": SCHEMA,
        "hash": "sha-256",
        "number": number,
        "size": size,
        "root": root,
        "sealed_at": canonical.moment(sealed_at),
        "previous": previous,
        "key_id": key_id(bytes.fromhex(public_key)),
        "public_key": public_key,
    }


def signed(unsigned: Mapping[str, Any], signer: Signer) -> dict[str, Any]:
    return {**unsigned, "signature": signer.sign(canonical.dumps(unsigned)).hex()}


def hash_of(seal: Mapping[str, Any]) -> str:
    """The hash by which the next seal names this one."""
    return sha256(canonical.dumps(seal)).hexdigest()


def well_formed(seal: Any) -> bool:
    """Whether *seal* has every field, in the right shape; says nothing about its truth."""
    if not isinstance(seal, Mapping) or seal.get("schema") != SCHEMA or seal.get("hash") != "sha-256":
        return False
    if any(type(seal.get(name)) is not kind for name, kind in _FIELDS.items()) or set(seal) != set(_FIELDS):
        return False
    lengths = {"root": 64, "previous": 64, "public_key": 64, "signature": 128}
    return seal["size"] >= 1 and seal["number"] >= 1 and all(is_hex(seal[k], n) for k, n in lengths.items())


def signature_holds(seal: Mapping[str, Any]) -> bool:
    """Whether a well-formed seal is signed by the key it names, and names that key rightly."""
    public_key = bytes.fromhex(seal["public_key"])
    unsigned = {name: value for name, value in seal.items() if name != "signature"}
    return seal["key_id"] == key_id(public_key) and verify_signature(
        public_key, bytes.fromhex(seal["signature"]), canonical.dumps(unsigned)
    )


def is_hex(text: Any, length: int) -> bool:
    """Whether *text* is exactly *length* lower-case hex digits."""
    return isinstance(text, str) and len(text) == length and set(text) <= set("0123456789abcdef")
