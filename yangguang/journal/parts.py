"""What a package needs so that its acts can be checked offline: proofs, the seals they lead to, the programs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from yangguang.journal import checker
from yangguang.journal.models import Act, Leaf, Seal
from yangguang.journal.proofs import prove
from yangguang.lib.packages import Part, as_json, in_memory

_CHECK = Path(__file__).with_name("check_package.py.txt")
_OWN = "@CONTENTS@"

Claims = Callable[[Act], Sequence[Mapping[str, Any]]]


@dataclass(frozen=True)
class Gathered:
    """``parts`` are ``acts/00000012.json`` and ``seals/000003.json``; ``places`` the acts' numbers, counted from 1;
    ``proofs`` their documents by the act's key; ``unsealed`` acts have none yet.
    """

    parts: list[Part]
    places: dict[int, int]
    proofs: dict[int, dict[str, Any]]
    seals: dict[int, dict[str, Any]]
    unsealed: list[Act]


def _no_claims(act: Act) -> list[Mapping[str, Any]]:
    return []


def gather(acts: Sequence[Act], *, content: Claims = _no_claims) -> Gathered:
    """The proofs of some acts, each against the first seal over it and linked to the one over the newest of them."""
    positions = dict(Leaf.objects.filter(act__in=acts).values_list("act", "position"))
    newest = max(positions.values(), default=-1)
    last = Seal.objects.filter(size__gt=newest).order_by("size").first() if positions else None
    seals = {last.number: last.document()} if last else {}
    parts, proofs, unsealed = [], {}, []
    for act in acts:
        proof = prove(act, held=last, content=content(act)) if act.pk in positions else None
        if proof is None:
            unsealed.append(act)
            continue
        proofs[act.pk] = proof
        seals[proof["seal"]["number"]] = proof["seal"]
        parts.append(Part(f"acts/{positions[act.pk] + 1:08d}.json", as_json(proof)))
    parts += [Part(f"seals/{number:06d}.json", as_json(document)) for number, document in seals.items()]
    return Gathered(parts, {key: place + 1 for key, place in positions.items()}, proofs, seals, unsealed)


def checkers(own: str) -> list[Part]:
    """``check.py``, which checks manifest, proofs and then with the package's *own* ``check_contents(acts, paths)``;
    ``check_proof.py``, the checker of single proofs that the site offers to everybody.
    """
    program = _CHECK.read_text(encoding="utf-8").replace(_OWN, own.strip())
    return [
        Part("check.py", in_memory(program)),
        Part("check_proof.py", in_memory(checker.source())),
    ]
