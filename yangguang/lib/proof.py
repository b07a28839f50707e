"""Checking a proof document: no database, no network, nothing but the document and the hash functions.

A proof document (JSON) holds the public leaf of one act, its place in the tree, the audit path to the
root of a signed seal, and what the leaf claims about a content::

    {"schema": "yangguang.proof/1",
     "leaf": {...}, "leaf_hash": hex, "position": int,       # position counts from 0
     "seal": {...}, "path": [hex, ...],
     "consistency": {"seal": {...}, "path": [hex, ...]},     # optional: another seal, older or newer
     "content": [{"label": "正文", "claim": "sha256", "text": "…"}]}   # optional

A content claim names a field of the leaf's public part (``files.0.sha256``) and gives the text, a JSON
value, or only the hash, whose SHA-256 must be that field. Its label is proven by nothing: it is told of a fault only.

A link document shows of two seals that the later tree begins with the earlier one, without any act::

    {"schema": "yangguang.link/1", "seals": [{...}, {...}], "path": [hex, ...]}
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any

from yangguang.lib import canonical, clock, merkle, seals

SCHEMA = "yangguang.proof/1"
LINK = "yangguang.link/1"


@dataclass(frozen=True)
class Verdict:
    """Whether the proof holds, and in plain Chinese what was checked; *faults* is what does not hold."""

    ok: bool
    lines: list[str]
    faults: list[str]

    @property
    def results(self) -> list[str]:
        """The lines that say what held or not, without the remarks."""
        return [line for line in self.lines if not line.startswith("·")]


@dataclass
class _Notes:
    lines: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def expect(self, holds: bool, good: str, bad: str) -> bool:
        self.lines.append(f"✓ {good}" if holds else f"✗ {bad}")
        if not holds:
            self.faults.append(bad)
        return holds

    def remark(self, text: str) -> None:
        self.lines.append(f"· {text}")

    def verdict(self) -> Verdict:
        return Verdict(not self.faults, self.lines, self.faults)


def check(
    document: Any,
    *,
    trusted_keys: Mapping[str, bytes] | None = None,
    seal: Mapping[str, Any] | None = None,
    files: Mapping[str, bytes] | None = None,
) -> Verdict:
    """Check everything that *document* says.

    *trusted_keys* are the public keys (by key id) that the house has made known; without them the
    verdict says which key to compare. *seal* is one that the checker holds from elsewhere; *files*
    are contents by name whose fingerprints must stand in the leaf.
    """
    notes = _Notes()
    if not _well_formed(document):
        notes.expect(False, "", "这不是一份完整的凭证：缺少必要的内容，或格式不对")
        return notes.verdict()
    leaf, own = document["leaf"], document["seal"]
    _describe(notes, document)
    hashed = _hash_of_leaf(leaf)
    notes.expect(
        hashed is not None and hashed.hex() == document["leaf_hash"],
        "记录的内容与它的指纹一致",
        "记录的内容被改动过：重新计算的指纹与凭证中的不同",
    )
    notes.expect(
        merkle.verify_inclusion(
            bytes.fromhex(document["leaf_hash"]),
            document["position"],
            own["size"],
            [bytes.fromhex(step) for step in document["path"]],
            bytes.fromhex(own["root"]),
        ),
        f"记录在第 {own['number']} 次封存之内（该次封存共 {own['size']} 条记录）",
        f"按凭证中的路径算不到第 {own['number']} 次封存的树根：记录、位置或路径被改动过",
    )
    _check_seal(notes, own, trusted_keys)
    if "consistency" in document:
        _check_consistency(notes, own, document["consistency"], trusted_keys)
    if seal is not None:
        _check_held(notes, document, seal, trusted_keys)
    for claim in document.get("content", ()):
        _check_content(notes, leaf, claim)
    for name, data in (files or {}).items():
        place = _find_hash(leaf.get("public"), sha256(data).hexdigest())
        notes.expect(
            place is not None,
            f"文件“{name}”的指纹写在记录中（{place}）",
            f"文件“{name}”的指纹不在记录中：它不是当时公开的那一份",
        )
    return notes.verdict()


def check_link(
    document: Any,
    *,
    trusted_keys: Mapping[str, bytes] | None = None,
    held: Sequence[Any] = (),
) -> Verdict:
    """Check a link document, and that the seals *held* outside are the two that it links."""
    notes = _Notes()
    if not _is_link(document):
        notes.expect(False, "", "这不是一份完整的衔接证明：缺少必要的内容，或格式不对")
        return notes.verdict()
    one, other = document["seals"]
    _check_seal(notes, one, trusted_keys)
    _check_consistency(notes, one, {"seal": other, "path": document["path"]}, trusted_keys)
    for seal in held:
        known = seals.well_formed(seal) and seal in document["seals"]
        notes.expect(
            known,
            f"与您持有的第 {seal['number'] if known else ''} 次封存一致",
            "与您持有的封存不同，或没有连到它：日志可能给了不同的人不同的封存",
        )
    return notes.verdict()


def _is_link(document: Any) -> bool:
    return (
        isinstance(document, Mapping)
        and document.get("schema") == LINK
        and isinstance(document.get("seals"), list)
        and len(document["seals"]) == 2
        and all(seals.well_formed(seal) for seal in document["seals"])
        and _is_path(document.get("path"))
    )


def consistent(one: Mapping[str, Any], other: Mapping[str, Any], path: Sequence[str]) -> bool:
    """Whether of two well-formed seals the larger tree begins with the smaller."""
    old, new = sorted((one, other), key=lambda seal: int(seal["size"]))
    return merkle.verify_consistency(
        old["size"],
        new["size"],
        [bytes.fromhex(step) for step in path],
        bytes.fromhex(old["root"]),
        bytes.fromhex(new["root"]),
    )


def _describe(notes: _Notes, document: Mapping[str, Any]) -> None:
    leaf = document["leaf"]
    actor = leaf.get("actor")
    organisation = actor.get("organisation") if isinstance(actor, Mapping) else ""
    notes.remark(
        f"公开日志第 {document['position'] + 1} 号记录：{leaf.get('kind', '')}，"
        f"{leaf.get('subject', '')}，{organisation or '未写明单位'}，{_when(leaf.get('recorded_at'))} 记入"
    )


def _check_seal(notes: _Notes, seal: Mapping[str, Any], trusted: Mapping[str, bytes] | None) -> None:
    number, key = seal["number"], seal["key_id"]
    notes.expect(
        seals.signature_holds(seal),
        f"第 {number} 次封存的签名有效，封存于 {_when(seal['sealed_at'])}",
        f"第 {number} 次封存的签名无效：封存被改动过，或不是由所写的密钥签署",
    )
    if trusted is None:
        notes.remark(f"请核对签名公钥是否与单位公布的一致：{seal['public_key']}（编号 {key}）")
        return
    known = trusted.get(key)
    notes.expect(
        known is not None and known.hex() == seal["public_key"],
        f"签名公钥 {key} 是单位公布的公钥",
        f"签名公钥 {key} 不在单位公布的公钥之中",
    )


def _check_consistency(
    notes: _Notes, own: Mapping[str, Any], given: Any, trusted: Mapping[str, bytes] | None
) -> None:
    shaped = (
        isinstance(given, Mapping) and seals.well_formed(given.get("seal")) and _is_path(given.get("path"))
    )
    if not shaped:
        notes.expect(False, "", "凭证中的衔接证明不完整")
        return
    other = given["seal"]
    _check_seal(notes, other, trusted)
    notes.expect(
        consistent(own, other, given["path"]),
        f"第 {min(own['number'], other['number'])} 次与第 {max(own['number'], other['number'])} 次封存前后衔接："
        "先前的记录没有被改动、删除或调换",
        f"第 {own['number']} 次与第 {other['number']} 次封存不衔接：其间有记录被改动、删除或调换",
    )


def _check_held(
    notes: _Notes, document: Mapping[str, Any], held: Any, trusted: Mapping[str, bytes] | None
) -> None:
    """Compare with a seal that the checker got from elsewhere."""
    if not seals.well_formed(held):
        notes.expect(False, "", "您提供的封存文件不完整，或格式不对")
        return
    own = document["seal"]
    given = document.get("consistency")
    linked = given.get("seal") if isinstance(given, Mapping) else None
    for seal in (own, linked):
        if seal is not None and seals.well_formed(seal) and seal["number"] == held["number"]:
            notes.expect(
                seal == held,
                f"与您持有的第 {held['number']} 次封存一致",
                f"与您持有的第 {held['number']} 次封存不同：日志给了不同的人不同的封存",
            )
            return
    _check_seal(notes, held, trusted)
    if held["size"] == own["size"]:
        notes.expect(
            held["root"] == own["root"],
            "与您持有的封存树根一致",
            "与您持有的封存记录数相同而树根不同：有记录被改动",
        )
        return
    notes.expect(False, "", f"凭证没有连到您持有的第 {held['number']} 次封存：请重新下载指明该次封存的凭证")


def _check_content(notes: _Notes, leaf: Mapping[str, Any], claim: Any) -> None:
    if not isinstance(claim, Mapping) or not isinstance(claim.get("claim"), str):
        notes.expect(False, "", "凭证中的内容说明不完整")
        return
    recorded = _at(leaf.get("public"), claim["claim"])
    actual = _hash_of_content(claim)
    notes.expect(
        actual is not None and recorded == actual,
        _what_is_shown(claim, actual),
        f"{claim.get('label') or claim['claim']}与记录不符：它的指纹不是当时写入日志的那一个",
    )


def _what_is_shown(claim: Mapping[str, Any], actual: str | None) -> str:
    """What a matching hash shows. The document's own label stands in no act, so that anybody could write another
    there: only the content's own title is repeated, and a bare hash shows nothing of any content.
    """
    if isinstance(claim.get("text"), str):
        return f"凭证所附正文的指纹与记录中的一致（{actual}）"
    if "json" not in claim:
        return f"记录的 {claim['claim']} 处写着这个指纹（{actual}）；凭证没有附内容，内容没有核对"
    content = claim["json"]
    title = content.get("title") if isinstance(content, Mapping) else None
    name = f"《{title}》" if isinstance(title, str) else ""
    return f"凭证所附正文{name}的指纹与记录中的一致（{actual}）"


def _hash_of_content(claim: Mapping[str, Any]) -> str | None:
    try:
        if isinstance(claim.get("text"), str):
            return sha256(claim["text"].encode()).hexdigest()
        if "json" in claim:
            return sha256(canonical.dumps(claim["json"])).hexdigest()
    except (TypeError, ValueError, RecursionError):
        return None
    stated = claim.get("sha256")
    return stated if seals.is_hex(stated, 64) else None


def _hash_of_leaf(leaf: Mapping[str, Any]) -> bytes | None:
    try:
        return merkle.leaf_hash(canonical.dumps(leaf))
    except (TypeError, ValueError, RecursionError):
        return None


def _well_formed(document: Any) -> bool:
    return (
        isinstance(document, Mapping)
        and document.get("schema") == SCHEMA
        and isinstance(document.get("leaf"), Mapping)
        and seals.is_hex(document.get("leaf_hash"), 64)
        and type(document.get("position")) is int
        and document["position"] >= 0
        and _is_path(document.get("path"))
        and seals.well_formed(document.get("seal"))
        and isinstance(document.get("content", []), list)
    )


def _is_path(path: Any) -> bool:
    return isinstance(path, list) and len(path) <= 128 and all(seals.is_hex(step, 64) for step in path)


def _at(value: Any, dotted: str) -> Any:
    """The value at a path such as ``files.0.sha256``; None when there is none."""
    for step in dotted.split("."):
        if isinstance(value, Mapping):
            value = value.get(step)
        elif isinstance(value, list) and step.isdecimal() and int(step) < len(value):
            value = value[int(step)]
        else:
            return None
    return value


def _when(moment: Any) -> str:
    """A moment of the document on the wall clock of Asia/Shanghai; as it stands when it is none."""
    try:
        return f"{clock.local(datetime.fromisoformat(moment)):%Y-%m-%d %H:%M:%S}"
    except (TypeError, ValueError, OverflowError):
        return str(moment)


def _find_hash(value: Any, wanted: str, path: str = "") -> str | None:
    """Where in the public part *wanted* stands."""
    if value == wanted:
        return path
    if isinstance(value, Mapping):
        entries = [(str(key), entry) for key, entry in value.items()]
    elif isinstance(value, list):
        entries = [(str(index), entry) for index, entry in enumerate(value)]
    else:
        return None
    for step, entry in entries:
        found = _find_hash(entry, wanted, f"{path}.{step}" if path else step)
        if found is not None:
            return found
    return None
