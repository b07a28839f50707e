"""How an act becomes a leaf of the public tree, and how its private part stays private.

The leaf is the canonical JSON of everything that may be shown: never a person's name. The private
part (who, on whose behalf, private facts) enters only as a commitment, SHA-256 over a random salt
and its canonical bytes. Salt and facts lie encrypted beside the act; once they are destroyed the
commitment tells nothing, and every proof still verifies.
"""

import json
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from yangguang.journal.actors import Actor
from yangguang.lib import canonical, merkle
from yangguang.lib.crypto import KeyRing
from yangguang.lib.ref import Ref

SCHEMA = "yangguang.act/1"
_DOMAIN = b"yangguang.private/1\x00"
_SALT = 32


def public_leaf(
    *,
    uid: str,
    kind: str,
    version: int,
    is_public: bool,
    occurred_at: datetime,
    recorded_at: datetime,
    post: str,
    organisation: str,
    acting_organisation_code: str,
    subject: Ref,
    about: Iterable[Ref],
    organisation_code: str,
    basis: str,
    public: Mapping[str, Any],
    commitment: str,
) -> dict[str, Any]:
    """The fields of a leaf. Changing this shape means a new SCHEMA: leaves of old acts must not move."""
    return {
        "schema": SCHEMA,
        "uid": uid,
        "kind": kind,
        "version": version,
        "audience": "public" if is_public else "internal",
        "occurred_at": canonical.moment(occurred_at),
        "recorded_at": canonical.moment(recorded_at),
        "actor": {"post": post, "organisation": organisation, "organisation_code": acting_organisation_code},
        "subject": str(subject),
        "about": sorted(str(ref) for ref in about),
        "organisation_code": organisation_code,
        "basis": basis,
        "public": dict(public),
        "private_commitment": commitment,
    }


def leaf_hash(leaf: Mapping[str, Any]) -> bytes:
    return merkle.leaf_hash(canonical.dumps(leaf))


@dataclass(frozen=True)
class Private:
    """What an act keeps from the public, with the salt of its commitment."""

    actor_key: str
    actor_name: str
    on_behalf_of: str
    facts: Mapping[str, Any]
    salt: str  # hex

    @classmethod
    def of(cls, actor: Actor, facts: Mapping[str, Any]) -> "Private":
        return cls(actor.key, actor.name, actor.on_behalf_of, dict(facts), secrets.token_hex(_SALT))

    @property
    def commitment(self) -> str:
        told = {
            "actor_key": self.actor_key,
            "actor_name": self.actor_name,
            "on_behalf_of": self.on_behalf_of,
            "facts": self.facts,
        }
        return sha256(_DOMAIN + bytes.fromhex(self.salt) + canonical.dumps(told)).hexdigest()

    def locked(self, ring: KeyRing, act_uid: str) -> bytes:
        """Encrypted, and bound to its act: copied to another act it does not open."""
        return ring.encrypt(canonical.dumps(self.__dict__), aad=act_uid.encode())

    @classmethod
    def unlocked(cls, blob: bytes | memoryview, ring: KeyRing, act_uid: str) -> "Private":
        """DecryptionError when the key is gone or the bytes were altered."""
        return cls(**json.loads(ring.decrypt(bytes(blob), aad=act_uid.encode())))
