"""A quick look at the end of the book, for ``doctor``: the newest acts, the last seals, a few keys.

``verify`` reads everything; this reads a few hundred rows, so that it can be asked every few minutes.
"""

from collections.abc import Iterable
from datetime import timedelta
from itertools import pairwise

from django.conf import settings
from django.db.models import Max, Min
from django.utils.translation import gettext as _

from yangguang.journal import readings
from yangguang.journal.models import Act, Leaf, Node, PrivatePart, Seal
from yangguang.journal.sealing import tree
from yangguang.lib import clock, seals
from yangguang.lib.crypto import DecryptionError
from yangguang.lib.merkle import MissingNode

NEWEST = 200  # acts
SEALS = 20
SAMPLES = 20  # private parts, spread over the whole book
AHEAD = timedelta(minutes=1)  # an act may be this far in the future: two machines never agree to the second


def faults() -> list[str]:
    """What does not hold among the newest acts and seals, in Chinese."""
    return [*_acts(), *_seals()]


def _acts() -> Iterable[str]:
    newest = dict(Leaf.objects.order_by("-position").values_list("position", "act_id")[:NEWEST])
    found = readings.acts(newest.values())
    kept = dict(Node.objects.filter(level=0, index__in=newest).values_list("index", "hash"))
    for position, act_id in sorted(newest.items()):
        act = found.get(act_id)
        if act is None:
            yield _("第 %(number)d 号记录被删除") % {"number": position + 1}
            continue
        hashed = None if isinstance(act, str) else readings.leaf_hash(act)
        if hashed is None or hashed != bytes(kept.get(position, b"")):
            yield _("第 %(number)d 号记录被改动") % {"number": position + 1}


def _seals() -> Iterable[str]:
    newest = list(Seal.objects.order_by("-number")[: SEALS + 1])
    if newest:
        last = newest[0]
        try:
            holds = tree().root(last.size).hex() == last.root
        except MissingNode:
            holds = False
        if not holds:
            yield _("树根与第 %(number)d 次封存不符") % {"number": last.number}
    for seal, before in pairwise(newest):
        one, other = readings.document(seal), readings.document(before)
        sound = one is not None and seals.well_formed(one) and seals.signature_holds(one)
        if not sound or one is None or other is None or one["previous"] != seals.hash_of(other):
            yield _("第 %(number)d 次封存的签名无效，或与前一次不衔接") % {"number": seal.number}


def ahead_of_the_clock() -> timedelta | None:
    """By how much the newest act lies in the future, when it does: the machine's clock has jumped back."""
    newest = Act.objects.order_by("-id").values_list("recorded_at", flat=True).first()
    if newest is None or newest <= clock.now() + AHEAD:
        return None
    return newest - clock.now()


def unreadable_keys() -> list[str]:
    """The ids of ring keys that stored private parts were locked with and that do not open them now."""
    ends = PrivatePart.objects.aggregate(first=Min("act_id"), last=Max("act_id"))
    if ends["first"] is None:
        return []
    step = max(1, (ends["last"] - ends["first"]) // SAMPLES)
    missing: set[str] = set()
    for start in range(ends["first"], ends["last"] + 1, step):
        part = PrivatePart.objects.select_related("act").filter(act_id__gte=start).order_by("act_id").first()
        if part is None:
            break
        ring = settings.YANGGUANG_KEYRING
        try:
            ring.decrypt(bytes(part.data), aad=part.act.uid.encode())
        except DecryptionError:
            try:
                missing.add(ring.key_of(bytes(part.data)))
            except DecryptionError:
                missing.add("?")
    return sorted(missing)
