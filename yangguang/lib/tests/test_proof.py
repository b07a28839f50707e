"""A proof document is checked alone; whatever is changed in it is named."""

import copy
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yangguang.lib import canonical, merkle, seals
from yangguang.lib.crypto import Signer
from yangguang.lib.proof import SCHEMA, check

HOUSE, STRANGER = Signer(b"1" * 32), Signer(b"2" * 32)
TRUSTED = {HOUSE.key_id: HOUSE.public_key}
TEXT = "阳光县人民政府关于加装电梯的意见"
LEAVES = [
    {
        "schema": "yangguang.act/1",
        "kind": "disclosure.edition_published",
        "subject": f"disclosure.item:I{number}",
        "recorded_at": "2026-10-18T01:00:00.000000Z",
        "actor": {"organisation": "县民政局"},
        "public": {
            "sha256": sha256(TEXT.encode()).hexdigest(),
            "files": [{"sha256": sha256(b"PDF").hexdigest()}],
        },
    }
    for number in range(13)
]
STORE = merkle.MemoryStore()
STORE.update(merkle.Tree(STORE).grown(0, [merkle.leaf_hash(canonical.dumps(leaf)) for leaf in LEAVES]))
TREE = merkle.Tree(STORE)


def seal(number: int, size: int, signer: Signer = HOUSE, **changed: Any) -> dict[str, Any]:
    facts = {"number": number, "size": size, "root": TREE.root(size).hex(), "previous": seals.FIRST}
    moment = datetime(2026, 10, 18, 1, 1, tzinfo=UTC)
    return seals.signed(
        seals.body(**{**facts, **changed}, sealed_at=moment, public_key=signer.public_key.hex()), signer
    )


OLD, OWN, NEW = seal(1, 4), seal(2, 9), seal(3, 13)


def proof(position: int = 6, **more: Any) -> dict[str, Any]:
    leaf = copy.deepcopy(LEAVES[position])
    return {
        "schema": SCHEMA,
        "leaf": leaf,
        "leaf_hash": merkle.leaf_hash(canonical.dumps(leaf)).hex(),
        "position": position,
        "seal": OWN,
        "path": [step.hex() for step in TREE.inclusion_proof(position, 9)],
        **more,
    }


def linked(other: dict[str, Any]) -> dict[str, Any]:
    old, new = sorted((9, other["size"]))
    return {"seal": other, "path": [step.hex() for step in TREE.consistency_proof(old, new)]}


def test_an_honest_proof_holds_and_says_what_was_checked() -> None:
    verdict = check(proof(content=[{"label": "正文", "claim": "sha256", "text": TEXT}]), trusted_keys=TRUSTED)
    assert verdict.ok and not verdict.faults
    told = "\n".join(verdict.lines)
    for words in (
        "第 7 号记录",
        "县民政局",
        "第 2 次封存之内",
        "签名有效",
        "单位公布的公钥",
        "正文的指纹与记录中的一致",
    ):
        assert words in told


def test_without_a_published_key_the_verdict_says_which_key_to_compare() -> None:
    verdict = check(proof())
    assert verdict.ok and any(HOUSE.public_key.hex() in line for line in verdict.lines)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (lambda p: p["leaf"].update(basis="另一条"), "内容被改动"),
        (lambda p: p["leaf"]["public"].update(sha256="0" * 64), "内容被改动"),
        (lambda p: p.update(leaf_hash="0" * 64), "内容被改动"),
        (lambda p: p.update(position=5), "算不到第 2 次封存的树根"),
        (lambda p: p["path"].pop(), "算不到第 2 次封存的树根"),
        (lambda p: p["path"].__setitem__(0, "0" * 64), "算不到第 2 次封存的树根"),
        (lambda p: p.update(seal=seal(2, 9, root="0" * 64)), "算不到第 2 次封存的树根"),
        (lambda p: p.update(seal={**OWN, "size": 8}), "签名无效"),
        (lambda p: p.update(seal={**OWN, "signature": "0" * 128}), "签名无效"),
        (lambda p: p.update(seal=seal(2, 9, STRANGER)), "不在单位公布的公钥之中"),
        (lambda p: p.update(consistency=linked(seal(1, 4, STRANGER))), "不在单位公布的公钥之中"),
        (lambda p: p.update(consistency=linked(seal(1, 4, root="0" * 64))), "不衔接"),
        (lambda p: p.update(consistency={"seal": OLD, "path": []}), "不衔接"),
        (lambda p: p.update(consistency={"seal": {}, "path": []}), "衔接证明不完整"),
        (lambda p: p.update(consistency=7), "衔接证明不完整"),
        (
            lambda p: p.update(content=[{"label": "正文", "claim": "sha256", "text": TEXT + "。"}]),
            "正文与记录不符",
        ),
        (
            lambda p: p.update(content=[{"label": "正文", "claim": "nowhere.0", "text": TEXT}]),
            "正文与记录不符",
        ),
        (
            lambda p: p.update(content=[{"label": "正文", "claim": "files.²", "text": TEXT}]),
            "与记录不符",
        ),
        (lambda p: p.update(content=["?"]), "内容说明不完整"),
    ],
)
def test_whatever_is_changed_is_named(change: Any, named: str) -> None:
    document = proof()
    change(document)
    verdict = check(document, trusted_keys=TRUSTED)
    assert not verdict.ok and any(named in fault for fault in verdict.faults), verdict.faults


