"""Proof documents: what an outsider needs to check one act alone."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from yangguang.journal import subjects
from yangguang.journal.models import Act, Leaf, Seal
from yangguang.journal.sealing import tree
from yangguang.lib import proof
from yangguang.lib.crypto import Signer, key_id
from yangguang.lib.errors import Refusal
from yangguang.lib.ref import Ref


def prove(
    act: Act,
    *,
    seal: Seal | None = None,
    held: Seal | None = None,
    content: Sequence[Mapping[str, Any]] = (),
) -> dict[str, Any] | None:
    """The proof document of *act*; None when it is not sealed yet (or not by *seal*).

    By default against the first seal over it, so that the document never changes. *held* adds the
    proof that this seal and another one that the reader holds tell the same story. *content* are
    claims about what the act made public, see lib.proof. Raises MissingNode when the stored tree has
    a hole, which ``verify`` names.
    """
    leaf = Leaf.objects.filter(act=act).first()
    if leaf is None:
        return None
    chosen = seal or Seal.objects.filter(size__gt=leaf.position).order_by("size").first()
    if chosen is None or chosen.size <= leaf.position:
        return None
    book = tree()
    document: dict[str, Any] = {
        "schema": proof.SCHEMA,
        "leaf": act.public_leaf(),
        "leaf_hash": act.leaf_hash,
        "position": leaf.position,
        "seal": chosen.document(),
        "path": [step.hex() for step in book.inclusion_proof(leaf.position, chosen.size)],
    }
    if held is not None and held.number != chosen.number:
        document["consistency"] = link(chosen, held)
    if content:
        document["content"] = [dict(claim) for claim in content]
    return document


def link(one: Seal, other: Seal) -> dict[str, Any]:
    """*other* with the consistency proof between it and *one*, whichever is older."""
    old, new = sorted((one.size, other.size))
    path = tree().consistency_proof(old, new)
    return {"seal": other.document(), "path": [step.hex() for step in path]}


def link_document(one: Seal, other: Seal) -> dict[str, Any]:
    """That of two seals the later begins with the earlier, as a document to hand out (lib.proof)."""
    return {
        "schema": proof.LINK,
        "seals": [one.document(), other.document()],
        "path": link(one, other)["path"],
    }


def trusted_keys() -> dict[str, bytes]:
    """The public keys of this house by key id: the current one and those it signed with before.

    ``YANGGUANG_RETIRED_SEAL_KEYS`` lists public keys (32 bytes each) that were replaced.
    """
    current = Signer(settings.YANGGUANG_SEAL_KEY)
    retired: Sequence[bytes] = getattr(settings, "YANGGUANG_RETIRED_SEAL_KEYS", ())
    return {key_id(key): key for key in (current.public_key, *retired)}


def document(act: Act, *, seal: Seal | None = None, held: Seal | None = None) -> dict[str, Any] | None:
    """The proof of *act*, with the content claims that the owner of its subject adds to it."""
    subject = subjects.of(act.subject)
    told = subject.prove(act.subject) if subject and subject.prove else None
    fits = told is not None and told["leaf"]["uid"] == act.uid
    content = told.get("content", ()) if told is not None and fits else ()
    return prove(act, seal=seal, held=held, content=content)


def refuse_concealed(act: Act) -> None:
    """Refusal ``gone`` for the proof of an act whose words were expunged: a proof would tell them."""
    if act.concealed:
        raise Refusal(
            _("这条记录的文字已依法消除，不再提供含有原文的凭证。它的指纹仍在日志里，不影响其他凭证。"),
            code="gone",
        )


def provable(ref: Ref) -> Act | None:
    """The public act that best speaks for *ref* as it is now: the one its owner proves, else the newest."""
    subject = subjects.of(ref)
    told = subject.prove(ref) if subject and subject.prove else None
    acts = Act.objects.about(ref).public()
    if told is not None:
        return acts.filter(uid=told["leaf"]["uid"]).first()
    return acts.order_by("-id").first()
