"""The one sealer: gives acts their places in the tree and signs its head."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import Q

from yangguang.journal.models import Leaf, Node, Seal, Sealer, Unsealed
from yangguang.lib import clock, merkle, seals
from yangguang.lib.crypto import Signer
from yangguang.web import pagestore

log = structlog.get_logger("yangguang.journal")

AT_ONCE = 5000  # acts under one seal: bounds how long the book is held


class StoredNodes:
    """The node store of lib.merkle over the Node table: one query for a whole proof."""

    def fetch(self, places: Iterable[merkle.Place]) -> Mapping[merkle.Place, bytes]:
        by_level: dict[int, list[int]] = {}
        for level, index in set(places):
            by_level.setdefault(level, []).append(index)
        if not by_level:
            return {}
        wanted = reduce(or_, (Q(level=level, index__in=indexes) for level, indexes in by_level.items()))
        rows = Node.objects.filter(wanted).values_list("level", "index", "hash")
        return {(level, index): bytes(value) for level, index, value in rows}


def tree() -> merkle.Tree:
    return merkle.Tree(StoredNodes())


@transaction.atomic
def seal() -> Seal | None:
    """Seal the acts recorded since the last seal; None when there are none.

    Two workers may call this at the same time: the second waits for the first. The places are given
    here and not by the writers, because transactions commit in another order than they begin.
    """
    Sealer.objects.get_or_create(id=1)
    Sealer.objects.select_for_update().get(id=1)
    waiting = list(Unsealed.objects.select_related("act").order_by("act_id")[:AT_ONCE])
    if not waiting:
        return None
    last = Seal.objects.last()
    start = last.size if last else 0
    size = start + len(waiting)
    hashes = [bytes.fromhex(row.act.leaf_hash) for row in waiting]
    book = tree()
    nodes = book.grown(start, hashes)
    Leaf.objects.bulk_create(Leaf(position=place, act=row.act) for place, row in enumerate(waiting, start))
    Node.objects.bulk_create(
        (Node(level=level, index=index, hash=value) for (level, index), value in sorted(nodes.items())),
        batch_size=2000,
    )
    signer = Signer(settings.YANGGUANG_SEAL_KEY)
    document = seals.signed(
        seals.body(
            number=last.number + 1 if last else 1,
            size=size,
            root=book.root(size).hex(),
            sealed_at=clock.now(),
            previous=seals.hash_of(last.document()) if last else seals.FIRST,
            public_key=signer.public_key.hex(),
        ),
        signer,
    )
    made = _stored(document)
    if any(row.act.is_public for row in waiting):
        pagestore.changing()  # pages tell whether their acts are sealed
    Unsealed.objects.filter(act_id__in=[row.act_id for row in waiting]).delete()
    log.info("sealed", number=made.number, size=made.size, root=made.root)
    return made


def _stored(document: Mapping[str, Any]) -> Seal:
    return Seal.objects.create(
        number=document["number"],
        size=document["size"],
        root=document["root"],
        sealed_at=datetime.fromisoformat(document["sealed_at"]),
        previous=document["previous"],
        key_id=document["key_id"],
        public_key=document["public_key"],
        signature=document["signature"],
    )