@pytest.mark.parametrize("other", [OLD, NEW])
def test_a_seal_that_the_reader_holds_can_be_older_or_newer(other: dict[str, Any]) -> None:
    assert check(proof(consistency=linked(other)), trusted_keys=TRUSTED, seal=other).ok


def test_a_seal_that_the_reader_holds_is_compared() -> None:
    assert check(proof(), seal=OWN).ok
    for held, named in (
        (seal(2, 9, root="0" * 64), "不同的人不同的封存"),
        (seal(7, 9, root="0" * 64), "树根不同"),
        (OLD, "没有连到您持有的第 1 次封存"),
        ({}, "您提供的封存文件不完整"),
    ):
        verdict = check(proof(), seal=held)
        assert not verdict.ok and named in "".join(verdict.faults)


def test_files_are_looked_up_in_the_leaf() -> None:
    verdict = check(proof(), files={"意见.pdf": b"PDF"})
    assert verdict.ok and any("files.0.sha256" in line for line in verdict.lines)
    verdict = check(proof(), files={"意见.pdf": b"other"})
    assert not verdict.ok and "意见.pdf" in verdict.faults[0]


def test_content_can_be_json_or_a_bare_hash() -> None:
    document = proof()
    document["leaf"]["public"]["sha256"] = sha256(canonical.dumps({"title": "意见"})).hexdigest()
    for claim in ({"json": {"title": "意见"}}, {"sha256": document["leaf"]["public"]["sha256"]}):
        verdict = check({**document, "content": [{"label": "正文", "claim": "sha256", **claim}]})
        assert "正文" not in "".join(verdict.faults)


def test_a_name_that_somebody_gave_the_content_is_not_told_as_proven() -> None:
    document, forged = proof(), "关于发放补贴的通知"
    wanted = document["leaf"]["public"]["sha256"]
    for claim in ({"text": TEXT}, {"sha256": wanted}):
        verdict = check({**document, "content": [{"label": forged, "claim": "sha256", **claim}]})
        assert verdict.ok and forged not in "".join(verdict.lines)
    assert "内容没有核对" in "".join(verdict.lines)


@pytest.mark.parametrize(
    "document",
    [
        None,
        [],
        "x",
        7,
        {},
        {"schema": SCHEMA},
        proof(path="x"),
        {**proof(), "position": "6"},
        proof(seal=[]),
        proof(leaf=[]),
    ],
)
def test_what_is_no_proof_is_said_so(document: Any) -> None:
    verdict = check(document)
    assert not verdict.ok and "不是一份完整的凭证" in verdict.faults[0]


def test_a_leaf_that_cannot_be_hashed_is_no_crash() -> None:
    document = proof()
    document["leaf"]["basis"] = 0.5
    assert not check(document).ok


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@given(name=st.sampled_from(sorted(proof(consistency=linked(OLD), content=[]))), value=JSON)
def test_no_rubbish_in_any_field_is_a_crash_or_passes(name: str, value: Any) -> None:
    document = proof(consistency=linked(OLD), content=[])
    if document[name] == value:
        return
    verdict = check({**document, name: value}, trusted_keys=TRUSTED, seal=OWN)
    assert not verdict.ok or name in {"content"}
