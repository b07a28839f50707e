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
from datetime import UTC, datetime
from functools import cached_property, lru_cache
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


def written(
    *,
    uid: str,
    occurred_at: datetime,
    recorded_at: datetime,
    subject: Ref,
    about: Iterable[Ref],
    public: Mapping[str, Any],
    commitment: str,
    **said: Any,
) -> bytes:
    """The bytes of ``canonical.dumps(public_leaf(…))``; what acts of one kind by one post have in common is written once."""
    refs = ",".join(sorted([f'"{ref}"' for ref in about]))
    facts = canonical.written(public) if public else "{}"
    happened, recorded = canonical.moment(occurred_at), canonical.moment(recorded_at)
    # None of these needs quoting: a uid, moments, refs, a hash, and what is written already.
    return (_frame(**said) % (refs, happened, commitment, facts, recorded, subject, uid)).encode()


@lru_cache(maxsize=256)
def _frame(**said: Any) -> str:
    """A leaf with places for what differs, in the order of its keys."""
    mark = secrets.token_hex(_SALT)  # stands in none of the texts
    leaf = public_leaf(
        **said,
        uid=mark,
        subject=_NOBODY,
        about=(),
        public={},
        commitment=mark,
        occurred_at=_EVER,
        recorded_at=_EVER,
    ) | {"about": [mark], "public": mark, "subject": mark, "occurred_at": mark, "recorded_at": mark}
    frame = canonical.written(leaf).replace("%", "%%")
    for quoted, place in ((f'["{mark}"]', "[%s]"), (f'"public":"{mark}"', '"public":%s'), (mark, "%s")):
        frame = frame.replace(quoted, place)
    return frame


_NOBODY, _EVER = Ref("journal.nobody", "0"), datetime(2000, 1, 1, tzinfo=UTC)


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
        return sha256(_DOMAIN + bytes.fromhex(self.salt) + self._told).hexdigest()

    def locked(self, ring: KeyRing, act_uid: str) -> bytes:
        """Encrypted, and bound to its act: copied to another act it does not open."""
        # The canonical bytes of all that is kept: the salt is the last of its keys.
        whole = b'%s,"salt":"%s"}' % (self._told[:-1], self.salt.encode())
        return ring.encrypt(whole, aad=act_uid.encode())

    @cached_property
    def _told(self) -> bytes:
        """What is committed to."""
        if not self.facts:
            return _told_of(self.actor_key, self.actor_name, self.on_behalf_of)
        return canonical.dumps(
            {
                "actor_key": self.actor_key,
                "actor_name": self.actor_name,
                "on_behalf_of": self.on_behalf_of,
                "facts": self.facts,
            }
        )

    @classmethod
    def unlocked(cls, blob: bytes | memoryview, ring: KeyRing, act_uid: str) -> "Private":
        """DecryptionError when the key is gone or the bytes were altered."""
        return cls(**json.loads(ring.decrypt(bytes(blob), aad=act_uid.encode())))


@lru_cache(maxsize=16)
def _told_of(actor_key: str, actor_name: str, on_behalf_of: str) -> bytes:
    """Of an act that keeps nothing from the public but who did it."""
    told = {"actor_key": actor_key, "actor_name": actor_name, "on_behalf_of": on_behalf_of, "facts": {}}
    return canonical.dumps(told)
