"""Recomputing the whole book from the database and naming what does not hold.

Three things are compared: each act with its own fingerprint and with the leaf of the tree, the
recomputed tree with the stored one, and its roots with the signed seals: our own, and any that an
outsider holds. Who rewrites an act, its fingerprint, the tree and our seals with our key is still
found by a seal that has left the house; then the acts are named by range, between two seals.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db.models import Exists, Max, OuterRef
from django.utils.translation import gettext as _

from yangguang.journal import readings
from yangguang.journal.acts import PRIVATE_PART_ERASED
from yangguang.journal.models import Act, ActReference, Leaf, Node, PrivatePart, Seal, Unsealed
from yangguang.journal.proofs import trusted_keys
from yangguang.journal.readings import UNREADABLE
from yangguang.lib import merkle, seals
from yangguang.lib.crypto import DecryptionError
from yangguang.lib.merkle import MemoryStore, Tree

CHUNK = 1000  # acts looked at together


@dataclass(frozen=True)
class Fault:
    """``kind``: altered, removed, reordered, rewritten, seal, private, unqueued, held. Numbers count from 1.

    *act* is the uid of the act, *first* to *last* the numbers of acts, *seal* the number of the seal that is
    meant; empty or 0 where the fault is not about one.
    """

    kind: str
    message: str
    act: str = ""
    first: int = 0
    last: int = 0
    seal: int = 0


@dataclass
class Report:
    acts: int = 0
    sealed: int = 0
    unsealed: int = 0
    seals: int = 0
    faults: list[Fault] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        return not self.faults

    def add(
        self, kind: str, message: str, act: str = "", first: int = 0, last: int = 0, *, seal: int = 0
    ) -> None:
        self.faults.append(Fault(kind, message, act, first, last or first, seal))


def verify(held: Sequence[Mapping[str, Any]] = ()) -> Report:
    """Recompute everything. *held* are seals, as documents, that somebody outside has kept."""
    return _Verification(held).run()


class _Verification:
    def __init__(self, held: Sequence[Mapping[str, Any]]) -> None:
        self.report = Report()
        self.trusted = trusted_keys()
        self.own = list(Seal.objects.order_by("number"))
        self.held = [seal for seal in held if self._is_ours(seal)]
        self.frontier = MemoryStore()  # complete subtrees at the right edge, recomputed
        self.bad: set[merkle.Place] = set()  # nodes that differ, so that those above are not named again
        self.ring = settings.YANGGUANG_KEYRING
        erasures = Act.objects.filter(kind=PRIVATE_PART_ERASED.name)
        self.erased = {str(subject) for subject in readings.each(erasures.values_list("subject", flat=True))}

    def run(self) -> Report:
        self.report.acts = Act.objects.count()
        self.report.seals = len(self.own)
        self._check_chain()
        roots = self._recomputed_roots()
        self._compare_own(roots)
        self._compare_held(roots)
        self._check_nodes_in_excess()
        self._check_unsealed()
        self._check_strays()
        return self.report

    # The acts and the tree

    def _recomputed_roots(self) -> dict[int, str]:
        """Walk all leaves; the recomputed root at the size of every seal, our own and held."""
        highest = [
            Leaf.objects.aggregate(last=Max("position"))["last"],
            Node.objects.filter(level=0).aggregate(last=Max("index"))["last"],
        ]
        size = max((last + 1 for last in highest if last is not None), default=0)
        self.report.sealed = size
        stops = {seal.size for seal in self.own} | {seal["size"] for seal in self.held}
        roots: dict[int, str] = {}
        done = 0
        for stop in sorted({*(stop for stop in stops if stop <= size), size}):
            while done < stop:
                upto = min(stop, done + CHUNK)
                self._grow(done, upto)
                done = upto
            if stop:
                roots[stop] = Tree(self.frontier).root(stop).hex()
        if size > (self.own[-1].size if self.own else 0):
            first = (self.own[-1].size if self.own else 0) + 1
            self.report.add(
                "rewritten",
                _("第 %(first)d 至 %(last)d 号记录已有位置，却没有封存签名") % {"first": first, "last": size},
                first=first,
                last=size,
            )
        return roots

    def _grow(self, start: int, stop: int) -> None:
        """Check the leaves start..stop-1 and add them to the recomputed tree."""
        kept = dict(
            Node.objects.filter(level=0, index__gte=start, index__lt=stop).values_list("index", "hash")
        )
        rows = self._rows(start, stop)
        hashes = [
            self._leaf(position, rows.get(position), bytes(kept[position]) if position in kept else None)
            for position in range(start, stop)
        ]
        grown = Tree(self.frontier).grown(start, hashes)
        self._compare_nodes(start, stop, grown)
        self.frontier.update(grown)
        edge = set(merkle.complete_subtrees(0, stop))
        self.frontier = MemoryStore({place: self.frontier[place] for place in edge})

    def _rows(self, start: int, stop: int) -> dict[int, Act | str]:
        """The acts at the places start..stop-1; instead of an act that cannot even be read its uid."""
        wanted = Leaf.objects.filter(position__gte=start, position__lt=stop)
        places = dict(wanted.values_list("position", "act_id"))
        found = readings.acts(places.values())
        return {position: found[act_id] for position, act_id in places.items() if act_id in found}

    def _leaf(self, position: int, act: Act | str | None, kept: bytes | None) -> bytes:
        """The hash to go on with: the act's when it is faultless, else the kept one, so that each is named once."""
        number = position + 1
        if isinstance(act, str):
            told = _("第 %(number)d 号记录（%(act)s）被改动：已经读不出来") % {"number": number, "act": act}
            self.report.add("altered", told, act, number)
            return kept or merkle.leaf_hash(b"")
        if act is None:
            told = _("第 %(number)d 号记录被删除") % {"number": number}
            self.report.add("removed", told, first=number)
            return kept or merkle.leaf_hash(b"")
        self._check_private(act, number)
        self._check_subject(act, number)
        recomputed = readings.leaf_hash(act)
        if kept is None:
            told = _("第 %(number)d 号记录的树节点被删除") % {"number": number}
            self.report.add("rewritten", told, act.uid, number)
            return recomputed or merkle.leaf_hash(b"")
        if recomputed is None or recomputed.hex() != act.leaf_hash:
            told = _("第 %(number)d 号记录（%(act)s）被改动：内容与指纹不符") % {
                "number": number,
                "act": act.uid,
            }
            self.report.add("altered", told, act.uid, number)
        elif recomputed != kept:
            self._name_moved(act, recomputed, number)
        return kept

    def _name_moved(self, act: Act, recomputed: bytes, number: int) -> None:
        """The act agrees with its own fingerprint but not with the tree: moved, or rewritten with it."""
        place = Node.objects.filter(level=0, hash=recomputed).values_list("index", flat=True).first()
        facts = {"number": number, "act": act.uid, "true": (place or 0) + 1}
        if place is None:
            told = _("第 %(number)d 号记录（%(act)s）被改动：指纹也被改写，与树不符") % facts
            self.report.add("altered", told, act.uid, number)
        else:
            told = _("记录 %(act)s 被调换：原在第 %(true)d 号，现在第 %(number)d 号") % facts
            self.report.add("reordered", told, act.uid, number)

    def _compare_nodes(self, start: int, stop: int, grown: Mapping[merkle.Place, bytes]) -> None:
        """Name the smallest subtrees whose stored hash is not the recomputed one."""
        for level in range(1, max((level for level, _index in grown), default=0) + 1):
            kept = dict(
                Node.objects.filter(
                    level=level, index__gte=start >> level, index__lt=(stop >> level) + 1
                ).values_list("index", "hash")
            )
            for (at, index), value in grown.items():
                if at != level or bytes(kept.get(index, b"")) == value:
                    continue
                self.bad.add((level, index))
                if {(level - 1, index * 2), (level - 1, index * 2 + 1)} & self.bad:
                    continue
                first, last = (index << level) + 1, (index + 1) << level
                told = _("第 %(first)d 至 %(last)d 号记录的树节点与记录不符") % {"first": first, "last": last}
                self.report.add("rewritten", told, first=first, last=last)

    def _check_nodes_in_excess(self) -> None:
        """A tree of n leaves has n // 2**k complete subtrees at level k, and none beyond."""
        size, level = self.report.sealed, 0
        excess = Node.objects.exclude(level=0)
        while size >> level:
            excess = excess.exclude(level=level, index__lt=size >> level)
            level += 1
        for at, index in excess.values_list("level", "index"):
            told = _("树中多出一个节点：第 %(level)d 层第 %(index)d 个") % {"level": at, "index": index + 1}
            self.report.add(
                "rewritten", told, first=(index << min(at, 64)) + 1, last=(index + 1) << min(at, 64)
            )

    def _check_subject(self, act: Act, number: int) -> None:
        """The leaf tells the other references; that of the subject itself only stands in the index of timelines."""
        if act.subject not in [row.ref for row in act.references.all()]:
            facts = {"number": number, "act": act.uid}
            told = _("第 %(number)d 号记录（%(act)s）的关联被删除：在所记事项的经过里看不到它") % facts
            self.report.add("altered", told, act.uid, number)

    def _check_private(self, act: Act, number: int) -> None:
        facts = {"number": number, "act": act.uid}
        try:
            private = act.private
        except (DecryptionError, *UNREADABLE):
            told = _("第 %(number)d 号记录（%(act)s）的非公开部分打不开：被改动，或密钥不在") % facts
            self.report.add("private", told, act.uid, number)
            return
        if private is None:
            if str(act.ref) not in self.erased:
                told = _("第 %(number)d 号记录（%(act)s）的非公开部分不见了，却没有消除记录") % facts
                self.report.add("private", told, act.uid, number)
        elif private.commitment != act.commitment:
            told = _("第 %(number)d 号记录（%(act)s）的非公开部分与承诺值不符") % facts
            self.report.add("private", told, act.uid, number)
        elif self.ring.lookup(private.actor_key) != act.private_part.actor_lookup:
            told = _("第 %(number)d 号记录（%(act)s）的经办人检索值被改动：按人查会查错") % facts
            self.report.add("private", told, act.uid, number)

    # The seals

    def _is_ours(self, seal: Mapping[str, Any]) -> bool:
        """Whether a held seal is well-formed and signed with a key of this house."""
        sound = seals.well_formed(seal) and seals.signature_holds(seal)
        if sound and self.trusted.get(seal["key_id"], b"").hex() == seal["public_key"]:
            return True
        self.report.add("held", _("所持封存不是本单位签署的，或已损坏"))
        return False

    def _check_chain(self) -> None:
        """Numbers without a gap, each naming the hash of the one before, each signed by a key of ours."""
        before: Seal | None = None
        for seal in self.own:
            self._name_missing((before.number if before else 0) + 1, seal.number - 1)
            for told in self._faults_of(seal, before):
                self.report.add("seal", told % {"number": seal.number}, seal=seal.number)
            before = seal

    def _name_missing(self, first: int, last: int) -> None:
        if first == last:
            self.report.add("seal", _("缺少第 %(number)d 次封存") % {"number": first}, seal=first)
        elif first < last:
            told = _("缺少第 %(first)d 至 %(last)d 次封存") % {"first": first, "last": last}
            self.report.add("seal", told, seal=first)

    def _faults_of(self, seal: Seal, before: Seal | None) -> Iterator[str]:
        document, previous = readings.document(seal), readings.document(before) if before else None
        if before is not None and seal.size <= before.size:
            yield _("第 %(number)d 次封存的记录数没有增加")
        if document is None:
            yield _("第 %(number)d 次封存已经读不出来")
            return
        named = seals.hash_of(previous) if previous else None if before else seals.FIRST
        if document["previous"] != named:
            yield _("第 %(number)d 次封存与前一次不衔接")
        if not (seals.well_formed(document) and seals.signature_holds(document)):
            yield _("第 %(number)d 次封存的签名无效")
        elif self.trusted.get(document["key_id"], b"").hex() != document["public_key"]:
            yield _("第 %(number)d 次封存不是用本单位的密钥签署的")
        if seal.key_id != document["key_id"]:
            yield _("第 %(number)d 次封存所写的密钥编号被改动")

    def _compare_own(self, roots: Mapping[int, str]) -> None:
        self._name_first_difference(
            [(seal.number, seal.size, seal.root) for seal in self.own], roots, kind="rewritten"
        )

    def _compare_held(self, roots: Mapping[int, str]) -> None:
        """Our tree against what outsiders hold; ranges get as narrow as the seals they kept."""
        ours = {seal.number: readings.document(seal) for seal in self.own}
        for seal in self.held:
            if ours.get(seal["number"]) != seal:
                told = _("本单位的第 %(number)d 次封存与外部所持的不同") % {"number": seal["number"]}
                self.report.add("held", told, seal=seal["number"])
        held = sorted(
            ((seal["number"], seal["size"], seal["root"]) for seal in self.held), key=lambda s: s[1]
        )
        self._name_first_difference(held, roots, kind="held")

    def _name_first_difference(
        self, expected: Sequence[tuple[int, int, str]], roots: Mapping[int, str], *, kind: str
    ) -> None:
        sound = 0
        for number, size, root in expected:
            if roots.get(size) == root:
                sound = size
                continue
            facts = {"number": number, "first": sound + 1, "last": size, "have": self.report.sealed}
            if size not in roots:
                told = _("记录被删除：第 %(number)d 次封存有 %(last)d 条记录，现在只有 %(have)d 条") % facts
                self.report.add("removed", told, first=self.report.sealed + 1, last=size, seal=number)
            else:
                told = (
                    _(
                        "树根与第 %(number)d 次封存不符：第 %(first)d 至 %(last)d 号之间有记录被改动、删除或调换"
                    )
                    % facts
                )
                self.report.add(kind, told, first=sound + 1, last=size, seal=number)
            return

    # What is not sealed yet

    def _check_unsealed(self) -> None:
        self.report.unsealed = Unsealed.objects.count()
        waiting = list(Unsealed.objects.order_by("act_id").values_list("act_id", flat=True))
        for start in range(0, len(waiting), CHUNK):
            ids = waiting[start : start + CHUNK]
            found = readings.acts(ids)
            for act_id in ids:
                self._check_waiting(act_id, found.get(act_id))
        for uid in Act.objects.filter(leaf__isnull=True, unsealed__isnull=True).values_list("uid", flat=True):
            told = _("记录 %(act)s 既没有封存，也不在待封存之列") % {"act": uid}
            self.report.add("unqueued", told, uid)
        both = Act.objects.filter(leaf__isnull=False, unsealed__isnull=False)
        for position, uid in both.values_list("leaf__position", "uid"):
            told = _("记录 %(act)s 已经封存，却又列入待封存") % {"act": uid}
            self.report.add("unqueued", told, uid, position + 1)

    def _check_waiting(self, act_id: int, act: Act | str | None) -> None:
        if act is None:
            self.report.add("removed", _("一条等待封存的记录被删除（内部编号 %(id)d）") % {"id": act_id})
            return
        if isinstance(act, str):
            told = _("未封存的记录 %(act)s 被改动：已经读不出来") % {"act": act}
            self.report.add("altered", told, act)
            return
        hashed = readings.leaf_hash(act)
        if hashed is None or hashed.hex() != act.leaf_hash:
            told = _("未封存的记录 %(act)s 被改动：内容与指纹不符") % {"act": act.uid}
            self.report.add("altered", told, act.uid)
        self._check_private(act, 0)
        self._check_subject(act, 0)

    def _check_strays(self) -> None:
        """Private parts and references that belong to no act: what a removed act has left behind."""
        for model, what in ((PrivatePart, _("非公开部分")), (ActReference, _("关联"))):
            rows = model._default_manager.exclude(Exists(Act.objects.filter(id=OuterRef("act_id"))))
            for act_id in rows.values_list("act_id", flat=True):
                told = _("内部编号 %(id)d 的记录不见了，只剩下它的%(what)s") % {"id": act_id, "what": what}
                self.report.add("removed", told)
