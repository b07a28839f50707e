"""The house's keys: a ring for personal data, a look-up that tells nothing, and the hand that signs seals.

A ciphertext names the key that made it, so keys can be added and retired without a flag day::

    "YG1" | length of key id | key id | 12 bytes nonce | AES-256-GCM ciphertext and tag

Everything before the nonce is authenticated together with the caller's additional data: a
ciphertext moved to another row, or given another key's name, does not open.
"""

import base64
import binascii
import hashlib
import hmac
import secrets
from collections.abc import Mapping
from typing import Self

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MAGIC = b"YG1"
NONCE = 12
KEY = 32


class KeyMaterialError(ValueError):
    """A key is missing, has the wrong length or is not base64."""


class DecryptionError(ValueError):
    """The ciphertext was altered, belongs elsewhere, or its key has been destroyed."""


class KeyRing:
    """AES-256-GCM keys by id: the current one encrypts, all decrypt.

    Rotation puts a new key in front and makes it current. Look-ups are derived from one key that
    stays, because they must go on finding what was stored under them: by default the last of the
    ring, its oldest.
    """

    def __init__(self, keys: Mapping[str, bytes], current: str, lookup: str | None = None) -> None:
        for name, key in keys.items():
            if not name or len(name.encode()) > 255:
                raise KeyMaterialError("a key id has 1 to 255 bytes")
            if len(key) != KEY:
                raise KeyMaterialError(f"key {name!r} has {len(key)} bytes, not 32")
        if current not in keys:
            raise KeyMaterialError(f"the current key {current!r} is not in the ring")
        oldest = lookup or list(keys)[-1]
        if oldest not in keys:
            raise KeyMaterialError(f"the look-up key {oldest!r} is not in the ring")
        self.keys = dict(keys)
        self.current = current
        self._ciphers = {name: AESGCM(key) for name, key in self.keys.items()}
        self._lookup_key = hmac.digest(self.keys[oldest], b"yangguang look-up", "sha256")

    @classmethod
    def from_mapping(cls, keys: Mapping[str, str], current: str, lookup: str | None = None) -> Self:
        """A ring from base64 texts of 32 bytes each."""
        return cls({name: _decode(name, text) for name, text in keys.items()}, current, lookup)

    def encrypt(self, data: bytes, aad: bytes = b"") -> bytes:
        header = _header(self.current)
        nonce = secrets.token_bytes(NONCE)
        return header + nonce + self._ciphers[self.current].encrypt(nonce, data, header + aad)

    def decrypt(self, blob: bytes, aad: bytes = b"") -> bytes:
        """The plain bytes; DecryptionError when altered, out of place, or made by a key we no longer have."""
        key_id, start = _split(blob)
        cipher = self._ciphers.get(key_id)
        if cipher is None:
            raise DecryptionError(f"no key {key_id!r} in the ring")
        nonce, body = blob[start : start + NONCE], blob[start + NONCE :]
        try:
            return cipher.decrypt(nonce, body, blob[:start] + aad)
        except (InvalidTag, ValueError) as error:
            raise DecryptionError("the ciphertext does not open: altered or out of place") from error

    def key_of(self, blob: bytes) -> str:
        """The id of the key that made *blob*: tells rotation what is still to do."""
        return _split(blob)[0]

    def lookup(self, text: str) -> str:
        """A keyed fingerprint (64 hex digits) to find an encrypted value by equality, telling nothing else."""
        return hmac.digest(self._lookup_key, text.encode(), "sha256").hex()

    def __repr__(self) -> str:
        return f"KeyRing(keys={sorted(self.keys)}, current={self.current!r})"


class Signer:
    """Signs seals with Ed25519. Its key id is derived from the public key, so it cannot be mistaken."""

    def __init__(self, private_key: bytes) -> None:
        if len(private_key) != KEY:
            raise KeyMaterialError("an Ed25519 private key has 32 bytes")
        self._key = Ed25519PrivateKey.from_private_bytes(private_key)
        self.public_key = self._key.public_key().public_bytes(
            serialization.Encoding.Raw, serialization.PublicFormat.Raw
        )
        self.key_id = key_id(self.public_key)

    def sign(self, message: bytes) -> bytes:
        return self._key.sign(message)


def key_id(public_key: bytes) -> str:
    """The name of a public key: the first 16 hex digits of its SHA-256."""
    return hashlib.sha256(public_key).hexdigest()[:16]


def verify_signature(public_key: bytes, signature: bytes, message: bytes) -> bool:
    """Whether *signature* over *message* was made by the owner of *public_key* (32 raw bytes)."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def _decode(name: str, text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise KeyMaterialError(f"key {name!r} is not base64") from error


def _header(key_id: str) -> bytes:
    name = key_id.encode()
    return MAGIC + bytes([len(name)]) + name


def _split(blob: bytes) -> tuple[str, int]:
    """The key id in the header and where the nonce starts."""
    if len(blob) < len(MAGIC) + 1 or blob[: len(MAGIC)] != MAGIC:
        raise DecryptionError("this is not one of our ciphertexts")
    start = len(MAGIC) + 1 + blob[len(MAGIC)]
    if len(blob) < start + NONCE:
        raise DecryptionError("the ciphertext is cut short")
    try:
        return blob[len(MAGIC) + 1 : start].decode(), start
    except UnicodeDecodeError as error:
        raise DecryptionError("the ciphertext's key id is not readable") from error
