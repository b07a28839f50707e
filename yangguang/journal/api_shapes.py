"""The shapes of seals and proofs in the open API: what lib.seals and lib.proof write, described and never changed.

Typed dictionaries and not records: what is not in a document must stay out of it, or nobody could check it.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, NotRequired

from pydantic import Field, WithJsonSchema
from typing_extensions import TypedDict

Hash = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
Moment = Annotated[str, WithJsonSchema({"type": "string", "format": "date-time"})]


class SealDocument(TypedDict):
    """A signed head of the tree: ``size`` records under ``root``; ``previous`` is the hash of the seal before."""

    schema: Literal["yangguang.seal/1"]
    hash: Literal["sha-256"]
    number: Annotated[int, Field(ge=1)]
    size: Annotated[int, Field(ge=1)]
    root: Hash
    sealed_at: Moment
    previous: Hash
    key_id: str
    public_key: Hash
    signature: Annotated[str, Field(pattern="^[0-9a-f]{128}$")]


class Consistency(TypedDict):
    """Another seal, and the path that joins both trees."""

    seal: SealDocument
    path: list[Hash]


class LinkDocument(TypedDict):
    """That of two seals the later begins with the earlier."""

    schema: Literal["yangguang.link/1"]
    seals: Annotated[list[SealDocument], Field(min_length=2, max_length=2)]
    path: list[Hash]


class ProofDocument(TypedDict):
    """One record of the book with its way to a seal; ``content`` are claims about what it made public."""

    schema: Literal["yangguang.proof/1"]
    leaf: dict[str, Any]
    leaf_hash: Hash
    position: Annotated[int, Field(ge=0)]
    seal: SealDocument
    path: list[Hash]
    consistency: NotRequired[Consistency]
    content: NotRequired[list[dict[str, Any]]]
